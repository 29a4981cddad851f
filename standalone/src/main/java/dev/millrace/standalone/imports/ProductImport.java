package dev.millrace.standalone.imports;

import dev.millrace.standalone.shop.ShopLoader;
import dev.millrace.standalone.shop.ShopProduct;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicLong;

/** Imports a file of products: description, price and first stock of each. */
public final class ProductImport {

  /** What became of the rows. */
  public record Summary(long rows, long imported, long failed, double seconds) {}

  private final ShopLoader loader;
  private final ErrorFile errors;

  public ProductImport(ShopLoader loader, ErrorFile errors) {
    this.loader = loader;
    this.errors = errors;
  }

  /** How many rows a file has. */
  public static long rows(Path file) throws IOException {
    return ProductRows.count(file);
  }

  /** Reads the whole file; a bad row is reported and the next one goes on. */
  public Summary run(Path file, ProductFormat format, Progress progress) throws IOException {
    var imported = new AtomicLong();
    var underWay = new Phaser(1);
    ProductRows.read(
        file,
        row -> {
          ShopProduct product;
          try {
            if (!row.problem().isEmpty()) {
              throw new IllegalArgumentException(row.problem());
            }
            product = format.read(row.json());
          } catch (IllegalArgumentException e) {
            errors.add(new RowError(row.number(), "", String.valueOf(e.getMessage())));
            progress.step();
            return;
          }
          underWay.register();
          try {
            loader
                .load(product)
                .whenComplete(
                    (refusals, failure) -> {
                      if (failure != null) {
                        errors.add(
                            new RowError(row.number(), product.productId(), failure.toString()));
                      } else if (!refusals.isEmpty()) {
                        errors.add(
                            new RowError(
                                row.number(), product.productId(), String.join("; ", refusals)));
                      } else {
                        imported.incrementAndGet();
                      }
                      progress.step();
                      underWay.arriveAndDeregister();
                    });
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
          }
        });
    underWay.arriveAndAwaitAdvance();
    return new Summary(progress.done(), imported.get(), errors.count(), progress.seconds());
  }
}

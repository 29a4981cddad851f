package dev.millrace.standalone.imports;

import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import dev.millrace.standalone.imports.OnlineRetail.Article;
import dev.millrace.standalone.imports.OnlineRetail.Contents;
import dev.millrace.standalone.shop.ShopLoader;
import dev.millrace.standalone.shop.ShopProduct;
import dev.millrace.standalone.shop.ShopProduct.ShopVariant;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Phaser;

/** Imports a retailer's sales: articles with ample stock first, then its invoices. */
public final class OrderImport {

  /** Units beyond what the file sells. */
  private static final int AMPLE = 1_000;

  private final ShopLoader loader;
  private final ShopClient shop;
  private final ErrorFile errors;
  private final PrintStream out;

  public OrderImport(ShopLoader loader, ShopClient shop, ErrorFile errors, PrintStream out) {
    this.loader = loader;
    this.shop = shop;
    this.errors = errors;
    this.out = out;
  }

  /** Runs the whole import. */
  public void run(Path file, int concurrency) throws IOException, InterruptedException {
    out.println("Reading " + file.getFileName());
    Contents contents = OnlineRetail.read(file, errors);
    out.printf(
        "%,d rows: %,d invoices and credit notes over %,d articles; %,d rows cannot be sold%n",
        contents.rows(), contents.invoices().size(), contents.articles().size(), errors.count());
    loadArticles(contents.articles());

    var progress = new Progress("invoices", contents.invoices().size(), out);
    var summary = new OrderReplay(shop, errors, concurrency).run(contents.invoices(), progress);
    out.printf(
        "%,d orders placed, %,d confirmed, %,d returns in %.1f s (%.0f orders/s)%n",
        summary.placed(),
        summary.confirmed(),
        summary.returned(),
        summary.seconds(),
        summary.placed() / summary.seconds());
    summary.refused().forEach((reason, count) -> out.printf("%,d refused: %s%n", count, reason));
  }

  private void loadArticles(List<Article> articles) throws InterruptedException {
    var progress = new Progress("articles", articles.size(), out);
    var underWay = new Phaser(1);
    for (Article article : articles) {
      underWay.register();
      loader
          .load(product(article))
          .whenComplete(
              (refusals, failure) -> {
                if (failure != null) {
                  errors.add(new RowError(0, article.stockCode(), failure.toString()));
                } else {
                  refusals.forEach(
                      refusal -> errors.add(new RowError(0, article.stockCode(), refusal)));
                }
                progress.step();
                underWay.arriveAndDeregister();
              });
    }
    underWay.arriveAndAwaitAdvance();
  }

  private static ShopProduct product(Article article) {
    return new ShopProduct(
        Ids.derived(IdKind.PRODUCT, "online-retail", article.stockCode()),
        article.description(),
        "",
        null,
        "online-retail",
        Map.of(),
        List.of(),
        List.of(
            new ShopVariant(
                article.stockCode(),
                null,
                Map.of(),
                null,
                article.price(),
                null,
                Math.toIntExact(article.soldUnits() + AMPLE))));
  }
}

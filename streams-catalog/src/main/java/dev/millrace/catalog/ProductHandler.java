package dev.millrace.catalog;

import dev.millrace.avro.catalog.Product;
import dev.millrace.avro.catalog.ProductCommand;
import dev.millrace.avro.catalog.ProductEvent;
import dev.millrace.avro.edge.Problem;
import dev.millrace.avro.edge.Reply;
import dev.millrace.catalog.product.Product.Listed;
import dev.millrace.catalog.product.ProductDecider;
import dev.millrace.catalog.product.ProductRefusal;
import dev.millrace.catalog.product.ProductRejection;
import dev.millrace.kit.decide.Decision;
import dev.millrace.kit.process.CommandHandler;
import dev.millrace.kit.process.Request;
import dev.millrace.kit.process.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Decides the commands of products. */
final class ProductHandler implements CommandHandler<ProductCommand, ProductEvent, Product> {

  private final KeyValueStore<String, Product> products;

  ProductHandler(ProcessingContext context) {
    this.products = context.getStateStore(CatalogStores.PRODUCT_STATE);
  }

  @Override
  public String commandId(ProductCommand command) {
    return command.getCommandId();
  }

  @Override
  public String fingerprint(ProductCommand command) {
    return command.getFingerprint();
  }

  @Override
  public Verdict<ProductEvent, Product> decide(
      @Nullable String key, ProductCommand command, Request request) {
    var asked = CatalogAvro.command(key, command);
    if (asked.isEmpty()) {
      return new Verdict.Malformed<>();
    }
    Product stored = products.get(command.getProductId());
    Instant now = request.notBefore(stored == null ? null : stored.getAt());
    var product = CatalogAvro.product(stored);
    return switch (ProductDecider.decide(product, asked.get(), now)) {
      case Decision.Accepted(var events) -> accept(product, events, command, now);
      case Decision.Rejected(var reason) -> refuse(reason, product.version(), command, now);
    };
  }

  private Verdict<ProductEvent, Product> accept(
      dev.millrace.catalog.product.Product before,
      List<dev.millrace.catalog.product.ProductEvent> events,
      ProductCommand command,
      Instant now) {
    var after = before;
    List<ProductEvent> facts = new ArrayList<>(events.size());
    for (var event : events) {
      after = after.evolve(event);
      facts.add(CatalogAvro.event(command, after.version(), event));
    }
    if (!(after instanceof Listed listed)) {
      throw new IllegalStateException("an accepted put lists: " + command.getProductId());
    }
    Product state = CatalogAvro.product(command.getProductId(), listed);
    if (!facts.isEmpty()) {
      products.put(state.getProductId(), state);
    }
    return new Verdict.Accepted<>(now, facts, state);
  }

  private static Verdict<ProductEvent, Product> refuse(
      ProductRejection reason, long version, ProductCommand command, Instant now) {
    String code = reason.refusal().code();
    if (reason.refusal() == ProductRefusal.VERSION_CONFLICT) {
      Long expected = command.getPut().getExpectedVersion();
      return Verdict.versionConflict(now, code, reason.detail(), expected, version);
    }
    var problem = new Problem(reason.pointer(), code, reason.detail(), null, null);
    return new Verdict.Refused<>(now, code, reason.detail(), List.of(problem));
  }

  @Override
  public void answer(Product product, Reply.Builder reply) {
    reply.setProduct(product);
  }
}

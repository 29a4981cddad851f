package dev.millrace.catalog;

import dev.millrace.avro.catalog.Product;
import dev.millrace.avro.catalog.ProductCommand;
import dev.millrace.avro.edge.Problem;
import dev.millrace.avro.edge.Reply;
import dev.millrace.catalog.product.Product.Listed;
import dev.millrace.catalog.product.ProductDecider;
import dev.millrace.catalog.product.ProductEvent;
import dev.millrace.catalog.product.ProductRejection;
import dev.millrace.kit.decide.Decision;
import dev.millrace.kit.decide.Decision.Accepted;
import dev.millrace.kit.decide.Decision.Rejected;
import dev.millrace.kit.process.CommandOutcomes;
import dev.millrace.kit.process.MessageHeaders;
import dev.millrace.kit.process.Replies;
import dev.millrace.kit.process.Request;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one writer of the products of its partition: load, decide, store, forward one outcome. */
final class CatalogProcessor implements Processor<String, ProductCommand, String, CatalogOutcome> {

  /** Makes the processors and brings their stores. */
  record Supplier(CatalogConfig config, Topics topics)
      implements ProcessorSupplier<String, ProductCommand, String, CatalogOutcome> {
    @Override
    public Processor<String, ProductCommand, String, CatalogOutcome> get() {
      return new CatalogProcessor(config);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return CatalogStores.all(topics);
    }
  }

  private static final Logger log = LoggerFactory.getLogger(CatalogProcessor.class);
  private static final String MALFORMED_COMMAND = "malformed_command";
  private static final Duration FORGET_EVERY = Duration.ofSeconds(1);

  private final CatalogConfig config;
  private ProcessorContext<String, CatalogOutcome> context;
  private KeyValueStore<String, Product> products;
  private CommandOutcomes outcomes;

  // Streams calls init before anything else.
  @SuppressWarnings("NullAway.Init")
  CatalogProcessor(CatalogConfig config) {
    this.config = config;
  }

  @Override
  public void init(ProcessorContext<String, CatalogOutcome> context) {
    this.context = context;
    this.products = context.getStateStore(CatalogStores.PRODUCT_STATE);
    this.outcomes = new CommandOutcomes(context, config.retention());
    context.schedule(
        FORGET_EVERY,
        PunctuationType.WALL_CLOCK_TIME,
        nowMs -> outcomes.forgetOld(Instant.ofEpochMilli(nowMs)));
  }

  @Override
  public void process(Record<String, ProductCommand> record) {
    ProductCommand command = record.value();
    if (command == null) {
      log.warn("Dropped a command without a value, key {}", record.key());
      return;
    }
    Request request = Request.of(record, context, command.getCommandId(), command.getFingerprint());
    if (!isWhole(record.key(), command)) {
      refuseMalformed(record, request);
      return;
    }
    var answered = outcomes.answered(request);
    if (answered.isPresent()) {
      forward(record, request.at(), CatalogOutcome.only(answered.get()));
      return;
    }
    Product stored = products.get(command.getProductId());
    Instant now = request.notBefore(stored == null ? null : stored.getAt());
    CatalogOutcome outcome = decide(request, command, stored, now);
    Reply reply = outcome.reply();
    if (reply != null) {
      outcomes.remember(command.getFingerprint(), reply);
    }
    forward(record, now, outcome);
  }

  private CatalogOutcome decide(
      Request request, ProductCommand command, @Nullable Product stored, Instant now) {
    Decision<ProductEvent, ProductRejection> decision =
        ProductDecider.decide(CatalogAvro.product(stored), CatalogAvro.command(command), now);
    return switch (decision) {
      case Accepted<ProductEvent, ProductRejection>(var events) when events.isEmpty() ->
          new CatalogOutcome(List.of(), null, accepted(request, now, stored));
      case Accepted<ProductEvent, ProductRejection>(var events) ->
          carryOut(request, command, stored, events, now);
      case Rejected<ProductEvent, ProductRejection>(var reason) ->
          new CatalogOutcome(List.of(), null, refused(request, now, reason));
    };
  }

  private CatalogOutcome carryOut(
      Request request,
      ProductCommand command,
      @Nullable Product stored,
      List<ProductEvent> events,
      Instant now) {
    var product = CatalogAvro.product(stored);
    List<dev.millrace.avro.catalog.ProductEvent> written = new ArrayList<>(events.size());
    for (ProductEvent event : events) {
      product = product.evolve(event);
      written.add(CatalogAvro.event(command, product.version(), event));
    }
    if (!(product instanceof Listed listed)) {
      throw new IllegalStateException("a product with events is listed: " + command.getProductId());
    }
    Product after = CatalogAvro.product(command.getProductId(), listed);
    products.put(command.getProductId(), after);
    return new CatalogOutcome(written, after, accepted(request, now, after));
  }

  private static boolean isWhole(@Nullable String key, ProductCommand command) {
    return isId(command.getCommandId())
        && isId(command.getProductId())
        && command.getProductId().equals(key)
        && command.getPut() != null;
  }

  private static boolean isId(String id) {
    return !id.isBlank() && id.length() <= Ids.LENGTH_MAX;
  }

  private void refuseMalformed(Record<String, ProductCommand> record, Request request) {
    log.warn("Refused a malformed command at {}", request.position());
    if (request.wantsReply()) {
      String detail = "A product command needs ids, its product's key and exactly one request.";
      Reply reply = Replies.refused(request, request.at(), MALFORMED_COMMAND, detail, List.of());
      forward(record, request.at(), CatalogOutcome.only(reply));
    }
  }

  private static @Nullable Reply accepted(Request request, Instant now, @Nullable Product product) {
    return request.wantsReply() ? Replies.accepted(request, now).setProduct(product).build() : null;
  }

  private static @Nullable Reply refused(Request request, Instant now, ProductRejection reason) {
    if (!request.wantsReply()) {
      return null;
    }
    String code = reason.refusal().code();
    var problem = new Problem(reason.pointer(), code, reason.detail(), null, null);
    return Replies.refused(request, now, code, reason.detail(), List.of(problem));
  }

  private void forward(Record<String, ProductCommand> record, Instant now, CatalogOutcome outcome) {
    context.forward(
        new Record<>(
            record.key(), outcome, now.toEpochMilli(), MessageHeaders.passedOn(record.headers())));
  }
}

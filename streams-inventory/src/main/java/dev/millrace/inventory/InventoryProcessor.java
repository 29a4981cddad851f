package dev.millrace.inventory;

import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.inventory.stock.CarriedOut;
import dev.millrace.inventory.stock.PassedOn;
import dev.millrace.inventory.stock.StockDecider;
import dev.millrace.kit.app.CommitPace;
import dev.millrace.kit.metrics.ProcessorMetrics;
import dev.millrace.kit.process.CommandOutcomes;
import dev.millrace.kit.process.MessageHeaders;
import dev.millrace.kit.process.Request;
import dev.millrace.kit.trace.RecordTrace;
import dev.millrace.schemas.id.BucketKey;
import dev.millrace.schemas.topics.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/** The one writer of the SKUs of its partition: load, decide, store, forward one outcome. */
final class InventoryProcessor
    implements Processor<String, StockCommand, String, InventoryOutcome> {

  /** Makes the processors and brings their stores. */
  record Supplier(InventoryConfig config, Topics topics)
      implements ProcessorSupplier<String, StockCommand, String, InventoryOutcome> {
    @Override
    public Processor<String, StockCommand, String, InventoryOutcome> get() {
      return new InventoryProcessor(config);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return InventoryStores.builders(config, topics);
    }
  }

  private final InventoryConfig config;
  private final RecordTrace trace = RecordTrace.ofProcess();
  private ProcessorContext<String, InventoryOutcome> context;
  private InventoryStores stores;
  private CommandOutcomes outcomes;
  private Decisions decisions;
  private BackorderFills fills;
  private HoldSweep sweep;
  private WatchSweep watchSweep;
  private ProcessorMetrics metrics;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
  private InventoryProcessor(InventoryConfig config) {
    this.config = config;
  }

  @Override
  public void init(ProcessorContext<String, InventoryOutcome> context) {
    this.context = context;
    this.stores = new InventoryStores(context);
    this.outcomes = new CommandOutcomes(context, config.outcomes());
    var decider = new StockDecider(config.limits(), config.allocation());
    this.decisions = new Decisions(decider, stores);
    this.fills = new BackorderFills(stores, decider);
    this.sweep =
        new HoldSweep(
            config.sweep(), stores, decisions, fills, this::forwardSwept, System::nanoTime);
    this.watchSweep =
        new WatchSweep(config.sweep().entriesMax(), stores, decisions, this::forwardSwept);
    this.metrics = new ProcessorMetrics(context);
    context.schedule(config.sweep().every(), PunctuationType.WALL_CLOCK_TIME, this::tick);
  }

  @Override
  public void process(Record<String, StockCommand> record) {
    CommitPace.awaited(context);
    if (record.value() == null) {
      metrics.malformed();
      return;
    }
    RecordTrace.Work work = trace.work("decide-stock", record.headers());
    try {
      decide(record, record.value());
    } finally {
      work.close();
    }
  }

  private void decide(Record<String, StockCommand> record, StockCommand command) {
    Request request = Request.of(record, context, command.getCommandId(), command.getFingerprint());
    var asked = CommandAvro.command(record.key(), command);
    if (asked.isEmpty()) {
      metrics.malformed();
      forwardReply(record, request.at(), AnswerAvro.malformed(request));
      return;
    }
    Optional<Reply> answered = outcomes.answered(request);
    if (answered.isEmpty()) {
      decide(record, command, request, asked.get());
      return;
    }
    metrics.replayed();
    forwardReply(record, request.at(), answered.get());
    if (asked.get() instanceof dev.millrace.inventory.stock.StockCommand.Tour tour) {
      // The units that it carries must come home all the same.
      decide(record, command, request, tour.withoutRequest());
    }
  }

  private void decide(
      Record<String, StockCommand> record,
      StockCommand command,
      Request request,
      dev.millrace.inventory.stock.StockCommand asked) {
    var before = stores.load(command.getSku(), asked);
    Instant now = request.notBefore(before.stock().at());
    CarriedOut done = decisions.carryOut(before, asked, now);
    if (done.mayBeAboutOverdueHolds(asked) && sweep.endOverdue(now) > 0) {
      // Units that are overdue but not yet swept must not be missing for the next buyer.
      before = stores.load(command.getSku(), asked);
      done = decisions.carryOut(before, asked, now);
    }
    stores.save(done);
    done = fills.after(before.stock(), done, now);
    count(done);
    boolean isAnswer = !done.isLeftToAnother() && !isOnlyTour(asked);
    Reply reply = isAnswer ? AnswerAvro.reply(request, command, done, now) : null;
    if (reply != null) {
      outcomes.remember(request.fingerprint(), reply);
    }
    forward(
        command.getSku(),
        now,
        MessageHeaders.passedOn(record.headers()),
        new InventoryOutcome(
            EventAvro.events(
                command.getSku(), done.facts(), command.getCommandId(), command.getActor()),
            changedStock(done),
            AnswerAvro.results(isAnswer ? command : null, done, now),
            reply,
            BucketAvro.hotSku(command.getSku(), done.facts()),
            null));
    passOn(record.headers(), command, done, now);
  }

  private static boolean isOnlyTour(dev.millrace.inventory.stock.StockCommand asked) {
    return asked instanceof dev.millrace.inventory.stock.StockCommand.Tour tour
        && tour.request() == null;
  }

  /** Another writer that answers must know whom; what the inventory sends of itself asks nobody. */
  private void passOn(Headers headers, @Nullable StockCommand cause, CarriedOut done, Instant now) {
    var stock = done.state().stock();
    for (PassedOn passed : done.passedOn()) {
      if (BucketKey.isBucket(stock.sku())
          && passed.command()
              instanceof dev.millrace.inventory.stock.StockCommand.ReserveStock reserve) {
        stores.passedOn().remember(stock.sku(), reserve.reservationId(), now);
      }
      forward(
          passed.key(),
          now,
          passed.isRequest() ? new RecordHeaders(headers) : MessageHeaders.passedOn(headers),
          InventoryOutcome.only(
              BucketAvro.record(passed, stock.sku(), cause, stock.sequence(), now)));
    }
  }

  @Override
  public void close() {
    metrics.close();
  }

  private void count(CarriedOut done) {
    if (done.isLeftToAnother()) {
      return;
    }
    if (done.refusal() == null) {
      metrics.decided();
    } else {
      metrics.refused();
    }
  }

  private void tick(long nowMs) {
    Instant now = Instant.ofEpochMilli(nowMs);
    sweep.endOverdue(now);
    watchSweep.tellTheRest(now);
    int entriesMax = config.sweep().entriesMax();
    fills.goOn(now, entriesMax, this::forwardSwept);
    stores.movements().forgetMovements(now.minus(config.movementsKept()), entriesMax);
    stores.movements().forgetTransfers(now.minus(config.sweep().closedHoldsKept()), entriesMax);
    stores.passedOn().forget(now.minus(config.sweep().closedHoldsKept()), entriesMax);
    outcomes.goOn();
    stores.goOn(entriesMax);
  }

  private void forwardSwept(CarriedOut done) {
    var stock = done.state().stock();
    // The mapping names the inventory as the author of what time and stock bring about.
    List<StockEvent> events = EventAvro.events(stock.sku(), done.facts(), "", EventAvro.INVENTORY);
    forward(
        stock.sku(),
        stock.at(),
        new RecordHeaders(),
        new InventoryOutcome(
            events,
            changedStock(done),
            AnswerAvro.results(null, done, stock.at()),
            null,
            null,
            null));
    passOn(new RecordHeaders(), null, done, stock.at());
  }

  private void forwardReply(
      Record<String, StockCommand> record, Instant now, @Nullable Reply reply) {
    if (reply != null) {
      Headers headers = MessageHeaders.passedOn(record.headers());
      forward(reply.getCommandId(), now, headers, InventoryOutcome.only(reply));
    }
  }

  private void forward(String key, Instant now, Headers headers, InventoryOutcome outcome) {
    if (!outcome.isEmpty()) {
      context.forward(new Record<>(key, outcome, now.toEpochMilli(), headers));
    }
  }

  private static @Nullable Stock changedStock(CarriedOut done) {
    return done.facts().isEmpty() ? null : StockAvro.stock(done.state().stock());
  }
}

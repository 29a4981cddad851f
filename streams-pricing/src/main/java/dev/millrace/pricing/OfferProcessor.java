package dev.millrace.pricing;

import dev.millrace.avro.edge.Problem;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.pricing.OfferCommand;
import dev.millrace.avro.pricing.OfferEvent;
import dev.millrace.avro.pricing.Offers;
import dev.millrace.kit.decide.Decision;
import dev.millrace.kit.metrics.ProcessorMetrics;
import dev.millrace.kit.process.CommandOutcomes;
import dev.millrace.kit.process.MessageHeaders;
import dev.millrace.kit.process.Replies;
import dev.millrace.kit.process.Request;
import dev.millrace.kit.trace.RecordTrace;
import dev.millrace.pricing.offer.OfferDecider;
import dev.millrace.pricing.offer.OfferRejection;
import dev.millrace.pricing.offer.SkuOffers;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/** The one writer of each SKU's offers: load, decide, fold, store, forward one outcome. */
final class OfferProcessor implements Processor<String, OfferCommand, String, OfferOutcome> {

  private static final Duration TICK = Duration.ofSeconds(1);

  /** Makes one processor for each task and brings its stores. */
  record Supplier(PricingConfig config, Topics topics)
      implements ProcessorSupplier<String, OfferCommand, String, OfferOutcome> {

    @Override
    public Processor<String, OfferCommand, String, OfferOutcome> get() {
      return new OfferProcessor(config);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      // In order of their names, so that the topology describes itself alike in every process.
      Set<StoreBuilder<?>> stores = new TreeSet<>(Comparator.comparing(StoreBuilder::name));
      stores.addAll(CommandOutcomes.stores(topics));
      stores.add(PricingStores.offerState(topics));
      return stores;
    }
  }

  private final PricingConfig config;
  private final RecordTrace trace = RecordTrace.ofProcess();
  private ProcessorContext<String, OfferOutcome> context;
  private KeyValueStore<String, Offers> offers;
  private CommandOutcomes outcomes;
  private ProcessorMetrics metrics;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
  OfferProcessor(PricingConfig config) {
    this.config = config;
  }

  @Override
  public void init(ProcessorContext<String, OfferOutcome> processorContext) {
    context = processorContext;
    offers = context.getStateStore(PricingStores.OFFER_STATE);
    outcomes = new CommandOutcomes(context, config.outcomes());
    metrics = new ProcessorMetrics(context);
    context.schedule(
        TICK,
        PunctuationType.WALL_CLOCK_TIME,
        nowMs -> outcomes.forgetOld(Instant.ofEpochMilli(nowMs)));
  }

  @Override
  public void process(Record<String, OfferCommand> record) {
    if (record.value() == null) {
      metrics.malformed();
      return;
    }
    try (var work = trace.work("decide-offer", record.headers())) {
      decide(record, record.value());
    }
  }

  @Override
  public void close() {
    metrics.close();
  }

  private void decide(Record<String, OfferCommand> record, OfferCommand command) {
    Request request = Request.of(record, context, command.getCommandId(), command.getFingerprint());
    var asked = OfferAvro.command(record.key(), command);
    if (asked.isEmpty()) {
      metrics.malformed();
      forward(record, answer(MalformedCommands.refusal(request)), request.at());
      return;
    }
    Optional<Reply> answered = outcomes.answered(request);
    if (answered.isPresent()) {
      metrics.replayed();
      forward(record, answer(answered.get()), request.at());
      return;
    }
    SkuOffers before = OfferAvro.offers(record.key(), offers.get(record.key()));
    Instant now = request.notBefore(before.latestAt());
    OfferOutcome outcome =
        switch (OfferDecider.decide(before, asked.get())) {
          case Decision.Accepted<dev.millrace.pricing.offer.OfferEvent, OfferRejection>(
                  var events) ->
              accept(before, events, command, request, now);
          case Decision.Rejected<dev.millrace.pricing.offer.OfferEvent, OfferRejection>(
                  var reason) ->
              answer(refusal(request, now, reason, before, command));
        };
    Reply reply = outcome.reply();
    if (reply != null) {
      outcomes.remember(request.fingerprint(), reply);
    }
    forward(record, outcome, now);
  }

  private OfferOutcome accept(
      SkuOffers before,
      List<dev.millrace.pricing.offer.OfferEvent> events,
      OfferCommand command,
      Request request,
      Instant now) {
    metrics.decided();
    SkuOffers after = before;
    List<OfferEvent> facts = new ArrayList<>(events.size());
    for (var event : events) {
      after = after.evolve(event, now);
      facts.add(OfferAvro.event(event, after, command, now));
    }
    Offers view = OfferAvro.view(after, now);
    if (!facts.isEmpty()) {
      offers.put(view.getSku(), view);
    }
    Reply reply =
        request.wantsReply() ? Replies.accepted(request, now).setOffers(view).build() : null;
    return new OfferOutcome(facts, facts.isEmpty() ? null : view, reply);
  }

  private @Nullable Reply refusal(
      Request request, Instant now, OfferRejection reason, SkuOffers before, OfferCommand command) {
    metrics.refused();
    if (!request.wantsReply()) {
      MalformedCommands.warnDropped(request, reason.code());
      return null;
    }
    List<Problem> problems =
        reason == OfferRejection.VERSION_CONFLICT && command.getSetOffer() != null
            ? List.of(
                new Problem(
                    "version",
                    reason.code(),
                    reason.detail(),
                    command.getSetOffer().getExpectedVersion(),
                    before.version()))
            : List.of();
    return Replies.refused(request, now, reason.code(), reason.detail(), problems);
  }

  private static OfferOutcome answer(@Nullable Reply reply) {
    return new OfferOutcome(List.of(), null, reply);
  }

  private void forward(Record<String, OfferCommand> record, OfferOutcome outcome, Instant now) {
    if (outcome.events().isEmpty() && outcome.reply() == null) {
      return;
    }
    context.forward(
        new Record<>(
            record.key(), outcome, now.toEpochMilli(), MessageHeaders.passedOn(record.headers())));
  }
}

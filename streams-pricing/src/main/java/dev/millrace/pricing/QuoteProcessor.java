package dev.millrace.pricing;

import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.pricing.Offers;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteCommand;
import dev.millrace.kit.decide.Decision;
import dev.millrace.kit.metrics.ProcessorMetrics;
import dev.millrace.kit.process.CommandOutcomes;
import dev.millrace.kit.process.MessageHeaders;
import dev.millrace.kit.process.Replies;
import dev.millrace.kit.process.Request;
import dev.millrace.kit.process.TimeIndex;
import dev.millrace.kit.trace.RecordTrace;
import dev.millrace.pricing.offer.Offer;
import dev.millrace.pricing.quote.QuoteDecider;
import dev.millrace.pricing.quote.QuoteEvent;
import dev.millrace.pricing.quote.QuoteRejection;
import dev.millrace.pricing.quote.QuoteRequest;
import dev.millrace.pricing.quote.QuoteRequest.OfferKey;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * Prices carts in one hop. A quote id follows from the command that asks, so the quote itself
 * remembers the answer and no second store has to.
 */
final class QuoteProcessor implements Processor<String, QuoteCommand, String, QuoteOutcome> {

  private static final Duration TICK = Duration.ofMillis(500);

  /** How many quotes one tick may purge, so that questions never wait long for it. */
  private static final int PURGED_PER_TICK_MAX = 2_000;

  /** Makes one processor for each task and brings its stores. */
  record Supplier(PricingConfig config, Topics topics)
      implements ProcessorSupplier<String, QuoteCommand, String, QuoteOutcome> {

    @Override
    public Processor<String, QuoteCommand, String, QuoteOutcome> get() {
      return new QuoteProcessor(config);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      // In order of their names, so that the topology describes itself alike in every process.
      Set<StoreBuilder<?>> stores = new TreeSet<>(Comparator.comparing(StoreBuilder::name));
      stores.add(PricingStores.quoteState(topics));
      stores.add(PricingStores.quoteDeadlines());
      return stores;
    }
  }

  private final PricingConfig config;
  private final RecordTrace trace = RecordTrace.ofProcess();
  private final byte[] secret;
  private ProcessorContext<String, QuoteOutcome> context;
  private TimestampedKeyValueStore<String, Offers> offersEverywhere;
  private KeyValueStore<String, Quote> quotes;
  private TimeIndex deadlines;
  private ProcessorMetrics metrics;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
  QuoteProcessor(PricingConfig config) {
    this.config = config;
    this.secret = config.quoteSecretBytes();
  }

  @Override
  public void init(ProcessorContext<String, QuoteOutcome> processorContext) {
    context = processorContext;
    offersEverywhere = context.getStateStore(PricingStores.OFFERS_EVERYWHERE);
    quotes = context.getStateStore(PricingStores.QUOTE_STATE);
    deadlines = new TimeIndex(context.getStateStore(PricingStores.QUOTE_DEADLINES));
    metrics = new ProcessorMetrics(context);
    context.schedule(
        TICK, PunctuationType.WALL_CLOCK_TIME, nowMs -> purge(Instant.ofEpochMilli(nowMs)));
  }

  @Override
  public void process(Record<String, QuoteCommand> record) {
    if (record.value() == null) {
      metrics.malformed();
      return;
    }
    try (var work = trace.work("decide-quote", record.headers())) {
      decide(record, record.value());
    }
  }

  @Override
  public void close() {
    metrics.close();
  }

  private void decide(Record<String, QuoteCommand> record, QuoteCommand command) {
    Request request = Request.of(record, context, command.getCommandId(), command.getFingerprint());
    var asked = QuoteAvro.request(record.key(), command);
    QuoteOutcome outcome;
    if (asked.isEmpty()) {
      metrics.malformed();
      outcome = answer(MalformedCommands.refusal(request));
    } else {
      outcome = answerOrPrice(asked.get(), command, request);
    }
    if (!outcome.events().isEmpty() || outcome.reply() != null) {
      context.forward(
          new Record<>(
              record.key(),
              outcome,
              record.timestamp(),
              MessageHeaders.passedOn(record.headers())));
    }
  }

  private QuoteOutcome answerOrPrice(QuoteRequest asked, QuoteCommand command, Request request) {
    Instant now = request.at();
    Quote stored = quotes.get(asked.quoteId());
    if (stored != null) {
      if (now.isBefore(stored.getExpiresAt())) {
        metrics.replayed();
        return answer(repeated(stored, asked, request));
      }
      deadlines.remove(new TimeIndex.Entry(stored.getExpiresAt(), stored.getQuoteId()));
    }
    var decision = QuoteDecider.decide(asked, offersOf(asked), config.rules(), config.terms(), now);
    return switch (decision) {
      case Decision.Accepted<QuoteEvent, QuoteRejection>(var events) ->
          issue(events, command, request);
      case Decision.Rejected<QuoteEvent, QuoteRejection>(var rejection) -> {
        if (stored != null) {
          quotes.delete(stored.getQuoteId());
        }
        yield answer(refusal(request, rejection));
      }
    };
  }

  private QuoteOutcome issue(List<QuoteEvent> events, QuoteCommand command, Request request) {
    metrics.decided();
    // Deciding yields one event: a quote is made once and never changes.
    Quote quote =
        switch (events.getFirst()) {
          case QuoteEvent.QuoteIssued(var priced) -> QuoteAvro.signed(priced, secret);
        };
    quotes.put(quote.getQuoteId(), quote);
    deadlines.add(quote.getExpiresAt(), quote.getQuoteId());
    Reply reply =
        request.wantsReply()
            ? Replies.accepted(request, request.at()).setQuote(quote).build()
            : null;
    return new QuoteOutcome(List.of(QuoteAvro.issued(quote, command)), reply);
  }

  /** The stored quote, if it is the asker's. */
  private static @Nullable Reply repeated(Quote stored, QuoteRequest asked, Request request) {
    if (!request.wantsReply()) {
      return null;
    }
    if (!stored.getCustomerId().equals(asked.customerId())
        || !stored.getCartId().equals(asked.cartId())) {
      return Replies.refused(
          request,
          request.at(),
          CommandOutcomes.IDEMPOTENCY_KEY_REUSED,
          "This quote answers another request.",
          List.of());
    }
    return Replies.accepted(request, request.at()).setQuote(stored).setReplayed(true).build();
  }

  private @Nullable Reply refusal(Request request, QuoteRejection rejection) {
    metrics.refused();
    if (!request.wantsReply()) {
      MalformedCommands.warnDropped(request, rejection.reason().code());
      return null;
    }
    return Replies.refused(
        request,
        request.at(),
        rejection.reason().code(),
        rejection.reason().detail(),
        QuoteAvro.problems(rejection));
  }

  private Map<OfferKey, Offer> offersOf(QuoteRequest asked) {
    Map<OfferKey, Offer> found = new HashMap<>();
    if (asked.lines().size() > QuoteRequest.LINES_MAX) {
      return found;
    }
    for (QuoteRequest.Line line : asked.lines()) {
      ValueAndTimestamp<Offers> offers = offersEverywhere.get(line.sku());
      if (offers != null) {
        offers.value().getOffers().stream()
            .filter(offer -> offer.getSellerId().equals(line.sellerId()))
            .findFirst()
            .ifPresent(
                offer ->
                    found.put(new OfferKey(line.sku(), line.sellerId()), OfferAvro.offer(offer)));
      }
    }
    return found;
  }

  private void purge(Instant now) {
    for (TimeIndex.Entry entry : deadlines.due(now, PURGED_PER_TICK_MAX)) {
      quotes.delete(entry.id());
      deadlines.remove(entry);
    }
  }

  private static QuoteOutcome answer(@Nullable Reply reply) {
    return new QuoteOutcome(List.of(), reply);
  }
}

package dev.millrace.pricing;

import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.pricing.Offers;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteCommand;
import dev.millrace.kit.decide.Decision;
import dev.millrace.kit.process.CommandHandler;
import dev.millrace.kit.process.CommandOutcomes;
import dev.millrace.kit.process.Request;
import dev.millrace.kit.process.TimeIndex;
import dev.millrace.kit.process.Verdict;
import dev.millrace.pricing.offer.Offer;
import dev.millrace.pricing.quote.QuoteDecider;
import dev.millrace.pricing.quote.QuoteEvent;
import dev.millrace.pricing.quote.QuoteRequest;
import dev.millrace.pricing.quote.QuoteRequest.OfferKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * Prices carts in one hop. A quote id follows from the command that asks, so the quote itself
 * remembers the answer and no second store has to.
 */
final class QuoteHandler
    implements CommandHandler<QuoteCommand, dev.millrace.avro.pricing.QuoteEvent, Quote> {

  private static final Duration PURGE_EVERY = Duration.ofMillis(500);

  /** How many quotes one tick may purge, so that questions never wait long for it. */
  private static final int PURGED_PER_TICK_MAX = 2_000;

  private final PricingConfig config;
  private final byte[] secret;
  private final TimestampedKeyValueStore<String, Offers> offersEverywhere;
  private final KeyValueStore<String, Quote> quotes;
  private final TimeIndex deadlines;

  QuoteHandler(PricingConfig config, ProcessingContext context) {
    this.config = config;
    this.secret = config.quoteSecretBytes();
    this.offersEverywhere = context.getStateStore(PricingStores.OFFERS_EVERYWHERE);
    this.quotes = context.getStateStore(PricingStores.QUOTE_STATE);
    this.deadlines = new TimeIndex(context.getStateStore(PricingStores.QUOTE_DEADLINES));
    context.schedule(
        PURGE_EVERY, PunctuationType.WALL_CLOCK_TIME, nowMs -> purge(Instant.ofEpochMilli(nowMs)));
  }

  @Override
  public String commandId(QuoteCommand command) {
    return command.getCommandId();
  }

  @Override
  public String fingerprint(QuoteCommand command) {
    return command.getFingerprint();
  }

  @Override
  public Verdict<dev.millrace.avro.pricing.QuoteEvent, Quote> decide(
      @Nullable String key, QuoteCommand command, Request request) {
    var read = QuoteAvro.request(key, command);
    if (read.isEmpty()) {
      return new Verdict.Malformed<>();
    }
    QuoteRequest asked = read.get();
    Instant now = request.at();
    Quote stored = quotes.get(asked.quoteId());
    if (stored != null && now.isBefore(stored.getExpiresAt())) {
      return repeat(stored, asked, now);
    }
    if (stored != null) {
      forget(new TimeIndex.Entry(stored.getExpiresAt(), stored.getQuoteId()));
    }
    var decision = QuoteDecider.decide(asked, offersOf(asked), config.rules(), config.terms(), now);
    return switch (decision) {
      case Decision.Accepted(var events) -> issue(events, command, now);
      case Decision.Rejected(var rejection) ->
          new Verdict.Refused<>(
              now,
              rejection.reason().code(),
              rejection.reason().detail(),
              QuoteAvro.problems(rejection));
    };
  }

  private Verdict<dev.millrace.avro.pricing.QuoteEvent, Quote> issue(
      List<QuoteEvent> events, QuoteCommand command, Instant now) {
    // Deciding yields one event: a quote is made once and never changes.
    Quote quote =
        switch (events.getFirst()) {
          case QuoteEvent.QuoteIssued(var priced) -> QuoteAvro.signed(priced, secret);
        };
    quotes.put(quote.getQuoteId(), quote);
    deadlines.add(quote.getExpiresAt(), quote.getQuoteId());
    return new Verdict.Accepted<>(now, List.of(QuoteAvro.issued(quote, command)), quote);
  }

  /** The stored quote, if it is the asker's. */
  private static Verdict<dev.millrace.avro.pricing.QuoteEvent, Quote> repeat(
      Quote stored, QuoteRequest asked, Instant now) {
    return stored.getCustomerId().equals(asked.customerId())
            && stored.getCartId().equals(asked.cartId())
        ? new Verdict.Repeated<>(stored)
        : Verdict.refused(
            now, CommandOutcomes.IDEMPOTENCY_KEY_REUSED, "This quote answers another request.");
  }

  @Override
  public void answer(Quote quote, Reply.Builder reply) {
    reply.setQuote(quote);
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
    deadlines.due(now, PURGED_PER_TICK_MAX).forEach(this::forget);
  }

  private void forget(TimeIndex.Entry expired) {
    quotes.delete(expired.id());
    deadlines.remove(expired);
  }
}

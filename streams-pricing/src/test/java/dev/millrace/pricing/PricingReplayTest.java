package dev.millrace.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.common.Money;
import dev.millrace.avro.pricing.OfferCommand;
import dev.millrace.avro.pricing.OfferEvent;
import dev.millrace.avro.pricing.Offers;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteCommand;
import dev.millrace.avro.pricing.QuoteEvent;
import dev.millrace.avro.pricing.QuoteRequestLine;
import dev.millrace.avro.pricing.RequestQuote;
import dev.millrace.avro.pricing.SetOffer;
import dev.millrace.launch.config.Settings;
import dev.millrace.schemas.quote.QuoteSignature;
import dev.millrace.testkit.Flow;
import dev.millrace.testkit.Replay;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What offers' and quotes' events meant when they were recorded, they mean for ever. */
class PricingReplayTest {

  private static final String SECRET = "a secret of the test, long enough";
  private static final byte[] SECRET_BYTES = SECRET.getBytes(StandardCharsets.UTF_8);
  private static final PricingConfig CONFIG =
      PricingConfig.from(new Settings(Map.of("MILLRACE_QUOTE_SECRET", SECRET)));

  private final Flow flow = Flow.of(topics -> PricingTopology.build(CONFIG, topics));
  private final List<OfferEvent> offerLog = new ArrayList<>();
  private final List<QuoteEvent> quoteLog = new ArrayList<>();
  private final Replay<OfferEvent> offers =
      new Replay<>(flow.topics(), flow.topics().offerEvents(), PricingReplayTest::foldOffers);
  private final Replay<QuoteEvent> quotes =
      new Replay<>(flow.topics(), flow.topics().quoteEvents(), PricingReplayTest::foldQuotes);

  @AfterEach
  void close() {
    flow.close();
  }

  @Test
  void pricesOfSeveralSellersChange() {
    setPrices();
    offers.verify("prices-change", offerLog);
  }

  @Test
  void quotesNameTheRulesOfTheirDay() {
    setPrices();
    var shirts = new QuoteRequestLine("lin_1", "SHIRT", "sel_a", 3);
    var socks = new QuoteRequestLine("lin_2", "SOCKS", "sel_a", 1);
    request("quo_1", List.of(shirts, socks), "CA");
    request("quo_2", List.of(socks), null);
    quotes.verify("taxed-and-untaxed", quoteLog);
  }

  @Test
  void everyKindOfEventIsRecorded() {
    offers.verifyKinds();
    quotes.verifyKinds();
  }

  private void setPrices() {
    set("SHIRT", new SetOffer("sel_a", usd(1_999), null, null, null, null));
    set("SHIRT", new SetOffer("sel_b", usd(1_899), usd(2_499), null, null, null));
    set("SOCKS", new SetOffer("sel_a", usd(250), null, null, null, null));
    set(
        "SHIRT",
        new SetOffer(
            "sel_b", usd(1_799), usd(2_499), Flow.START, Flow.START.plus(Duration.ofDays(30)), 2L));
  }

  /** Each command is one event, and the events so far lead to what the writer remembers. */
  private void set(String sku, SetOffer offer) {
    String commandId = "cmd_" + (offerLog.size() + 1);
    var seller = new Actor(ActorRole.SELLER, offer.getSellerId());
    flow.send(
        flow.topics().offerCommands(),
        sku,
        new OfferCommand(commandId, "fingerprint", flow.now(), seller, sku, offer));
    offerLog.add(flow.take(flow.topics().offerEvents()));
    Offers stored = flow.<String, Offers>store("offer-state").get(sku);
    Replay.assertSame(flow.take(flow.topics().offerTable()), stored);
    var own = Replay.byKey(offerLog, OfferEvent::getSku).getOrDefault(sku, List.of());
    Replay.assertSame(stored, PricingLedger.offers(sku, own));
    flow.expectNothingElse().after(Duration.ofSeconds(1));
  }

  private void request(String quoteId, List<QuoteRequestLine> lines, @Nullable String region) {
    var asked =
        new RequestQuote("cus_1", "crt_1", 0L, lines, "US", region, "94105", "standard", null);
    var shopper = new Actor(ActorRole.SHOPPER, "cus_1");
    flow.send(
        flow.topics().quoteCommands(),
        quoteId,
        new QuoteCommand("cmd_" + quoteId, "fingerprint", flow.now(), shopper, quoteId, asked));
    QuoteEvent event = flow.take(flow.topics().quoteEvents());
    quoteLog.add(event);
    Quote stored = flow.<String, Quote>store("quote-state").get(quoteId);
    Replay.assertSame(stored, PricingLedger.quote(event, SECRET_BYTES));
    flow.expectNothingElse().after(Duration.ofSeconds(1));
  }

  private static List<Offers> foldOffers(List<OfferEvent> events) {
    List<Offers> offers = new ArrayList<>();
    Replay.byKey(events, OfferEvent::getSku)
        .forEach((sku, own) -> offers.add(PricingLedger.offers(sku, own)));
    return offers;
  }

  /** A quote is a fact that travels: it must still be computed and signed as it was. */
  private static List<Quote> foldQuotes(List<QuoteEvent> events) {
    return events.stream()
        .map(
            event -> {
              assertThat(QuoteSignature.verify(event.getQuoteIssued(), SECRET_BYTES)).isTrue();
              return PricingLedger.quote(event, SECRET_BYTES);
            })
        .toList();
  }

  private static Money usd(long minorUnits) {
    return new Money(minorUnits, "USD");
  }
}

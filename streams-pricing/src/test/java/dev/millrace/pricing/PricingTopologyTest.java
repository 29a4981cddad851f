package dev.millrace.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.common.Money;
import dev.millrace.avro.edge.Problem;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
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
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.testkit.Flow;
import dev.millrace.testkit.Golden;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PricingTopologyTest {

  private static final String SECRET = "a secret of the test, long enough";
  private static final PricingConfig CONFIG =
      PricingConfig.from(new Settings(Map.of("MILLRACE_QUOTE_SECRET", SECRET)));
  private static final Actor SELLER = new Actor(ActorRole.SELLER, "sel_a");
  private static final Actor SHOPPER = new Actor(ActorRole.SHOPPER, "cus_1");

  private final Flow flow = Flow.of(topics -> PricingModule.of(CONFIG, topics).topology());
  private final Topics topics = flow.topics();

  @AfterEach
  void close() {
    flow.close();
  }

  @Test
  void anOfferBecomesAFactATableRowAndAnAnswer() {
    ask("cmd_1", "SKU-1", offer("sel_a", 1_999));

    OfferEvent event = flow.take(topics.offerEvents());
    Offers row = flow.take(topics.offerTable());
    Reply reply = flow.take(topics.replies());
    assertThat(event.getSequence()).isEqualTo(1);
    assertThat(event.getType()).isEqualTo("offerSet");
    assertThat(event.getOfferSet().getPrice().getMinorUnits()).isEqualTo(1_999);
    assertThat(event.getAt()).isEqualTo(Flow.START);
    assertThat(row.getVersion()).isEqualTo(1);
    assertThat(reply.getStatus()).isEqualTo(ReplyStatus.ACCEPTED);
    assertThat(reply.getOffers()).isEqualTo(row);
    flow.expectNothingElse();
  }

  @Test
  void aRepeatedOfferCommandGetsTheFirstAnswerAndNothingHappens() {
    ask("cmd_1", "SKU-1", offer("sel_a", 1_999));
    drain();

    ask("cmd_1", "SKU-1", offer("sel_a", 1_999));

    Reply reply = flow.take(topics.replies());
    assertThat(reply.getReplayed()).isTrue();
    assertThat(reply.getOffers().getVersion()).isEqualTo(1);
    flow.expectNothingElse();
  }

  @Test
  void anIdThatComesBackWithAnotherPayloadIsRefused() {
    ask("cmd_1", "SKU-1", offer("sel_a", 1_999));
    drain();

    flow.ask(
        topics.offerCommands(),
        "SKU-1",
        new OfferCommand("cmd_1", "other", flow.now(), SELLER, "SKU-1", offer("sel_a", 1)));

    assertThat(refusal()).isEqualTo("idempotency_key_reused");
    flow.expectNothingElse();
  }

  @Test
  void refusesAnOfferThatExpectedAnotherVersionNamingBoth() {
    ask("cmd_1", "SKU-1", offer("sel_a", 1_999));
    drain();

    ask("cmd_2", "SKU-1", new SetOffer("sel_a", new Money(5L, "USD"), null, null, null, 7L));

    Reply reply = flow.take(topics.replies());
    assertThat(reply.getRefusal()).isEqualTo("version_conflict");
    Problem problem = reply.getProblems().getFirst();
    assertThat(problem.getRequested()).isEqualTo(7);
    assertThat(problem.getAvailable()).isEqualTo(1);
    flow.expectNothingElse();
  }

  @Test
  void aFeedThatWaitsForNoAnswerSetsPricesToo() {
    flow.send(topics.offerCommands(), "SKU-1", offerCommand("cmd_1", "SKU-1", offer("sel_a", 5)));

    assertThat(flow.takeAll(topics.offerEvents())).hasSize(1);
    assertThat(flow.takeAll(topics.offerTable())).hasSize(1);
    flow.expectNothingElse();
  }

  @Test
  void malformedCommandsAreRefusedOrDroppedButNeverStopTheThread() {
    ask("cmd_1", "SKU-1", null);
    assertThat(refusal()).isEqualTo("malformed_command");
    ask("cmd_2", " ", offer("sel_a", 1));
    assertThat(refusal()).isEqualTo("malformed_command");
    ask("cmd_3", "SKU-1", offer("s".repeat(129), 1));
    assertThat(refusal()).isEqualTo("malformed_command");
    flow.ask(topics.offerCommands(), "SKU-2", offerCommand("cmd_4", "SKU-1", offer("sel_a", 1)));
    assertThat(refusal()).isEqualTo("malformed_command");
    flow.ask(
        topics.quoteCommands(),
        "quo_1",
        new QuoteCommand("cmd_5", "f", flow.now(), SHOPPER, "quo_1", null));
    assertThat(refusal()).isEqualTo("malformed_command");

    flow.send(topics.offerCommands(), "SKU-1", offerCommand("cmd_6", "SKU-1", null));
    flow.expectNothingElse();
  }

  @Test
  void aQuoteIsIssuedSignedStoredAndAnswered() {
    set("SKU-1", 1_999);
    set("SKU-2", 250);

    request("quo_1", question(line("SKU-1", 2), line("SKU-2", 1)));

    QuoteEvent event = flow.take(topics.quoteEvents());
    Reply reply = flow.take(topics.replies());
    Quote quote = reply.getQuote();
    assertThat(quote.getTotalMinor()).isEqualTo(3_998 + 290 + 250 + 18 + 599);
    assertThat(quote.getRoundingMode()).isEqualTo("HALF_EVEN");
    assertThat(quote.getRoundingLevel()).isEqualTo("LINE");
    assertThat(QuoteSignature.verify(quote, SECRET.getBytes(StandardCharsets.UTF_8))).isTrue();
    assertThat(event.getQuoteIssued()).isEqualTo(quote);
    assertThat(event.getType()).isEqualTo("quoteIssued");
    assertThat(flow.<String, Quote>store("quote-state").get("quo_1")).isEqualTo(quote);
    flow.expectNothingElse();
  }

  @Test
  void aRepeatedQuestionGetsTheQuoteThatStands() {
    set("SKU-1", 1_999);
    request("quo_1", question(line("SKU-1", 1)));
    Quote first = flow.take(topics.replies()).getQuote();
    drain();
    set("SKU-1", 2_999);

    request("quo_1", question(line("SKU-1", 1)));

    Reply again = flow.take(topics.replies());
    assertThat(again.getReplayed()).isTrue();
    assertThat(again.getQuote()).isEqualTo(first);
    flow.expectNothingElse();
  }

  @Test
  void aQuoteOfSomebodyElseIsNotShown() {
    set("SKU-1", 1_999);
    request("quo_1", question(line("SKU-1", 1)));
    drain();

    RequestQuote stranger =
        RequestQuote.newBuilder(question(line("SKU-1", 1))).setCustomerId("cus_2").build();
    request("quo_1", stranger);

    assertThat(refusal()).isEqualTo("idempotency_key_reused");
    flow.expectNothingElse();
  }

  @Test
  void refusesAQuoteNamingEachSkuThatIsNotOffered() {
    set("SKU-1", 1_999);

    request("quo_1", question(line("X", 1), line("SKU-1", 1), line("Y", 1)));

    Reply reply = flow.take(topics.replies());
    assertThat(reply.getRefusal()).isEqualTo("offer_not_found");
    assertThat(reply.getProblems()).extracting(Problem::getPointer).containsExactly("X", "Y");
    assertThat(reply.getProblems()).extracting(Problem::getCode).containsOnly("offer_not_found");
    flow.expectNothingElse();
  }

  @Test
  void C19_aChangedOfferMakesAnotherQuote() {
    set("SKU-1", 1_000);
    request("quo_1", question(line("SKU-1", 1)));
    Quote friday = flow.take(topics.replies()).getQuote();
    drain();
    set("SKU-1", 2_000);

    request("quo_2", question(line("SKU-1", 1)));

    Quote monday = flow.take(topics.replies()).getQuote();
    assertThat(monday.getSubtotalMinor()).isEqualTo(2_000);
    assertThat(monday.getLines().getFirst().getRules().getFirst().getVersion()).isEqualTo(2);
    assertThat(monday.getSignature()).isNotEqualTo(friday.getSignature());
  }

  @Test
  void C19_aQuoteExpiresAndItsIdIsPricedAnew() {
    set("SKU-1", 1_000);
    request("quo_1", question(line("SKU-1", 1)));
    Quote first = flow.take(topics.replies()).getQuote();
    drain();
    set("SKU-1", 2_000);
    assertThat(first.getExpiresAt()).isEqualTo(Flow.START.plus(Duration.ofMinutes(15)));

    flow.after(Duration.ofMinutes(15));
    assertThat(flow.<String, Quote>store("quote-state").get("quo_1")).isNull();
    request("quo_1", question(line("SKU-1", 1)));

    QuoteEvent again = flow.take(topics.quoteEvents());
    assertThat(again.getQuoteIssued().getSubtotalMinor()).isEqualTo(2_000);
    assertThat(again.getEventId()).isNotEqualTo("quo_1-" + Flow.START.toEpochMilli());
    assertThat(flow.take(topics.replies()).getReplayed()).isFalse();
    flow.after(Duration.ofMinutes(14));
    assertThat(flow.<String, Quote>store("quote-state").get("quo_1")).isNotNull();
    flow.after(Duration.ofMinutes(1));
    assertThat(flow.<String, Quote>store("quote-state").get("quo_1")).isNull();
    flow.expectNothingElse();
  }

  @Test
  void C18_sameInputsGiveTheSameBytes() {
    byte[] first = bytesOfOneQuote();

    assertThat(bytesOfOneQuote()).isEqualTo(first);
  }

  @Test
  void aQuoteReadBackFromItsRecordIsTheSameQuote() {
    set("SKU-1", 1_999);
    request("quo_1", question(line("SKU-1", 3)));
    Quote quote = flow.take(topics.replies()).getQuote();

    Quote again =
        QuoteAvro.signed(QuoteAvro.priced(quote), SECRET.getBytes(StandardCharsets.UTF_8));

    assertThat(again).isEqualTo(quote);
  }

  @Test
  void theTopologysNamesAreTheReviewedOnes() {
    var fresh = new Topics(new InMemoryRegistry(), 1);

    Golden.verifyTopology(PricingModule.of(CONFIG, fresh).topology());
  }

  private static byte[] bytesOfOneQuote() {
    try (Flow own = Flow.of(topics -> PricingModule.of(CONFIG, topics).topology())) {
      own.ask(own.topics().offerCommands(), "A", offerCommand("cmd_1", "A", offer("sel_a", 1_995)));
      own.ask(own.topics().quoteCommands(), "quo_1", quoteCommand("quo_1", question(line("A", 7))));
      var topic = own.topics().quoteEvents();
      return topic.valueSerde().serializer().serialize(topic.name(), own.take(topic));
    }
  }

  private void set(String sku, long priceMinor) {
    ask("cmd_" + sku + priceMinor, sku, offer("sel_a", priceMinor));
    assertThat(flow.take(topics.replies()).getStatus()).isEqualTo(ReplyStatus.ACCEPTED);
    flow.takeAll(topics.offerEvents());
    flow.takeAll(topics.offerTable());
  }

  private void ask(String commandId, String sku, @Nullable SetOffer offer) {
    flow.ask(topics.offerCommands(), sku, offerCommand(commandId, sku, offer));
  }

  private void request(String quoteId, RequestQuote question) {
    flow.ask(topics.quoteCommands(), quoteId, quoteCommand(quoteId, question));
  }

  private String refusal() {
    Reply reply = flow.take(topics.replies());
    assertThat(reply.getStatus()).isEqualTo(ReplyStatus.REFUSED);
    return reply.getRefusal();
  }

  private void drain() {
    topics.all().forEach(flow::takeAll);
  }

  private static SetOffer offer(String seller, long minorUnits) {
    return new SetOffer(seller, new Money(minorUnits, "USD"), null, null, null, null);
  }

  private static OfferCommand offerCommand(String commandId, String sku, @Nullable SetOffer offer) {
    return new OfferCommand(commandId, "fingerprint", Flow.START, SELLER, sku, offer);
  }

  private static QuoteCommand quoteCommand(String quoteId, RequestQuote question) {
    return new QuoteCommand(
        "cmd_of_" + quoteId, "fingerprint", Flow.START, SHOPPER, quoteId, question);
  }

  private static RequestQuote question(QuoteRequestLine... lines) {
    return new RequestQuote(
        "cus_1",
        "crt_1",
        0L,
        List.copyOf(Arrays.asList(lines)),
        "US",
        "CA",
        "94105",
        "standard",
        null);
  }

  private static QuoteRequestLine line(String sku, int quantity) {
    return new QuoteRequestLine("lin_" + sku, sku, "sel_a", quantity);
  }
}

package dev.millrace.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.common.Money;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.pricing.OfferCommand;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteCommand;
import dev.millrace.avro.pricing.QuoteCoupon;
import dev.millrace.avro.pricing.QuoteRequestLine;
import dev.millrace.avro.pricing.RequestQuote;
import dev.millrace.avro.pricing.SetOffer;
import dev.millrace.launch.config.Settings;
import dev.millrace.schemas.quote.QuoteSignature;
import dev.millrace.testkit.Flow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a file of coupons to a signed quote that names one. */
class CouponQuoteTest {

  private static final String SECRET = "a secret of the test, long enough";
  private static final byte[] SECRET_BYTES = SECRET.getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  @Test
  void aQuoteNamesItsCouponAndSignsTheLimits() throws IOException {
    Path file = folder.resolve("coupons.csv");
    Files.writeString(file, "WELCOME,1,2020-01-01,1000,500/any,10 % off the first order\n");
    var settings =
        new Settings(
            Map.of("MILLRACE_QUOTE_SECRET", SECRET, "MILLRACE_PRICING_COUPONS", file.toString()));
    PricingConfig config = settings.orThrow(PricingConfig.from(settings));
    try (Flow flow = Flow.of(topics -> PricingTopology.build(config, topics))) {
      var seller = new Actor(ActorRole.SELLER, "sel_a");
      var offer = new SetOffer("sel_a", new Money(1_999L, "USD"), null, null, null, null);
      flow.send(
          flow.topics().offerCommands(),
          "SHIRT",
          new OfferCommand("cmd_1", "f", flow.now(), seller, "SHIRT", offer));
      flow.takeAll(flow.topics().offerEvents());
      flow.takeAll(flow.topics().offerTable());

      ask(flow, "quo_1", "welcome");
      Quote quote = flow.take(flow.topics().replies()).getQuote();
      assertThat(quote.getCoupon()).isEqualTo(new QuoteCoupon("WELCOME", 500L, null));
      assertThat(quote.getDiscountMinor()).isEqualTo(199);
      assertThat(QuoteSignature.verify(quote, SECRET_BYTES)).isTrue();
      assertThat(PricingLedger.quote(flow.take(flow.topics().quoteEvents()), SECRET_BYTES))
          .isEqualTo(quote);

      ask(flow, "quo_2", "NOBODYS");
      Reply refused = flow.take(flow.topics().replies());
      assertThat(refused.getRefusal()).isEqualTo("coupon_unknown");
      flow.expectNothingElse();
    }
  }

  private static void ask(Flow flow, String quoteId, String coupon) {
    var line = new QuoteRequestLine("lin_1", "SHIRT", "sel_a", 1);
    var asked =
        new RequestQuote(
            "cus_1", "crt_1", 0L, List.of(line), "US", "CA", "94105", "standard", coupon);
    flow.ask(
        flow.topics().quoteCommands(),
        quoteId,
        new QuoteCommand(
            "cmd_" + quoteId,
            "f",
            flow.now(),
            new Actor(ActorRole.SHOPPER, "cus_1"),
            quoteId,
            asked));
  }
}

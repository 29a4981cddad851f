package dev.millrace.simulation;

import dev.millrace.avro.pricing.AppliedRule;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteCoupon;
import dev.millrace.avro.pricing.QuoteLine;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.quote.QuoteSignature;
import dev.millrace.simulation.Shopper.Want;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signed quotes as pricing makes them, without asking it. */
final class Prices {

  private static final long SHIPPING_MINOR = 500;

  private Prices() {}

  /**
   * What pricing quotes a customer for a cart.
   *
   * @param count how much the customer asked for so far
   */
  static Quote quote(Instant now, String customerId, long generation, int count, List<Want> wants) {
    List<QuoteLine> lines = new ArrayList<>();
    for (Want want : wants) {
      lines.add(line("l" + (lines.size() + 1), want));
    }
    // Now and then a coupon that is soon used up; how much it takes off is pricing's.
    QuoteCoupon coupon = count % 9 == 8 ? new QuoteCoupon("SPRING", 9L, 2L) : null;
    String quoteId = "quo_" + customerId + "_" + count;
    return signed(now, quoteId, customerId, Ids.cartOf(customerId), generation, lines, coupon);
  }

  /** What pricing quotes for further units of a line, in a cart of their own. */
  static Quote further(Instant now, String customerId, String cartId, String lineId, Want want) {
    List<QuoteLine> lines = List.of(line(lineId, want));
    return signed(now, "quo_" + cartId, customerId, cartId, 0, lines, null);
  }

  private static Quote signed(
      Instant now,
      String quoteId,
      String customerId,
      String cartId,
      long generation,
      List<QuoteLine> lines,
      @Nullable QuoteCoupon coupon) {
    long subtotalMinor = lines.stream().mapToLong(QuoteLine::getTotalMinor).sum();
    Quote unsigned =
        new Quote(
            quoteId,
            customerId,
            cartId,
            generation,
            "USD",
            lines,
            "standard",
            SHIPPING_MINOR,
            0L,
            List.of(new AppliedRule("shipping-standard", 1L, SHIPPING_MINOR, "Standard shipping")),
            subtotalMinor,
            0L,
            0L,
            subtotalMinor + SHIPPING_MINOR,
            "HALF_UP",
            "LINE",
            "US",
            null,
            now,
            now.plus(Duration.ofMinutes(15)),
            "",
            coupon);
    byte[] secret = World.ORDERS.quoteSecret().getBytes(StandardCharsets.UTF_8);
    return Quote.newBuilder(unsigned).setSignature(QuoteSignature.sign(unsigned, secret)).build();
  }

  private static QuoteLine line(String lineId, Want want) {
    long priceMinor = Shop.priceMinor(want.sku());
    long totalMinor = want.quantity() * priceMinor;
    return new QuoteLine(
        lineId,
        want.sku(),
        Ids.PLATFORM_SELLER,
        want.quantity(),
        priceMinor,
        totalMinor,
        0L,
        0L,
        totalMinor,
        List.of(new AppliedRule("offer-" + want.sku(), 1L, totalMinor, "Price")));
  }
}

package dev.millrace.orders.order;

import dev.millrace.orders.account.Account;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is ordered, at which price, where it goes and who pays how.
 *
 * @param backorderAllowed whether units that are not in stock may be promised
 * @param partialAllowed whether the order may go on with fewer units than it asks for
 * @param tenders what is drawn on before the payment method, in this order
 */
public record Placement(
    String customerId,
    Quote quote,
    Address shippingAddress,
    String paymentMethodId,
    boolean backorderAllowed,
    boolean partialAllowed,
    List<Tender> tenders) {

  /** The method that asks no provider: the shopper pays on delivery. */
  public static final String CASH_ON_DELIVERY = "cod";

  public Placement {
    tenders = List.copyOf(tenders);
  }

  /** One that takes all units or none, and is paid in one way. */
  public Placement(
      String customerId,
      Quote quote,
      Address shippingAddress,
      String paymentMethodId,
      boolean backorderAllowed) {
    this(customerId, quote, shippingAddress, paymentMethodId, backorderAllowed, false, List.of());
  }

  /**
   * A gift card or store credit.
   *
   * @param maxMinor how much at most; null for as much as it has and the order costs
   */
  public record Tender(Account.Kind kind, String accountId, @Nullable Long maxMinor) {}

  /** Whether the order is paid in cash when it arrives. */
  public boolean isCashOnDelivery() {
    return paymentMethodId.equals(CASH_ON_DELIVERY);
  }

  /** A price as pricing made it; all amounts are minor units of the one currency. */
  public record Quote(
      String quoteId,
      String customerId,
      String cartId,
      long cartGeneration,
      String currency,
      List<Line> lines,
      String shippingOptionId,
      long shippingMinor,
      long shippingTaxMinor,
      List<Rule> shippingRules,
      long subtotalMinor,
      long discountMinor,
      long taxMinor,
      long totalMinor,
      String roundingMode,
      String roundingLevel,
      String country,
      @Nullable String region,
      Instant issuedAt,
      Instant expiresAt,
      String signature,
      @Nullable Coupon coupon) {
    public Quote {
      lines = List.copyOf(lines);
      shippingRules = List.copyOf(shippingRules);
    }

    /** The same price, made by this coupon. */
    Quote with(Coupon one) {
      return new Quote(
          quoteId,
          customerId,
          cartId,
          cartGeneration,
          currency,
          lines,
          shippingOptionId,
          shippingMinor,
          shippingTaxMinor,
          shippingRules,
          subtotalMinor,
          discountMinor,
          taxMinor,
          totalMinor,
          roundingMode,
          roundingLevel,
          country,
          region,
          issuedAt,
          expiresAt,
          signature,
          one);
    }

    /** Whether the lines and the shipping add up to what the shopper is asked to pay. */
    boolean addsUp() {
      try {
        long total = Math.addExact(shippingMinor, shippingTaxMinor);
        for (Line line : lines) {
          total = Math.addExact(total, line.totalMinor());
        }
        return total == totalMinor && totalMinor >= 0;
      } catch (ArithmeticException e) {
        return false;
      }
    }
  }

  /**
   * The coupon that made a price.
   *
   * @param maxRedemptions how often it may be used in all; null for no limit
   * @param maxPerCustomer how often by one customer; null for no limit
   */
  public record Coupon(String code, @Nullable Long maxRedemptions, @Nullable Long maxPerCustomer) {}

  /** The price of one line. */
  public record Line(
      String lineId,
      String sku,
      String sellerId,
      int quantity,
      long unitPriceMinor,
      long subtotalMinor,
      long discountMinor,
      long taxMinor,
      long totalMinor,
      List<Rule> rules) {
    public Line {
      rules = List.copyOf(rules);
    }
  }

  /** One rule's part in a price. */
  public record Rule(String ruleId, long version, long amountMinor, String description) {}

  /** Where the parcel goes. */
  public record Address(
      String name,
      String line1,
      @Nullable String line2,
      String city,
      @Nullable String region,
      String postalCode,
      String country) {}

  /** The same, but it goes elsewhere. */
  Placement sentTo(Address address) {
    return new Placement(
        customerId, quote, address, paymentMethodId, backorderAllowed, partialAllowed, tenders);
  }

  /** The same at another price. */
  Placement at(Quote other) {
    return new Placement(
        customerId,
        other,
        shippingAddress,
        paymentMethodId,
        backorderAllowed,
        partialAllowed,
        tenders);
  }

  /**
   * What tells this content from another: the lines with quantities and prices, the address, the
   * shipping, the payment, whether the shopper would wait or take less. Two quotes of the same cart
   * at the same price are the same content.
   */
  public String contentDigest() {
    var content = new StringBuilder(512);
    text(content, customerId, paymentMethodId, quote.currency(), quote.shippingOptionId());
    text(content, shippingAddress.name(), shippingAddress.line1(), shippingAddress.line2());
    text(content, shippingAddress.city(), shippingAddress.region());
    text(content, shippingAddress.postalCode(), shippingAddress.country());
    content.append(quote.shippingMinor()).append(',').append(quote.totalMinor());
    if (backorderAllowed) {
      // Only then: without it the digest is the one that earlier versions made.
      text(content, "backorder");
    }
    if (partialAllowed) {
      text(content, "partial");
    }
    for (Tender tender : tenders) {
      text(content, "tender", tender.accountId());
      content.append(tender.maxMinor());
    }
    quote.lines().stream()
        .sorted(Comparator.comparing(Line::lineId))
        .forEach(
            line -> {
              text(content, line.lineId(), line.sku(), line.sellerId());
              content.append(line.quantity()).append(',').append(line.unitPriceMinor());
              content.append(',').append(line.totalMinor());
            });
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(content.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Length prefixes keep neighbouring texts apart. */
  private static void text(StringBuilder content, @Nullable String... parts) {
    for (String part : parts) {
      content.append('|');
      if (part != null) {
        content.append(part.length()).append(':').append(part);
      }
    }
  }
}

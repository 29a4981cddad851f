package dev.millrace.pricing.quote;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The question that a quote answers.
 *
 * @param couponCode as it was typed; null for none
 */
public record QuoteRequest(
    String quoteId,
    String customerId,
    String cartId,
    long cartGeneration,
    List<Line> lines,
    Destination destination,
    String shippingOptionId,
    @Nullable String couponCode) {

  /** A cart holds no more; bounds the work of one quote. */
  public static final int LINES_MAX = 100;

  /** A cart's line holds no more. */
  public static final int LINE_QUANTITY_MAX = 10_000;

  public QuoteRequest {
    lines = List.copyOf(lines);
  }

  /** One without a coupon. */
  public QuoteRequest(
      String quoteId,
      String customerId,
      String cartId,
      long cartGeneration,
      List<Line> lines,
      Destination destination,
      String shippingOptionId) {
    this(quoteId, customerId, cartId, cartGeneration, lines, destination, shippingOptionId, null);
  }

  /** Units of one SKU from one seller. */
  public record Line(String lineId, String sku, String sellerId, int quantity) {
    OfferKey offerKey() {
      return new OfferKey(sku, sellerId);
    }
  }

  /** Which offer a line is sold by. */
  public record OfferKey(String sku, String sellerId) {}

  /**
   * Where it goes.
   *
   * @param country ISO 3166-1 alpha-2 code, upper case
   * @param region state or province
   */
  public record Destination(String country, @Nullable String region) {}
}

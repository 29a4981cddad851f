package dev.millrace.schemas.quote;

import dev.millrace.avro.pricing.AppliedRule;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteCoupon;
import dev.millrace.avro.pricing.QuoteLine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * HMAC-SHA256 over every field of a quote but its signature: whoever holds the secret can tell a
 * price that pricing made from one that somebody else wrote or changed.
 *
 * <p>The bytes that are signed are this class's own and not Avro's, so that a new optional field of
 * the schema does not void the quotes that are under way. Texts and lists carry their length, so no
 * two quotes have the same bytes.
 */
public final class QuoteSignature {

  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] VERSION = "millrace-quote-v1".getBytes(StandardCharsets.UTF_8);

  private final Mac mac;

  private QuoteSignature(byte[] secret) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /** The signature in lower-case hexadecimal; the quote's own signature field is not looked at. */
  public static String sign(Quote quote, byte[] secret) {
    var signature = new QuoteSignature(secret);
    signature.quote(quote);
    return HexFormat.of().formatHex(signature.mac.doFinal());
  }

  /**
   * Whether the quote carries the signature that the secret gives it. Takes the same time for any.
   */
  public static boolean verify(Quote quote, byte[] secret) {
    return MessageDigest.isEqual(
        sign(quote, secret).getBytes(StandardCharsets.UTF_8),
        quote.getSignature().getBytes(StandardCharsets.UTF_8));
  }

  private void quote(Quote quote) {
    mac.update(VERSION);
    text(quote.getQuoteId());
    text(quote.getCustomerId());
    text(quote.getCartId());
    number(quote.getCartGeneration());
    text(quote.getCurrency());
    number(quote.getLines().size());
    quote.getLines().forEach(this::line);
    text(quote.getShippingOptionId());
    number(quote.getShippingMinor());
    number(quote.getShippingTaxMinor());
    rules(quote.getShippingRules());
    number(quote.getSubtotalMinor());
    number(quote.getDiscountMinor());
    number(quote.getTaxMinor());
    number(quote.getTotalMinor());
    text(quote.getRoundingMode());
    text(quote.getRoundingLevel());
    text(quote.getCountry());
    text(quote.getRegion());
    number(quote.getIssuedAt().toEpochMilli());
    number(quote.getExpiresAt().toEpochMilli());
    QuoteCoupon coupon = quote.getCoupon();
    if (coupon != null) {
      // Only then: without it the bytes are the ones that earlier versions signed.
      text(coupon.getCode());
      limit(coupon.getMaxRedemptions());
      limit(coupon.getMaxPerCustomer());
    }
  }

  /** An absent limit is -1, which no limit is. */
  private void limit(@Nullable Long limit) {
    number(limit == null ? -1 : limit);
  }

  private void line(QuoteLine line) {
    text(line.getLineId());
    text(line.getSku());
    text(line.getSellerId());
    number(line.getQuantity());
    number(line.getUnitPriceMinor());
    number(line.getSubtotalMinor());
    number(line.getDiscountMinor());
    number(line.getTaxMinor());
    number(line.getTotalMinor());
    rules(line.getRules());
  }

  private void rules(List<AppliedRule> rules) {
    number(rules.size());
    for (AppliedRule rule : rules) {
      text(rule.getRuleId());
      number(rule.getVersion());
      number(rule.getAmountMinor());
      text(rule.getDescription());
    }
  }

  /** An absent text has length -1, which no other text has. */
  private void text(@Nullable String text) {
    if (text == null) {
      number(-1);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(bytes.length);
    mac.update(bytes);
  }

  private void number(long number) {
    mac.update(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }
}

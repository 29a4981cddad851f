package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.pricing.AppliedRule;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteLine;
import dev.millrace.edge.http.Json;
import java.util.List;

/** A quote as answers show it: the whole explanation, without the signature. */
final class QuoteJson {

  private QuoteJson() {}

  static ObjectNode of(Quote quote) {
    String currency = quote.getCurrency();
    ObjectNode node =
        Json.object()
            .put("quote_id", quote.getQuoteId())
            .put("cart_id", quote.getCartId())
            .put("currency", currency)
            .put("country", quote.getCountry())
            .put("region", quote.getRegion())
            .put("shipping_option_id", quote.getShippingOptionId())
            .put("rounding_mode", quote.getRoundingMode().toLowerCase(java.util.Locale.ROOT))
            .put("rounding_level", quote.getRoundingLevel().toLowerCase(java.util.Locale.ROOT))
            .put("issued_at", quote.getIssuedAt().toString())
            .put("expires_at", quote.getExpiresAt().toString());
    if (quote.getCoupon() != null) {
      node.put("coupon_code", quote.getCoupon().getCode());
    }
    ArrayNode lines = node.putArray("lines");
    quote.getLines().forEach(line -> addLine(lines.addObject(), line, currency));
    node.set("totals", totals(quote));
    addRules(node.putArray("shipping_rules"), quote.getShippingRules(), currency);
    return node;
  }

  private static ObjectNode totals(Quote quote) {
    String currency = quote.getCurrency();
    ObjectNode totals = Json.object();
    totals.set("subtotal", Json.money(quote.getSubtotalMinor(), currency));
    totals.set("discount", Json.money(quote.getDiscountMinor(), currency));
    totals.set("shipping", Json.money(quote.getShippingMinor(), currency));
    totals.set("tax", Json.money(quote.getTaxMinor(), currency));
    totals.set("total", Json.money(quote.getTotalMinor(), currency));
    return totals;
  }

  private static void addLine(ObjectNode node, QuoteLine line, String currency) {
    node.put("line_id", line.getLineId())
        .put("sku_id", line.getSku())
        .put("seller_id", line.getSellerId())
        .put("quantity", line.getQuantity());
    node.set("unit_price", Json.money(line.getUnitPriceMinor(), currency));
    node.set("subtotal", Json.money(line.getSubtotalMinor(), currency));
    node.set("discount", Json.money(line.getDiscountMinor(), currency));
    node.set("tax", Json.money(line.getTaxMinor(), currency));
    node.set("total", Json.money(line.getTotalMinor(), currency));
    addRules(node.putArray("rules"), line.getRules(), currency);
  }

  private static void addRules(ArrayNode array, List<AppliedRule> rules, String currency) {
    for (AppliedRule rule : rules) {
      array
          .addObject()
          .put("rule_id", rule.getRuleId())
          .put("version", rule.getVersion())
          .put("description", rule.getDescription())
          .set("amount", Json.money(rule.getAmountMinor(), currency));
    }
  }
}

package dev.millrace.orders;

import dev.millrace.avro.common.Address;
import dev.millrace.avro.inventory.Allocation;
import dev.millrace.avro.orders.Tender;
import dev.millrace.avro.pricing.AppliedRule;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteCoupon;
import dev.millrace.avro.pricing.QuoteLine;
import dev.millrace.orders.order.Order;
import dev.millrace.orders.order.Placement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Quotes, addresses and allocations between the contract and the domain. */
final class PlacementAvro {

  private PlacementAvro() {}

  static Placement placement(
      String customerId,
      Quote quote,
      Address address,
      String paymentMethodId,
      boolean backorderAllowed,
      boolean partialAllowed,
      @Nullable List<Tender> tenders) {
    return new Placement(
        customerId,
        quote(quote),
        address(address),
        paymentMethodId,
        backorderAllowed,
        partialAllowed,
        DrawAvro.tenders(tenders));
  }

  static Placement.Quote quote(Quote quote) {
    return new Placement.Quote(
        quote.getQuoteId(),
        quote.getCustomerId(),
        quote.getCartId(),
        quote.getCartGeneration(),
        quote.getCurrency(),
        quote.getLines().stream().map(PlacementAvro::line).toList(),
        quote.getShippingOptionId(),
        quote.getShippingMinor(),
        quote.getShippingTaxMinor(),
        rules(quote.getShippingRules()),
        quote.getSubtotalMinor(),
        quote.getDiscountMinor(),
        quote.getTaxMinor(),
        quote.getTotalMinor(),
        quote.getRoundingMode(),
        quote.getRoundingLevel(),
        quote.getCountry(),
        quote.getRegion(),
        quote.getIssuedAt(),
        quote.getExpiresAt(),
        quote.getSignature(),
        coupon(quote.getCoupon()));
  }

  static Quote quote(Placement.Quote quote) {
    return new Quote(
        quote.quoteId(),
        quote.customerId(),
        quote.cartId(),
        quote.cartGeneration(),
        quote.currency(),
        quote.lines().stream().map(PlacementAvro::line).toList(),
        quote.shippingOptionId(),
        quote.shippingMinor(),
        quote.shippingTaxMinor(),
        avroRules(quote.shippingRules()),
        quote.subtotalMinor(),
        quote.discountMinor(),
        quote.taxMinor(),
        quote.totalMinor(),
        quote.roundingMode(),
        quote.roundingLevel(),
        quote.country(),
        quote.region(),
        quote.issuedAt(),
        quote.expiresAt(),
        quote.signature(),
        coupon(quote.coupon()));
  }

  private static Placement.@Nullable Coupon coupon(@Nullable QuoteCoupon coupon) {
    return coupon == null
        ? null
        : new Placement.Coupon(
            coupon.getCode(), coupon.getMaxRedemptions(), coupon.getMaxPerCustomer());
  }

  private static @Nullable QuoteCoupon coupon(Placement.@Nullable Coupon coupon) {
    return coupon == null
        ? null
        : new QuoteCoupon(coupon.code(), coupon.maxRedemptions(), coupon.maxPerCustomer());
  }

  static Placement.Address address(Address address) {
    return new Placement.Address(
        address.getName(),
        address.getLine1(),
        address.getLine2(),
        address.getCity(),
        address.getRegion(),
        address.getPostalCode(),
        address.getCountry());
  }

  static Address address(Placement.Address address) {
    return new Address(
        address.name(),
        address.line1(),
        address.line2(),
        address.city(),
        address.region(),
        address.postalCode(),
        address.country());
  }

  static List<Order.Allocation> allocations(List<Allocation> allocations) {
    return allocations.stream()
        .map(one -> new Order.Allocation(one.getWarehouseId(), one.getQuantity()))
        .toList();
  }

  static List<Allocation> avroAllocations(List<Order.Allocation> allocations) {
    return allocations.stream()
        .map(one -> new Allocation(one.warehouseId(), one.quantity()))
        .toList();
  }

  private static Placement.Line line(QuoteLine line) {
    return new Placement.Line(
        line.getLineId(),
        line.getSku(),
        line.getSellerId(),
        line.getQuantity(),
        line.getUnitPriceMinor(),
        line.getSubtotalMinor(),
        line.getDiscountMinor(),
        line.getTaxMinor(),
        line.getTotalMinor(),
        rules(line.getRules()));
  }

  private static QuoteLine line(Placement.Line line) {
    return new QuoteLine(
        line.lineId(),
        line.sku(),
        line.sellerId(),
        line.quantity(),
        line.unitPriceMinor(),
        line.subtotalMinor(),
        line.discountMinor(),
        line.taxMinor(),
        line.totalMinor(),
        avroRules(line.rules()));
  }

  private static List<Placement.Rule> rules(List<AppliedRule> rules) {
    return rules.stream()
        .map(
            rule ->
                new Placement.Rule(
                    rule.getRuleId(),
                    rule.getVersion(),
                    rule.getAmountMinor(),
                    rule.getDescription()))
        .toList();
  }

  private static List<AppliedRule> avroRules(List<Placement.Rule> rules) {
    return rules.stream()
        .map(
            rule ->
                new AppliedRule(
                    rule.ruleId(), rule.version(), rule.amountMinor(), rule.description()))
        .toList();
  }
}

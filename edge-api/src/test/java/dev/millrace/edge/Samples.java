package dev.millrace.edge;

import dev.millrace.avro.catalog.Product;
import dev.millrace.avro.catalog.ProductDetails;
import dev.millrace.avro.catalog.ProductStatus;
import dev.millrace.avro.catalog.Variant;
import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.common.Address;
import dev.millrace.avro.common.Money;
import dev.millrace.avro.customers.Cart;
import dev.millrace.avro.customers.CartLine;
import dev.millrace.avro.customers.PastCheckout;
import dev.millrace.avro.edge.LogPosition;
import dev.millrace.avro.edge.Problem;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import dev.millrace.avro.inventory.Allocation;
import dev.millrace.avro.inventory.AllocationRule;
import dev.millrace.avro.inventory.DamageReason;
import dev.millrace.avro.inventory.DamagedUnits;
import dev.millrace.avro.inventory.Reservation;
import dev.millrace.avro.inventory.SalesTerms;
import dev.millrace.avro.inventory.SellerStock;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockLevel;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderLine;
import dev.millrace.avro.orders.TimelineEntry;
import dev.millrace.avro.pricing.AppliedRule;
import dev.millrace.avro.pricing.Offers;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteLine;
import dev.millrace.avro.pricing.SellerOffer;
import dev.millrace.avro.shipping.Shipment;
import dev.millrace.avro.shipping.ShipmentItem;
import dev.millrace.avro.shipping.ShipmentStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One small shop: what the contexts would say. */
final class Samples {

  static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  static final String SKU = "SKU-1";
  static final String LINE = "lin_1";

  private Samples() {}

  static Reply.Builder accepted(String commandId) {
    return Reply.newBuilder()
        .setCommandId(commandId)
        .setReplyPartition(0)
        .setStatus(ReplyStatus.ACCEPTED)
        .setProblems(List.of())
        .setReplayed(false)
        .setPosition(new LogPosition("orders.order-commands.v1", 3, 42L))
        .setAt(NOW);
  }

  static Reply refused(String commandId, String refusal, Problem... problems) {
    return accepted(commandId)
        .setStatus(ReplyStatus.REFUSED)
        .setRefusal(refusal)
        .setDetail("A rule says no.")
        .setProblems(List.of(problems))
        .build();
  }

  static Stock stock() {
    return new Stock(
        SKU,
        7L,
        NOW,
        List.of(
            new StockLevel(
                "sel_platform",
                "wh_main",
                100,
                4,
                1,
                6,
                7,
                List.of(new DamagedUnits(DamageReason.BROKEN, 1)),
                9)),
        List.of(new SellerStock(terms(), 6L, 2, 3)),
        null);
  }

  static SalesTerms terms() {
    return new SalesTerms(
        "sel_platform", 5, null, 600_000L, AllocationRule.NEAREST, true, null, 50, NOW);
  }

  static Reservation reservation() {
    return new Reservation(
        "rsv_1",
        SKU,
        "sel_platform",
        "held",
        2,
        List.of(new Allocation("wh_main", 2)),
        NOW.plusSeconds(900),
        "ord_1",
        1,
        NOW.plusSeconds(86_400));
  }

  static Offers offers() {
    var offer =
        SellerOffer.newBuilder()
            .setSellerId("sel_platform")
            .setPrice(new Money(1999L, "USD"))
            .setListPrice(new Money(2499L, "USD"))
            .setValidFrom(NOW.minusSeconds(1))
            .setValidUntil(NOW.plus(Duration.ofDays(3_650)))
            .setVersion(2L)
            .build();
    return new Offers(SKU, 2L, NOW, List.of(offer));
  }

  static Product product(long version) {
    var details =
        ProductDetails.newBuilder()
            .setTitle("A red kettle")
            .setDescription("Boils water.")
            .setBrand("Acme")
            .setCategoryId("kettles")
            .setStatus(ProductStatus.ACTIVE)
            .setAttributes(Map.of("color", "red"))
            .setImages(List.of("https://example.test/kettle.jpg"))
            .setVariants(
                List.of(
                    Variant.newBuilder()
                        .setSku(SKU)
                        .setAttributes(Map.of("size", "M"))
                        .setWeightGrams(900)
                        .build()))
            .setSellerId("sel_platform")
            .build();
    return new Product("prd_1", version, NOW, NOW, details);
  }

  static Cart cart(String cartId, String customerId, PastCheckout... past) {
    return new Cart(
        cartId,
        customerId,
        3L,
        0L,
        NOW,
        List.of(new CartLine(LINE, SKU, "sel_platform", 2)),
        List.of(past));
  }

  static Quote quote(String quoteId, String cartId, String customerId, Instant expiresAt) {
    var rule = new AppliedRule("offer", 2L, 3998L, "2 at 19.99");
    var line =
        new QuoteLine(LINE, SKU, "sel_platform", 2, 1999L, 3998L, 0L, 320L, 4318L, List.of(rule));
    return Quote.newBuilder()
        .setQuoteId(quoteId)
        .setCustomerId(customerId)
        .setCartId(cartId)
        .setCartGeneration(0L)
        .setCurrency("USD")
        .setLines(List.of(line))
        .setShippingOptionId("standard")
        .setShippingMinor(500L)
        .setShippingTaxMinor(0L)
        .setShippingRules(List.of(new AppliedRule("shipping:standard", 1L, 500L, "Standard")))
        .setSubtotalMinor(3998L)
        .setDiscountMinor(0L)
        .setTaxMinor(320L)
        .setTotalMinor(4818L)
        .setRoundingMode("HALF_EVEN")
        .setRoundingLevel("LINE")
        .setCountry("US")
        .setRegion("CA")
        .setIssuedAt(NOW)
        .setExpiresAt(expiresAt)
        .setSignature("00ff")
        .build();
  }

  private static Shipment shipment() {
    return Shipment.newBuilder()
        .setShipmentId("shp_1")
        .setWarehouseId("wh_main")
        .setSellerId("sel_platform")
        .setItems(List.of(new ShipmentItem(LINE, 2)))
        .setStatus("labelled")
        .setLabel("bought")
        .setLabelsAsked(1)
        .setCarrier("sandbox")
        .setService("standard")
        .setTrackingNumber("SBX-1")
        .setEta(NOW)
        .setTimeline(List.of(new ShipmentStep(NOW, "packed", null, "by Eve")))
        .build();
  }

  static Order order(String orderId, String customerId, String status, long version) {
    var line =
        OrderLine.newBuilder()
            .setLineId(LINE)
            .setSku(SKU)
            .setSellerId("sel_platform")
            .setQuantity(2)
            .setReturned(0)
            .setUnitPriceMinor(1999L)
            .setDiscountMinor(0L)
            .setTaxMinor(320L)
            .setTotalMinor(4318L)
            .setStockStatus("held")
            .build();
    return Order.newBuilder()
        .setOrderId(orderId)
        .setCustomerId(customerId)
        .setCartId("crt_1")
        .setVersion(version)
        .setStatus(status)
        .setAttempt(1)
        .setCurrency("USD")
        .setLines(List.of(line))
        .setSubtotalMinor(3998L)
        .setDiscountMinor(0L)
        .setShippingMinor(500L)
        .setTaxMinor(320L)
        .setTotalMinor(4818L)
        .setPaymentStatus("authorizing")
        .setAuthorizedMinor(0L)
        .setCapturedMinor(0L)
        .setRefundedMinor(0L)
        .setVoidedMinor(0L)
        .setActionUrl("https://bank.example.test/3ds")
        .setShippingAddress(new Address("Ada", "1 Main St", null, "Town", null, "94000", "US"))
        .setShippingOptionId("standard")
        .setPlacedAt(NOW)
        .setAt(NOW)
        .setTimeline(
            List.of(new TimelineEntry(NOW, "orderPlaced", new Actor(ActorRole.GUEST, customerId))))
        .setShipments(List.of(shipment()))
        .build();
  }
}

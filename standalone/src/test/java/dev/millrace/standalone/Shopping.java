package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.standalone.ShopApi.Answer;

/**
 * What shops and shoppers do, over HTTP.
 *
 * @param ops may change products, prices and stock
 */
record Shopping(String edgeUrl, ShopApi ops) {

  private static final String ADDRESS =
      """
      "shipping_address":{"name":"Ada","line1":"1 Mill Lane","city":"Portland","region":"OR","postal_code":"97201","country":"US"},
      "shipping_option_id":"standard\"\
      """;

  /** Offers a product with one SKU and receives units of it. */
  void stock(String sku, int units) throws Exception {
    ops.put(
            "/v1/products/prd_" + sku,
            """
            {"title":"Enamel kettle %s","description":"Whistles.","brand":"Kestrel","category_id":"kitchen",
             "status":"active","attributes":{"color":"red"},"images":[],"variants":[{"sku_id":"%s"}]}\
            """
                .formatted(sku, sku))
        .expect(201);
    ops.put(
            "/v1/offers/" + sku,
            """
            {"price":{"amount":"19.99","currency":"USD"}}\
            """)
        .expect(200);
    ops.post(
            "/v1/inventory/" + sku + "/movements",
            """
            {"type":"receive","quantity":%d,"warehouse_id":"wh_main"}\
            """
                .formatted(units))
        .expect(201);
  }

  ShopApi newGuest() throws Exception {
    Answer guest = new ShopApi(edgeUrl, "").post("/v1/guests", "{}").expect(201);
    return new ShopApi(edgeUrl, guest.text("access_token"));
  }

  /** Adds to the shopper's cart and returns its id. */
  static String cartWith(ShopApi shopper, String sku, int quantity) throws Exception {
    return shopper
        .post("/v1/cart/items", "{\"sku_id\":\"%s\",\"quantity\":%d}".formatted(sku, quantity))
        .expect(200)
        .text("cart_id");
  }

  static Answer checkOut(ShopApi shopper, String cartId, String card, String key) throws Exception {
    return shopper.post(
        "/v1/checkout",
        "{\"cart_id\":\"%s\",\"payment_method_id\":\"%s\",%s}".formatted(cartId, card, ADDRESS),
        "Idempotency-Key",
        key);
  }

  /** The same of a shopper who has a gift card or credit beside the card. */
  static Answer checkOutWith(ShopApi shopper, String cartId, String tender, String key)
      throws Exception {
    return shopper.post(
        "/v1/checkout",
        "{\"tenders\":[%s],\"cart_id\":\"%s\",\"payment_method_id\":\"pm_card_visa\",%s}"
            .formatted(tender, cartId, ADDRESS),
        "Idempotency-Key",
        key);
  }

  /** The same of a shopper who has a coupon. */
  static Answer checkOutWithCoupon(ShopApi shopper, String cartId, String coupon) throws Exception {
    return shopper.post(
        "/v1/checkout",
        "{\"coupon_code\":\"%s\",\"cart_id\":\"%s\",\"payment_method_id\":\"pm_card_visa\",%s}"
            .formatted(coupon, cartId, ADDRESS));
  }

  /** The same of a shopper who pays from another country. */
  static Answer checkOutFromElsewhere(ShopApi shopper, String cartId, String key) throws Exception {
    return shopper.post(
        "/v1/checkout",
        "{\"payment_country\":\"FR\",\"cart_id\":\"%s\",\"payment_method_id\":\"pm_card_visa\",%s}"
            .formatted(cartId, ADDRESS),
        "Idempotency-Key",
        key);
  }

  /** The same of a shopper who would wait for what is not in stock. */
  static Answer checkOutToWait(ShopApi shopper, String cartId, String card, String key)
      throws Exception {
    return shopper.post(
        "/v1/checkout",
        "{\"allow_backorder\":true,\"cart_id\":\"%s\",\"payment_method_id\":\"%s\",%s}"
            .formatted(cartId, card, ADDRESS),
        "Idempotency-Key",
        key);
  }

  /** The same of a shopper who takes less if there is less. */
  static Answer checkOutInPart(ShopApi shopper, String cartId, String key) throws Exception {
    return shopper.post(
        "/v1/checkout",
        "{\"allow_partial\":true,\"cart_id\":\"%s\",\"payment_method_id\":\"pm_card_visa\",%s}"
            .formatted(cartId, ADDRESS),
        "Idempotency-Key",
        key);
  }

  /** The stock once so many units are left: they are sold one hop after the confirmation. */
  Answer stockOnceSold(String sku, int onHand) throws Exception {
    long deadlineNanos = System.nanoTime() + 20_000_000_000L;
    while (true) {
      Answer stock = ops.get("/v1/inventory/" + sku).expect(200);
      if (stock.body().path("on_hand").asInt() == onHand) {
        return stock;
      }
      assertThat(System.nanoTime()).as("sold in time: %s", stock.body()).isLessThan(deadlineNanos);
    }
  }
}

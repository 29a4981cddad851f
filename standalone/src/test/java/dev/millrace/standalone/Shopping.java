package dev.millrace.standalone;

import dev.millrace.standalone.ShopApi.Answer;

/**
 * What shops and shoppers do, over HTTP.
 *
 * @param ops may change products, prices and stock
 */
record Shopping(String edgeUrl, ShopApi ops) {

  /** Of a shopper who would wait for what is not in stock. */
  static final String WAITING = "\"allow_backorder\":true";

  /** Of a shopper who takes less if there is less. */
  static final String TAKING_LESS = "\"allow_partial\":true";

  /** Of a shopper who pays from another country. */
  static final String FROM_ELSEWHERE = "\"payment_country\":\"FR\"";

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
    return checkOut(shopper, cartId, card, key, ADDRESS);
  }

  /**
   * Orders with the usual card.
   *
   * @param wish a field that the request has beside the usual ones
   */
  static Answer checkOutWith(ShopApi shopper, String cartId, String wish, String key)
      throws Exception {
    return checkOut(shopper, cartId, "pm_card_visa", key, wish + "," + ADDRESS);
  }

  private static Answer checkOut(
      ShopApi shopper, String cartId, String card, String key, String fields) throws Exception {
    return shopper.post(
        "/v1/checkout",
        "{\"cart_id\":\"%s\",\"payment_method_id\":\"%s\",%s}".formatted(cartId, card, fields),
        "Idempotency-Key",
        key);
  }

  /** The stock once so many units are left: they are sold one hop after the confirmation. */
  Answer stockOnceSold(String sku, int onHand) throws Exception {
    return ops.once("/v1/inventory/" + sku, "/on_hand", "" + onHand);
  }
}

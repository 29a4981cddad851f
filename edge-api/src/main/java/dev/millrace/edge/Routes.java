package dev.millrace.edge;

import static dev.millrace.edge.auth.Role.GUEST;
import static dev.millrace.edge.auth.Role.OPS;
import static dev.millrace.edge.auth.Role.SELLER;
import static dev.millrace.edge.auth.Role.SHOPPER;
import static dev.millrace.edge.auth.Role.SUPPORT;

import dev.millrace.edge.auth.Role;
import dev.millrace.edge.http.Route;
import dev.millrace.edge.resource.BackInStock;
import dev.millrace.edge.resource.Buckets;
import dev.millrace.edge.resource.CarrierCallbacks;
import dev.millrace.edge.resource.Carts;
import dev.millrace.edge.resource.Checkout;
import dev.millrace.edge.resource.Contract;
import dev.millrace.edge.resource.Credit;
import dev.millrace.edge.resource.Guests;
import dev.millrace.edge.resource.Health;
import dev.millrace.edge.resource.Inventory;
import dev.millrace.edge.resource.Ledger;
import dev.millrace.edge.resource.Movements;
import dev.millrace.edge.resource.OffersResource;
import dev.millrace.edge.resource.OrderCare;
import dev.millrace.edge.resource.OrderEdits;
import dev.millrace.edge.resource.OrderExceptions;
import dev.millrace.edge.resource.OrderLists;
import dev.millrace.edge.resource.OrderPast;
import dev.millrace.edge.resource.OrderStream;
import dev.millrace.edge.resource.Orders;
import dev.millrace.edge.resource.PaymentCallbacks;
import dev.millrace.edge.resource.Products;
import dev.millrace.edge.resource.Quotes;
import dev.millrace.edge.resource.Returns;
import dev.millrace.edge.resource.Search;
import dev.millrace.edge.resource.Shipments;
import dev.millrace.edge.resource.StockHistory;
import dev.millrace.edge.resource.Terms;
import java.util.List;
import java.util.Set;

/** Every operation of the contract, who may call it, and who answers. */
final class Routes {

  private static final String BACK_IN_STOCK = "/v1/products/{product_id}/back-in-stock";

  private static final Set<Role> EVERYBODY = Set.of();
  private static final Set<Role> CUSTOMERS = Set.of(GUEST, SHOPPER);
  private static final Set<Role> SELLERS = Set.of(SELLER, OPS);
  private static final Set<Role> TRADE = Set.of(SELLER, SUPPORT, OPS);
  private static final Set<Role> STAFF = Set.of(SUPPORT, OPS);
  private static final Set<Role> OWNERS = Set.of(GUEST, SHOPPER, SUPPORT, OPS);
  private static final Set<Role> PARTIES = Set.of(GUEST, SHOPPER, SELLER, SUPPORT, OPS);

  /** Who answers. */
  record Resources(
      Health health,
      Contract contract,
      Guests guests,
      Products products,
      Search search,
      BackInStock backInStock,
      Inventory inventory,
      Movements movements,
      Terms terms,
      Buckets buckets,
      StockHistory stockHistory,
      OffersResource offers,
      Quotes quotes,
      Carts carts,
      Checkout checkout,
      Orders orders,
      Returns returns,
      OrderCare orderCare,
      OrderEdits orderEdits,
      OrderExceptions orderExceptions,
      OrderLists orderLists,
      OrderPast orderPast,
      OrderStream orderStream,
      Shipments shipments,
      PaymentCallbacks paymentCallbacks,
      CarrierCallbacks carrierCallbacks,
      Ledger ledger,
      Credit credit) {}

  private Routes() {}

  static List<Route> of(Resources at) {
    return List.of(
        get("/livez", EVERYBODY, at.health()::live),
        get("/readyz", EVERYBODY, at.health()::ready),
        get("/openapi.yaml", EVERYBODY, at.contract()::yaml),
        get("/openapi.json", EVERYBODY, at.contract()::json),
        get("/docs", EVERYBODY, at.contract()::page),
        get("/docs/docs.js", EVERYBODY, at.contract()::script),
        get("/docs/docs.css", EVERYBODY, at.contract()::style),
        get("/.well-known/jwks.json", EVERYBODY, at.guests()::keys),
        post("/v1/guests", EVERYBODY, at.guests()::create),
        get("/v1/products/{product_id}", EVERYBODY, at.products()::get),
        put("/v1/products/{product_id}", SELLERS, at.products()::put),
        post(BACK_IN_STOCK, CUSTOMERS, at.backInStock()::watch),
        route("DELETE", BACK_IN_STOCK, CUSTOMERS, at.backInStock()::unwatch),
        get("/v1/search", EVERYBODY, at.search()::search),
        get("/v1/search/suggest", EVERYBODY, at.search()::suggest),
        get("/v1/inventory/{sku}", TRADE, at.inventory()::get),
        get("/v1/inventory/{sku}/events", TRADE, at.stockHistory()::events),
        post("/v1/inventory/{sku}/movements", SELLERS, at.movements()::move),
        put("/v1/inventory/{sku}/policy", SELLERS, at.movements()::setPolicy),
        put("/v1/inventory/{sku}/terms", SELLERS, at.terms()::put),
        put("/v1/inventory/{sku}/buckets", SELLERS, at.buckets()::put),
        route("DELETE", "/v1/inventory/{sku}/buckets", SELLERS, at.buckets()::remove),
        post("/v1/inventory/{sku}/reservations", SELLERS, at.inventory()::reserve),
        post(reservation("commit"), SELLERS, at.inventory()::commit),
        post(reservation("release"), SELLERS, at.inventory()::release),
        post(reservation("extend"), SELLERS, at.inventory()::extend),
        get("/v1/offers/{sku}", EVERYBODY, at.offers()::get),
        put("/v1/offers/{sku}", SELLERS, at.offers()::put),
        post("/v1/quotes", CUSTOMERS, at.quotes()::create),
        get("/v1/quotes/{quote_id}", OWNERS, at.quotes()::get),
        get("/v1/cart", CUSTOMERS, at.carts()::get),
        post("/v1/cart/items", CUSTOMERS, at.carts()::add),
        route("PATCH", "/v1/cart/items/{line_id}", CUSTOMERS, at.carts()::change),
        route("DELETE", "/v1/cart/items/{line_id}", CUSTOMERS, at.carts()::remove),
        post("/v1/checkout", CUSTOMERS, at.checkout()::create),
        get("/v1/checkout/{checkout_id}", OWNERS, at.checkout()::get),
        post("/v1/orders", STAFF, at.checkout()::createWithLines),
        get("/v1/orders", PARTIES, at.orderLists()::list),
        get("/v1/orders/{order_id}", PARTIES, at.orders()::get),
        get("/v1/orders/{order_id}/events", OWNERS, at.orderPast()::events),
        get("/v1/orders/{order_id}/stream", OWNERS, at.orderStream()::open),
        post("/v1/orders/{order_id}/cancellation", PARTIES, at.orders()::cancel),
        post("/v1/orders/{order_id}/edits", OWNERS, at.orderEdits()::edit),
        post("/v1/orders/{order_id}/holds", STAFF, at.orderCare()::hold),
        route("DELETE", "/v1/orders/{order_id}/holds/{hold_id}", STAFF, at.orderCare()::release),
        post("/v1/orders/{order_id}/resolutions", STAFF, at.orderCare()::resolve),
        get("/v1/exceptions", STAFF, at.orderExceptions()::list),
        post("/v1/orders/{order_id}/payment-confirmation", OWNERS, at.orders()::confirmPayment),
        post("/v1/orders/{order_id}/returns", OWNERS, at.returns()::create),
        post("/v1/orders/{order_id}/returns/{return_id}/events", OWNERS, at.returns()::move),
        post("/v1/orders/{order_id}/refunds", STAFF, at.returns()::refund),
        post("/v1/orders/{order_id}/captures", STAFF, at.orders()::capture),
        post("/v1/orders/{order_id}/cash-received", STAFF, at.orders()::cashReceived),
        post("/v1/orders/{order_id}/cash-given-back", STAFF, at.orders()::cashGivenBack),
        get("/v1/orders/{order_id}/ledger", STAFF, at.ledger()::ofOrder),
        get("/v1/ledger/accounts", STAFF, at.ledger()::accounts),
        get("/v1/ledger/accounts/{account}", TRADE, at.ledger()::account),
        get("/v1/sellers/{seller_id}/balance", TRADE, at.ledger()::ofSeller),
        post("/v1/gift-cards", STAFF, at.credit()::createGiftCard),
        get("/v1/gift-cards/{code}", OWNERS, at.credit()::giftCard),
        get("/v1/me/store-credit", CUSTOMERS, at.credit()::storeCredit),
        post("/v1/customers/{customer_id}/store-credit", STAFF, at.credit()::grant),
        post("/v1/orders/{order_id}/shipments", TRADE, at.shipments()::create),
        post(
            "/v1/orders/{order_id}/shipments/{shipment_id}/events", TRADE, at.shipments()::advance),
        get("/v1/orders/{order_id}/shipments/{shipment_id}/label", TRADE, at.shipments()::label),
        post("/v1/callbacks/payments/{provider}", EVERYBODY, at.paymentCallbacks()::receive),
        post("/v1/callbacks/carriers/{carrier}", EVERYBODY, at.carrierCallbacks()::receive));
  }

  private static String reservation(String verb) {
    return "/v1/inventory/{sku}/reservations/{reservation_id}/" + verb;
  }

  private static Route get(String path, Set<Role> roles, Route.Handler handler) {
    return route("GET", path, roles, handler);
  }

  private static Route post(String path, Set<Role> roles, Route.Handler handler) {
    return route("POST", path, roles, handler);
  }

  private static Route put(String path, Set<Role> roles, Route.Handler handler) {
    return route("PUT", path, roles, handler);
  }

  private static Route route(String method, String path, Set<Role> roles, Route.Handler handler) {
    return new Route(method, path, roles, handler);
  }
}

package dev.millrace.edge;

import static dev.millrace.edge.EdgeUnderTest.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.edge.auth.Role;
import dev.millrace.edge.http.Route;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract file and the server say the same. */
final class ContractTest extends EdgeSetUp {

  static final String CHECKOUT =
      """
      {"shipping_address":{"name":"Ada","line1":"1 Main St","city":"Town","region":"CA",
       "postal_code":"94000","country":"US"},"payment_method_id":"pm_card_visa"}
      """;

  @Test
  void everyRouteIsInTheContractAndEveryOperationOfTheContractIsRouted() {
    Set<String> routed =
        edge.server.routes().stream()
            .map(Route::operation)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(routed).isEqualTo(edge.contract.operations());
  }

  @Test
  void theContractNamesTheRolesThatTheRoutesAsk() {
    for (Route route : edge.server.routes()) {
      Set<String> stated = new TreeSet<>();
      edge.contract
          .operation(route.method(), route.path())
          .path("x-roles")
          .forEach(role -> stated.add(role.asText()));
      assertThat(stated)
          .as(route.operation())
          .isEqualTo(route.roles().stream().map(Role::code).collect(Collectors.toSet()));
    }
  }

  @Test
  void everyOperationAnswersAsTheContractSays() {
    for (String path :
        new String[] {
          "/livez",
          "/readyz",
          "/openapi.yaml",
          "/openapi.json",
          "/docs",
          "/docs/docs.js",
          "/docs/docs.css",
          "/.well-known/jwks.json",
          "/v1/products/prd_1",
          "/v1/search?q=kettle",
          "/v1/search/suggest?q=ke",
          "/v1/offers/SKU-1"
        }) {
      assertThat(edge.as(null, "GET", path, null).status()).as(path).isEqualTo(200);
    }
    ok(201, null, "POST", "/v1/guests", "{}");
    ok(
        201,
        Role.OPS,
        "PUT",
        "/v1/products/prd_1",
        "{\"title\":\"Kettle\",\"variants\":[{\"sku_id\":\"SKU-1\"}]}");
    ok(200, Role.OPS, "GET", "/v1/inventory/SKU-1", null);
    ok(
        201,
        Role.OPS,
        "POST",
        "/v1/inventory/SKU-1/movements",
        "{\"type\":\"receive\",\"quantity\":100,\"warehouse_id\":\"wh_main\"}");
    ok(
        201,
        Role.OPS,
        "POST",
        "/v1/inventory/SKU-1/movements",
        "{\"type\":\"transfer_out\",\"quantity\":3,\"transfer_id\":\"trf_1\",\"to_warehouse_id\":\"wh_eu\"}");
    ok(
        200,
        Role.OPS,
        "PUT",
        "/v1/inventory/SKU-1/policy",
        "{\"safety_stock\":5,\"reorder_point\":null}");
    ok(
        200,
        Role.OPS,
        "PUT",
        "/v1/inventory/SKU-1/terms",
        "{\"per_order_limit\":5,\"allocation\":\"nearest\",\"promised_at\":null}");
    String waiting = "/v1/products/prd_1/back-in-stock";
    ok(201, Role.GUEST, "POST", waiting, "{\"sku_id\":\"SKU-1\"}");
    assertThat(edge.as(Role.GUEST, "DELETE", waiting + "?sku_id=SKU-1", null).status())
        .isEqualTo(200);
    ok(200, Role.OPS, "GET", "/v1/inventory/SKU-1?as_of=2026-11-20T09:00:00Z", null);
    ok(200, Role.SELLER, "GET", "/v1/inventory/SKU-1/events?type=stock_reserved&limit=9", null);
    ok(200, Role.OPS, "GET", "/v1/inventory/SKU-1/events?bucket=0", null);
    ok(200, Role.OPS, "PUT", "/v1/inventory/SKU-1/buckets", "{\"buckets\":8}");
    ok(200, Role.OPS, "DELETE", "/v1/inventory/SKU-1/buckets", null);
    String holds = "/v1/inventory/SKU-1/reservations";
    ok(201, Role.OPS, "POST", holds, "{\"reservation_id\":\"rsv_1\",\"quantity\":2}");
    ok(200, Role.OPS, "POST", holds + "/rsv_1/commit", null);
    ok(200, Role.OPS, "POST", holds + "/rsv_1/release", "{\"reason\":\"changed my mind\"}");
    ok(200, Role.OPS, "POST", holds + "/rsv_1/extend", "{\"expires_in_seconds\":60}");
    ok(
        200,
        Role.OPS,
        "PUT",
        "/v1/offers/SKU-1",
        "{\"price\":{\"amount\":\"19.99\",\"currency\":\"USD\"}}");
    ok(201, Role.GUEST, "POST", "/v1/quotes", "{\"country\":\"US\"}");
    ok(200, Role.GUEST, "GET", "/v1/quotes/quo_1", null);
    ok(200, Role.GUEST, "GET", "/v1/cart", null);
    ok(200, Role.GUEST, "POST", "/v1/cart/items", "{\"sku_id\":\"SKU-1\",\"quantity\":2}");
    ok(200, Role.GUEST, "PATCH", "/v1/cart/items/lin_1", "{\"quantity\":3}");
    ok(200, Role.GUEST, "DELETE", "/v1/cart/items/lin_1", null);
    ok(201, Role.GUEST, "POST", "/v1/checkout", CHECKOUT);
    ok(200, Role.GUEST, "GET", "/v1/checkout/" + ORDER, null);
    ok(
        201,
        Role.OPS,
        "POST",
        "/v1/orders",
        CHECKOUT.replaceFirst(
            "\\{",
            "{\"customer_id\":\"cus_1\",\"lines\":[{\"sku_id\":\"SKU-1\",\"quantity\":2}],"));
    ok(200, Role.GUEST, "GET", "/v1/orders/" + ORDER, null);
    ok(200, Role.GUEST, "GET", "/v1/orders?limit=5", null);
    ok(200, Role.GUEST, "GET", "/v1/orders/" + ORDER + "?version=2", null);
    ok(200, Role.GUEST, "GET", "/v1/orders/" + ORDER + "/events", null);
    ok(200, Role.GUEST, "GET", "/v1/orders/" + ORDER + "/stream", null);
    ok(200, Role.GUEST, "POST", "/v1/orders/" + ORDER + "/cancellation", "{}");
    ok(200, Role.GUEST, "POST", "/v1/orders/" + ORDER + "/payment-confirmation", null);
    String one = "{\"lines\":[{\"line_id\":\"lin_1\",\"quantity\":1}]}";
    ok(200, Role.GUEST, "POST", "/v1/orders/" + ORDER + "/cancellation", one);
    ok(200, Role.GUEST, "POST", "/v1/orders/" + ORDER + "/edits", one);
    String preview = "/v1/orders/" + ORDER + "/edits?mode=validate";
    assertThat(edge.as(Role.GUEST, "POST", preview, one).status()).isEqualTo(200);
    ok(
        201,
        Role.SUPPORT,
        "POST",
        "/v1/orders/" + ORDER + "/holds",
        "{\"reason\":\"address_check\",\"note\":\"call first\"}");
    ok(200, Role.SUPPORT, "DELETE", "/v1/orders/" + ORDER + "/holds/opr_1", null);
    ok(
        200,
        Role.OPS,
        "POST",
        "/v1/orders/" + ORDER + "/resolutions",
        "{\"action\":\"accept_as_is\",\"note\":\"paid by transfer\"}");
    OrderCareRoutesTest.inException(edge.shop);
    ok(200, Role.SUPPORT, "GET", "/v1/exceptions?limit=5", null);
    ok(
        201,
        Role.SUPPORT,
        "POST",
        "/v1/orders/" + ORDER + "/returns",
        "{\"lines\":[{\"line_id\":\"lin_1\",\"quantity\":1}],\"reason\":\"broken\"}");
    LedgerSamples.balance(edge.shop, 0, "platform_fees", "income", 0, 5);
    String dollars = "{\"amount\":{\"amount\":\"50.00\",\"currency\":\"USD\"}}";
    ok(201, Role.OPS, "POST", "/v1/gift-cards", dollars);
    ok(200, Role.GUEST, "GET", "/v1/gift-cards/" + CreditRoutesTest.card(edge.shop), null);
    ok(200, Role.GUEST, "GET", "/v1/me/store-credit?currency=USD", null);
    ok(201, Role.OPS, "POST", "/v1/customers/cus_1/store-credit", dollars);
    ok(200, Role.OPS, "GET", "/v1/orders/" + ORDER + "/ledger", null);
    ok(200, Role.OPS, "GET", "/v1/ledger/accounts?limit=5", null);
    ok(200, Role.OPS, "GET", "/v1/ledger/accounts/platform_fees", null);
    ok(200, Role.SELLER, "GET", "/v1/sellers/sel_or_staff/balance", null);
    ok(
        201,
        Role.SUPPORT,
        "POST",
        "/v1/orders/" + ORDER + "/shipments",
        "{\"from\":\"shp_1\",\"lines\":[{\"line_id\":\"lin_1\",\"quantity\":1}]}");
    ok(
        200,
        Role.SUPPORT,
        "POST",
        "/v1/orders/" + ORDER + "/shipments/shp_1/events",
        "{\"status\":\"picked\"}");
    ok(200, Role.SUPPORT, "GET", "/v1/orders/" + ORDER + "/shipments/shp_1/label", null);
    String tracked = "{\"id\":\"evt_2\",\"parcel\":\"parcel_1\"}";
    assertThat(
            edge.as(
                    null,
                    "POST",
                    "/v1/callbacks/carriers/sandbox",
                    tracked,
                    "Sandbox-Signature",
                    PaymentCallbacksTest.signed(tracked))
                .status())
        .isEqualTo(204);
    ok(
        201,
        Role.GUEST,
        "POST",
        "/v1/orders/" + ORDER + "/returns",
        "{\"lines\":[{\"line_id\":\"lin_1\",\"quantity\":1,\"reason\":\"defective\"}],\"reason\":\"other\",\"note\":\"it"
            + " hums\"}");
    ok(
        201,
        Role.SUPPORT,
        "POST",
        "/v1/orders/" + ORDER + "/returns/ret_1/events",
        "{\"type\":\"inspected\",\"lines\":[{\"line_id\":\"lin_1\",\"resellable\":1,\"damaged\":1}]}");
    ok(
        201,
        Role.SUPPORT,
        "POST",
        "/v1/orders/" + ORDER + "/refunds",
        "{\"refund_id\":\"ref_1\",\"amount\":{\"amount\":\"1.00\",\"currency\":\"USD\"},\"reason\":\"late\"}");
    ok(201, Role.SUPPORT, "POST", "/v1/orders/" + ORDER + "/captures", "{\"final\":true}");
    String dollar = "{\"amount\":{\"amount\":\"1.00\",\"currency\":\"USD\"}}";
    ok(201, Role.SUPPORT, "POST", "/v1/orders/" + ORDER + "/cash-received", dollar);
    ok(201, Role.SUPPORT, "POST", "/v1/orders/" + ORDER + "/cash-given-back", "{}");
    String event = PaymentCallbacksTest.event("evt_1", ORDER);
    assertThat(
            edge.as(
                    null,
                    "POST",
                    "/v1/callbacks/payments/stripe",
                    event,
                    "Stripe-Signature",
                    PaymentCallbacksTest.signed(event))
                .status())
        .isEqualTo(204);
    assertThat(edge.answered).isEqualTo(edge.contract.operations());
  }

  private void ok(
      int status, @Nullable Role role, String method, String path, @Nullable String body) {
    if (body != null) {
      assertThat(edge.contract.requestDifferences(method, edge.contract.template(path), body))
          .as("request of %s %s", method, path)
          .isEmpty();
    }
    var exchange = edge.as(role, method, path, body);
    assertThat(exchange.status())
        .as("%s %s: %s", method, path, exchange.response().body())
        .isEqualTo(status);
  }
}

package dev.millrace.edge.resource;

import dev.millrace.avro.inventory.AllocationRule;
import dev.millrace.avro.inventory.SalesTerms;
import dev.millrace.avro.inventory.SetSalesTerms;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Fields;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** /v1/inventory/{sku}/terms: how a seller sells a SKU, over all its warehouses. */
public final class Terms {

  private static final int QUANTITY_MAX = 1_000_000;
  private static final int HOLD_SECONDS_MAX = 86_400;

  private static final Map<String, AllocationRule> ALLOCATIONS =
      Map.of(
          "preferred_warehouse", AllocationRule.PREFERRED_WAREHOUSE,
          "fewest_splits", AllocationRule.FEWEST_SPLITS,
          "nearest", AllocationRule.NEAREST,
          "highest_stock", AllocationRule.HIGHEST_STOCK);

  private final StockRequests requests;

  public Terms(StockRequests requests) {
    this.requests = requests;
  }

  public Answer put(Call call) {
    Fields body = call.body();
    SalesTerms terms = terms(call, body);
    Long expected = body.optionalLong("expected_version", 0, Long.MAX_VALUE);
    body.done();
    var set = new SetSalesTerms(terms, call.ifMatch() == null ? expected : call.ifMatch());
    return requests.change(call, 200, command -> command.setSetTerms(set));
  }

  private static SalesTerms terms(Call call, Fields body) {
    String seller = body.optionalId("seller_id");
    Integer holdSeconds = body.optionalInteger("hold_seconds", 1, HOLD_SECONDS_MAX);
    Integer backorderLimit = body.optionalInteger("backorder_limit", 0, QUANTITY_MAX);
    AllocationRule allocation = allocation(body);
    String preferred = body.optionalId("preferred_warehouse_id");
    if (allocation == AllocationRule.PREFERRED_WAREHOUSE && preferred == null) {
      body.refuse("preferred_warehouse_id", "required", "says which warehouse is preferred");
    }
    return SalesTerms.newBuilder()
        .setSellerId(call.seller(seller))
        .setPerOrderMax(body.optionalInteger("per_order_limit", 1, QUANTITY_MAX))
        .setPerCustomerMax(body.optionalInteger("per_customer_limit", 1, QUANTITY_MAX))
        .setHoldMs(holdSeconds == null ? null : Duration.ofSeconds(holdSeconds).toMillis())
        .setAllocation(allocation)
        .setSplitAllowed(body.flag("split_allowed", true))
        .setPreferredWarehouseId(preferred)
        .setBackorderMax(backorderLimit == null ? 0 : backorderLimit)
        .setPromisedAt(body.optionalInstant("promised_at"))
        .build();
  }

  private static @Nullable AllocationRule allocation(Fields body) {
    return body.has("allocation")
        ? body.choice("allocation", ALLOCATIONS, AllocationRule.HIGHEST_STOCK)
        : null;
  }
}

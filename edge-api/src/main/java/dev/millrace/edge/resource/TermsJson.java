package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.inventory.SalesTerms;
import dev.millrace.avro.inventory.SellerStock;
import dev.millrace.edge.http.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Terms of sellers, and what they owe, as answers show them. */
final class TermsJson {

  private TermsJson() {}

  static ObjectNode of(SellerStock seller) {
    SalesTerms terms = seller.getTerms();
    Long holdMs = terms.getHoldMs();
    return Json.object()
        .put("seller_id", terms.getSellerId())
        .put("backordered", seller.getBackordered())
        .put("owed", seller.getOwed())
        .put("per_order_limit", terms.getPerOrderMax())
        .put("per_customer_limit", terms.getPerCustomerMax())
        .put("hold_seconds", holdMs == null ? null : Duration.ofMillis(holdMs).toSeconds())
        .put(
            "allocation",
            terms.getAllocation() == null
                ? null
                : terms.getAllocation().name().toLowerCase(Locale.ROOT))
        .put("split_allowed", terms.getSplitAllowed())
        .put("preferred_warehouse_id", terms.getPreferredWarehouseId())
        .put("backorder_limit", terms.getBackorderMax())
        .put("promised_at", text(terms.getPromisedAt()));
  }

  static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }
}

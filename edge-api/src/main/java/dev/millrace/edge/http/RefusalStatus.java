package dev.millrace.edge.http;

import java.util.Set;

/** Which HTTP status a topology's refusal becomes. A refusal's name is the problem's code. */
public final class RefusalStatus {

  private static final Set<String> CONFLICTS =
      Set.of(
          "addition_not_raised",
          "addition_price_unknown",
          "capture_id_reused",
          "cash_not_due",
          "cash_not_owed",
          "checkout_in_progress",
          "in_stock",
          "late_update",
          "not_splittable",
          "nothing_to_capture",
          "order_already_placed",
          "address_changes_price",
          "address_on_parcel",
          "nothing_to_resolve",
          "order_not_cancellable",
          "order_not_fulfillable",
          "order_not_capturable",
          "order_not_editable",
          "order_not_holdable",
          "order_not_returnable",
          "order_on_hold",
          "payment_action_not_required",
          "price_changed",
          "quote_expired",
          "receipt_id_reused",
          "resolution_not_applicable",
          "reservation_expired",
          "reservation_id_reused",
          "reservation_not_due",
          "refund_id_reused",
          "return_id_reused",
          "shipment_not_planned",
          "shipment_step_not_allowed",
          "return_step_not_allowed",
          "return_under_way",
          "stock_is_split",
          "transfer_closed",
          "transfer_id_reused",
          "units_in_addition",
          "units_not_cancellable");

  private RefusalStatus() {}

  /**
   * @param versionGiven whether the client said If-Match; without it a stale version is a conflict
   */
  public static int of(String refusal, boolean versionGiven) {
    if (refusal.equals("version_conflict")) {
      return versionGiven ? 412 : 409;
    }
    if (refusal.equals("malformed_command")) {
      return 400;
    }
    if (refusal.startsWith("not_") && refusal.endsWith("_owner")) {
      return 403;
    }
    // A SKU without an offer is a fact about the cart, not a missing resource of the request.
    if (refusal.endsWith("_not_found") && !refusal.equals("offer_not_found")) {
      return 404;
    }
    if (refusal.startsWith("already_") || CONFLICTS.contains(refusal)) {
      return 409;
    }
    return 422;
  }
}

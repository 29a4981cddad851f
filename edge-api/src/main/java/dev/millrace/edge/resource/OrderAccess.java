package dev.millrace.edge.resource;

import dev.millrace.avro.orders.Order;
import dev.millrace.edge.auth.Caller;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Problem;
import dev.millrace.edge.state.StateStore;

/** Who may see an order. To everybody else it is as if there were none. */
final class OrderAccess {

  private OrderAccess() {}

  /** Staff see every order, a customer its own, a seller those with lines of its own. */
  static boolean mayRead(Caller caller, Order order) {
    if (caller.role() == Role.SELLER) {
      return order.getLines().stream()
          .anyMatch(line -> line.getSellerId().equals(caller.subject()));
    }
    return caller.isStaff() || order.getCustomerId().equals(caller.subject());
  }

  /** The order that the path names; ends the call with 404 if the caller may not see it. */
  static Order find(Reads reads, Call call) {
    return reads
        .find(StateStore.ORDERS, call.path("order_id"), call.minPosition())
        .filter(order -> mayRead(call.caller(), order))
        .orElseThrow(() -> Problem.notFound("order").exception());
  }
}

package dev.millrace.orders.order;

import dev.millrace.orders.fraud.FraudFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What orders and their additions ask of each other. */
final class AdditionSaga {

  private AdditionSaga() {}

  static void add(@Nullable Order before, OrderEvent event, Order after, List<FollowUp> asked) {
    if (event instanceof AdditionEvent.AdditionPlaced placed) {
      asked.add(place(after, placed));
    }
    Additions.To to = after.care().additions().to();
    if (to == null || before == null) {
      // Whoever placed it knows what it was placed with.
      return;
    }
    Additions.State state = Additions.State.of(after);
    if (!state.equals(Additions.State.of(before))) {
      asked.add(
          new FollowUp.ReportAddition(
              RequestIds.command("report-addition", after.orderId() + ":" + after.sequence()),
              to.orderId(),
              after.orderId(),
              after.sequence(),
              state));
    }
  }

  private static FollowUp place(Order first, AdditionEvent.AdditionPlaced placed) {
    return new FollowUp.PlaceAddition(
        RequestIds.command("place-addition", placed.additionId()),
        placed.additionId(),
        placement(
            first,
            placed.quote(),
            first.attempt().placement().shippingAddress(),
            placed.paymentMethodId()),
        facts(first, placed.additionId()),
        new Additions.To(first.orderId(), placed.editId()));
  }

  /** All units or none, to whom and where the order goes, as patient as that is. */
  static Placement placement(
      Order first, Placement.Quote quote, Placement.Address address, String paymentMethodId) {
    Placement of = first.attempt().placement();
    return new Placement(of.customerId(), quote, address, paymentMethodId, of.backorderAllowed());
  }

  /** What was known of the customer, and the order itself with its other additions. */
  static FraudFacts facts(Order first, String additionId) {
    FraudFacts known = first.care().facts();
    List<Instant> recent = new ArrayList<>(known.recentOrdersAt());
    if (first.returnBook().confirmedAt() != null) {
      recent.add(first.returnBook().confirmedAt());
    }
    first.care().additions().all().stream()
        .filter(one -> !one.orderId().equals(additionId))
        .filter(one -> one.state().status() != Additions.Status.REJECTED)
        .map(Additions.Addition::placedAt)
        .forEach(recent::add);
    int surplus = Math.max(0, recent.size() - FraudFacts.RECENT_ORDERS_MAX);
    return new FraudFacts(recent.subList(surplus, recent.size()), known.paymentCountry());
  }
}

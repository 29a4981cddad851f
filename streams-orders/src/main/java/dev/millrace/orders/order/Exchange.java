package dev.millrace.orders.order;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Units that a customer wants instead of units of one line that come back. Not paid for again: the
 * line was.
 *
 * @param exchangeId its hold; in shipments, the line that its units stand in
 * @param lineId the line whose units come back
 * @param quantity units that are wanted
 * @param units that are sent, once the others came and were accepted
 * @param worthMinor what those would have been paid back
 * @param reason why it was refused or released
 * @param allocations where its units leave
 */
public record Exchange(
    String exchangeId,
    String lineId,
    String sku,
    int quantity,
    Step step,
    int units,
    long worthMinor,
    @Nullable String reason,
    List<Order.Allocation> allocations) {

  /** Not enough of it was there. */
  public static final String OUT_OF_STOCK = "exchange_out_of_stock";

  /** The units that came back are not such as are exchanged. */
  static final String NOT_ACCEPTED = "exchange_not_accepted";

  /** Nothing comes back. */
  static final String RETURN_ENDED = "return_ended";

  public Exchange {
    allocations = List.copyOf(allocations);
  }

  /** How far it has come. */
  public enum Step {
    /** Nobody has approved the return yet. */
    WANTED,
    /** The inventory is asked to hold it. */
    ASKED,
    HELD,
    /** The units came back, and the inventory is asked to sell it. */
    SELLING,
    SOLD,
    /** It cannot be had: the units that come back are paid back. */
    REFUSED,
    /** It is not wanted any more, or not deserved. */
    RELEASED;

    /** Whether the inventory holds it, or may do so any moment. */
    public boolean mayBeHeld() {
      return this == ASKED || this == HELD;
    }
  }

  static Exchange wanted(String orderId, String returnId, String lineId, ReturnCommand.Wanted it) {
    return new Exchange(
        RequestIds.exchange(orderId, returnId, lineId),
        lineId,
        it.sku(),
        it.quantity(),
        Step.WANTED,
        0,
        0,
        null,
        List.of());
  }

  Exchange at(Step next, @Nullable String why) {
    return new Exchange(
        exchangeId, lineId, sku, quantity, next, units, worthMinor, why, allocations);
  }

  /** The return is allowed to come, so that what is wanted instead is put by. */
  Exchange asked() {
    return step == Step.WANTED ? at(Step.ASKED, null) : this;
  }

  /** Nothing comes back. */
  Exchange ended() {
    return step == Step.WANTED || step.mayBeHeld() ? at(Step.RELEASED, RETURN_ENDED) : this;
  }

  Exchange held() {
    return step == Step.ASKED ? at(Step.HELD, null) : this;
  }

  /** Somebody looked at what came. */
  Exchange inspected(int accepted, long acceptedMinor) {
    if (!step.mayBeHeld()) {
      return this;
    }
    return accepted == 0
        ? at(Step.RELEASED, NOT_ACCEPTED)
        : new Exchange(
            exchangeId,
            lineId,
            sku,
            quantity,
            Step.SELLING,
            accepted,
            acceptedMinor,
            null,
            allocations);
  }

  Exchange refused(String why) {
    return new Exchange(exchangeId, lineId, sku, quantity, Step.REFUSED, 0, 0, why, List.of());
  }

  Exchange sold(List<Order.Allocation> from) {
    return new Exchange(
        exchangeId, lineId, sku, quantity, Step.SOLD, units, worthMinor, null, from);
  }
}

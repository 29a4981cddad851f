package dev.millrace.orders.order;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Units of one seller that leave one warehouse together.
 *
 * @param timeline what happened to it, in the order of its time; bounded, the log has the rest
 */
public record Shipment(
    String shipmentId,
    String warehouseId,
    String sellerId,
    List<OrderCommand.Item> items,
    Status status,
    Label label,
    List<Step> timeline) {

  /** Steps that are kept: enough to tell a carrier's reports from those that were seen. */
  static final int TIMELINE_MAX = 12;

  public Shipment {
    items = List.copyOf(items);
    timeline = List.copyOf(timeline);
  }

  /** Where a shipment stands; those that a carrier can report are in the order of their weight. */
  public enum Status {
    ALLOCATED,
    PICKED,
    PACKED,
    LABELLED,
    HANDED_OVER,
    IN_TRANSIT,
    LOST,
    RETURNED_TO_SENDER,
    DELIVERED,
    CANCELLED;

    /** Whether a person may say that a shipment in this state has come to that one. */
    boolean mayBecome(Status next) {
      return switch (this) {
        case ALLOCATED -> next == PICKED || next == CANCELLED;
        case PICKED -> next == PACKED || next == CANCELLED;
        case PACKED -> next == LABELLED || next == CANCELLED;
        case LABELLED -> next == HANDED_OVER || next == CANCELLED;
        case HANDED_OVER, IN_TRANSIT, LOST ->
            next != CANCELLED && next.compareTo(this) > 0 && next.isReported();
        case RETURNED_TO_SENDER, DELIVERED, CANCELLED -> false;
      };
    }

    /** Whether the units have left the house. */
    boolean hasLeft() {
      return compareTo(HANDED_OVER) >= 0 && this != CANCELLED;
    }

    /** Whether a carrier can report it. */
    boolean isReported() {
      return hasLeft();
    }

    /** Whether somebody has begun to work on it. */
    boolean isBegun() {
      return this != ALLOCATED && this != CANCELLED;
    }
  }

  /** What has become of the wish for a label. */
  public enum LabelStep {
    NONE,
    ASKED,
    BOUGHT,
    REFUSED,
    /** A person named carrier and tracking number. */
    BY_HAND,
    /** It is given back. */
    VOIDING
  }

  /**
   * The carrier's part.
   *
   * @param asked how often a label was asked for
   * @param refusal why the latest was refused
   */
  public record Label(
      LabelStep step,
      int asked,
      @Nullable String refusal,
      @Nullable String carrier,
      @Nullable String service,
      @Nullable String trackingNumber,
      @Nullable Instant eta) {

    static final Label NONE = new Label(LabelStep.NONE, 0, null, null, null, null, null);

    Label at(LabelStep next, @Nullable String why) {
      return new Label(next, asked, why, carrier, service, trackingNumber, eta);
    }

    Label askedAgain() {
      return new Label(LabelStep.ASKED, asked + 1, null, carrier, service, trackingNumber, eta);
    }
  }

  /**
   * One entry of the timeline.
   *
   * @param carrierEventId the carrier's id of its report; null for steps of people
   */
  public record Step(
      Instant at, Status status, @Nullable String carrierEventId, @Nullable String note) {}

  /** One that nobody works on yet. */
  static Shipment planned(
      String shipmentId, String warehouseId, String sellerId, List<OrderCommand.Item> items) {
    return new Shipment(
        shipmentId, warehouseId, sellerId, items, Status.ALLOCATED, Label.NONE, List.of());
  }

  boolean isCancelled() {
    return status == Status.CANCELLED;
  }

  /** Units of a line in it. */
  public int units(String lineId) {
    return items.stream()
        .filter(item -> item.lineId().equals(lineId))
        .mapToInt(OrderCommand.Item::quantity)
        .sum();
  }

  int units() {
    return items.stream().mapToInt(OrderCommand.Item::quantity).sum();
  }

  /** Whether this report of the carrier was seen, or is older than all that is remembered. */
  boolean hasSeen(String carrierEventId, Instant at) {
    boolean isForgotten = timeline.size() >= TIMELINE_MAX && at.isBefore(timeline.getFirst().at());
    return isForgotten
        || timeline.stream().anyMatch(step -> carrierEventId.equals(step.carrierEventId()));
  }

  /** Whether the address stands on its parcel, or a label with it is being made. */
  boolean isAddressed() {
    return !isCancelled()
        && (status.compareTo(Status.LABELLED) >= 0 || label.step() == LabelStep.ASKED);
  }

  boolean isReportedOn() {
    return timeline.stream().anyMatch(step -> step.carrierEventId() != null);
  }

  Optional<String> labelRequestId(String orderId) {
    return label.asked() == 0
        ? Optional.empty()
        : Optional.of(ShipmentIds.label(orderId, shipmentId, label.asked()));
  }

  Shipment plus(List<OrderCommand.Item> more) {
    List<OrderCommand.Item> all = new ArrayList<>(items);
    for (OrderCommand.Item item : more) {
      int had = units(item.lineId());
      all.removeIf(one -> one.lineId().equals(item.lineId()));
      all.add(new OrderCommand.Item(item.lineId(), had + item.quantity()));
    }
    all.sort(Comparator.comparing(OrderCommand.Item::lineId));
    return with(all, status, label, timeline);
  }

  Shipment minus(List<OrderCommand.Item> fewer) {
    List<OrderCommand.Item> left = new ArrayList<>();
    for (OrderCommand.Item item : items) {
      int taken =
          fewer.stream()
              .filter(one -> one.lineId().equals(item.lineId()))
              .mapToInt(OrderCommand.Item::quantity)
              .sum();
      if (item.quantity() > taken) {
        left.add(new OrderCommand.Item(item.lineId(), item.quantity() - taken));
      }
    }
    return with(left, status, label, timeline);
  }

  Shipment with(Label newLabel) {
    return with(items, status, newLabel, timeline);
  }

  /** Comes to a state; a cancelled one stays so, and no report moves it backwards. */
  Shipment at(Status next) {
    boolean isAhead = !isCancelled() && next.compareTo(status) > 0;
    return isAhead ? with(items, next, label, timeline) : this;
  }

  /** Its label is given back if there is one; one that is asked for when it is there. */
  Shipment cancelled() {
    Label after = label.step() == LabelStep.BOUGHT ? label.at(LabelStep.VOIDING, null) : label;
    return with(items, Status.CANCELLED, after, timeline);
  }

  /** Steps are in the order of their time; of the same time, as they were heard. */
  Shipment noted(Step step) {
    List<Step> steps = new ArrayList<>(timeline);
    steps.add(step);
    steps.sort(Comparator.comparing(Step::at));
    int surplus = Math.max(0, steps.size() - TIMELINE_MAX);
    return with(items, status, label, steps.subList(surplus, steps.size()));
  }

  private Shipment with(
      List<OrderCommand.Item> newItems, Status newStatus, Label newLabel, List<Step> steps) {
    return new Shipment(shipmentId, warehouseId, sellerId, newItems, newStatus, newLabel, steps);
  }
}

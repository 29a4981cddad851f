package dev.millrace.orders.order;

import static dev.millrace.orders.order.ShipmentScene.STAFF;
import static dev.millrace.orders.order.ShipmentScene.advance;
import static dev.millrace.orders.order.ShipmentScene.answer;
import static dev.millrace.orders.order.ShipmentScene.at;
import static dev.millrace.orders.order.ShipmentScene.first;
import static dev.millrace.orders.order.ShipmentScene.handedOver;
import static dev.millrace.orders.order.ShipmentScene.label;
import static dev.millrace.orders.order.ShipmentScene.packed;
import static dev.millrace.orders.order.ShipmentScene.report;
import static dev.millrace.orders.order.ShipmentScene.reported;
import static dev.millrace.orders.order.ShipmentScene.shipment;
import static dev.millrace.orders.order.ShipmentScene.split;
import static dev.millrace.orders.order.ShipmentScene.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.orders.order.FollowUp.AskCarrier;
import dev.millrace.orders.order.OrderCommand.Item;
import dev.millrace.orders.order.OrderCommand.StockOperation;
import dev.millrace.orders.order.Shipment.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShipmentDeciderTest {

  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  @Test
  void whatIsSoldTogetherIsPlannedTogetherOnceAllOfItIsSold() {
    OrderScene scene = new OrderScene().confirmed().committed(0, true);
    assertThat(scene.order().shipments().all()).isEmpty();
    scene.committed(1, true);
    assertThat(scene.eventTypes()).containsExactly("lineStockCommitted", "shipmentPlanned");
    assertThat(shipment(scene, 0).items()).containsExactly(new Item("l1", 2), new Item("l2", 1));
    assertThat(scene.order().status()).isEqualTo(Order.Status.CONFIRMED);
  }

  @Test
  void everyWarehouseHasAShipmentOfItsOwn() {
    OrderScene scene =
        new OrderScene()
            .confirmed()
            .committed(0, true, List.of(allocation("wh_a", 1), allocation("wh_b", 1)))
            .committed(1, true, List.of(allocation("wh_b", 1)));
    assertThat(scene.order().shipments().all())
        .extracting(Shipment::warehouseId)
        .containsExactly("wh_a", "wh_b");
    assertThat(shipment(scene, 1).items()).containsExactly(new Item("l1", 1), new Item("l2", 1));
  }

  @Test
  void unitsThatComeLaterJoinWhatIsStillPlannedOrGoAfterIt() {
    OrderScene joining = new OrderScene().backordered();
    joining.answered(0, StockOperation.FILL, 0);
    assertThat(joining.order().shipments().all()).hasSize(1);
    assertThat(shipment(joining, 0).units("l1")).isEqualTo(2);

    OrderScene later = at(new OrderScene().backordered(), Status.PICKED, Status.PACKED);
    at(later, Status.LABELLED, Status.HANDED_OVER);
    assertThat(later.order().status()).isEqualTo(Order.Status.FULFILLING);
    later.answered(0, StockOperation.FILL, 0);
    assertThat(later.order().shipments().all()).hasSize(2);
    assertThat(shipment(later, 1).items()).containsExactly(new Item("l1", 1));
  }

  @Test
  void anOrderOfAnEarlierVersionIsPlannedWhenSomebodyAsks() {
    OrderScene scene = new OrderScene().settled();
    scene.order = scene.order().ship(all -> Shipments.NONE);
    scene.put(split("shp_x", null), STAFF);
    assertThat(scene.eventTypes()).containsExactly("shipmentPlanned");
    scene.put(split("shp_y", null), STAFF);
    assertThat(scene.eventTypes()).isEmpty();
  }

  @Test
  void theOrderFollowsItsShipments() {
    OrderScene scene = new OrderScene().settled();
    advance(scene, Status.PICKED);
    assertThat(scene.eventTypes()).containsExactly("shipmentProgressed", "orderProgressed");
    assertThat(scene.order().status()).isEqualTo(Order.Status.FULFILLING);
    advance(scene, Status.PACKED);
    assertThat(scene.asked(AskCarrier.class)).extracting(AskCarrier::units).containsExactly(3);
    label(scene, true);
    advance(scene, Status.HANDED_OVER);
    assertThat(scene.order().status()).isEqualTo(Order.Status.SHIPPED);
    reported(scene, "e1", Status.DELIVERED, NOON);
    assertThat(scene.order().status()).isEqualTo(Order.Status.DELIVERED);
    assertThat(scene.order().stands()).isTrue();
  }

  @Test
  void aSplitNeitherMakesNorLosesUnits() {
    OrderScene scene = new OrderScene().settled();
    scene.put(split("shp_2", first(scene), new Item("l1", 1)), STAFF);
    assertThat(shipment(scene, 0).items()).containsExactly(new Item("l1", 1), new Item("l2", 1));
    assertThat(shipment(scene, 1).items()).containsExactly(new Item("l1", 1));
    scene.put(split("shp_2", first(scene), new Item("l1", 1)), STAFF);
    assertThat(scene.eventTypes()).isEmpty();
    assertThat(refusalOf(scene, split("shp_3", "shp_2", new Item("l1", 1))))
        .isEqualTo("split_leaves_nothing");
    assertThat(refusalOf(scene, split("shp_3", "shp_2", new Item("l1", 2))))
        .isEqualTo("split_exceeds_shipment");
    assertThat(refusalOf(scene, split("shp_3", "shp_9", new Item("l1", 1))))
        .isEqualTo("shipment_not_found");
    assertThat(refusalOf(scene, split("shp_3", first(scene), new Item("l1", 1), new Item("l1", 1))))
        .isEqualTo("duplicate_line");
    advance(scene, Status.PICKED);
    assertThat(refusalOf(scene, split("shp_3", first(scene), new Item("l1", 1))))
        .isEqualTo("shipment_not_planned");
  }

  /** Every pair of a state and a step, with who may take it. */
  @Test
  void peopleTakeOneStepAfterTheOther() {
    Set<String> allowed = new HashSet<>();
    for (Status from : Status.values()) {
      for (Status to : Status.values()) {
        if (from.mayBecome(to)) {
          allowed.add(from + ">" + to);
        }
      }
    }
    assertThat(allowed)
        .containsExactlyInAnyOrder(
            "ALLOCATED>PICKED",
            "ALLOCATED>CANCELLED",
            "PICKED>PACKED",
            "PICKED>CANCELLED",
            "PACKED>LABELLED",
            "PACKED>CANCELLED",
            "LABELLED>HANDED_OVER",
            "LABELLED>CANCELLED",
            "HANDED_OVER>IN_TRANSIT",
            "HANDED_OVER>LOST",
            "HANDED_OVER>RETURNED_TO_SENDER",
            "HANDED_OVER>DELIVERED",
            "IN_TRANSIT>LOST",
            "IN_TRANSIT>RETURNED_TO_SENDER",
            "IN_TRANSIT>DELIVERED",
            "LOST>RETURNED_TO_SENDER",
            "LOST>DELIVERED");
  }

  @Test
  void aStepThatIsNotAllowedIsRefusedAndARepeatedOneChangesNothing() {
    OrderScene scene = new OrderScene().settled();
    advance(scene, Status.PACKED);
    assertThat(scene.refusal()).isEqualTo("shipment_step_not_allowed");
    advance(scene, Status.PICKED);
    advance(scene, Status.PICKED);
    assertThat(scene.refusal()).isEmpty();
    assertThat(scene.eventTypes()).isEmpty();
  }

  @Test
  void aSellerWorksOnItsOwnShipmentsOnly() {
    OrderScene scene = new OrderScene().settled();
    scene.put(to(first(scene), Status.PICKED), new Caller(Caller.Role.SELLER, "sel_other"));
    assertThat(scene.refusal()).isEqualTo("shipment_not_found");
    scene.put(to(first(scene), Status.PICKED), new Caller(Caller.Role.SELLER, "sel_platform"));
    assertThat(scene.refusal()).isEmpty();
  }

  @Test
  void aRefusedLabelIsAskedForAgainOrMadeByHand() {
    OrderScene scene = packed();
    label(scene, false);
    assertThat(shipment(scene, 0).label().refusal()).isEqualTo("address_unknown");
    assertThat(scene.order().stands()).isTrue();
    advance(scene, Status.PACKED);
    assertThat(scene.asked(AskCarrier.class))
        .extracting(AskCarrier::requestId)
        .containsExactly(ShipmentIds.label(OrderScene.ORDER_ID, first(scene), 2));
    scene.put(
        new OrderCommand.AdvanceShipment("x", first(scene), Status.LABELLED, null, null, null),
        STAFF);
    assertThat(scene.refusal()).isEqualTo("tracking_number_missing");
    advance(scene, Status.LABELLED);
    assertThat(shipment(scene, 0).label().trackingNumber()).isEqualTo("BIKE-1");
    scene.put(answer(first(scene), 2, false, true));
    assertThat(shipment(scene, 0).label().trackingNumber()).isEqualTo("BIKE-1");
    assertThat(scene.asked(AskCarrier.class))
        .as("the carrier's label is not needed any more")
        .extracting(AskCarrier::labelRequestId)
        .containsExactly(ShipmentIds.label(OrderScene.ORDER_ID, first(scene), 2));
  }

  @Test
  void aCancelledOrderGivesItsLabelsBackAlsoThoseThatComeLate() {
    OrderScene bought = label(packed(), true);
    bought.cancel("c");
    assertThat(bought.order().status()).isEqualTo(Order.Status.CANCELLED);
    assertThat(shipment(bought, 0).status()).isEqualTo(Status.CANCELLED);
    assertThat(bought.asked(AskCarrier.class)).hasSize(1);
    bought.put(answer(first(bought), 1, true, false));
    assertThat(bought.eventTypes()).containsExactly("shipmentLabelFailed");

    OrderScene late = packed();
    late.cancel("c");
    assertThat(late.asked(AskCarrier.class)).isEmpty();
    label(late, true);
    assertThat(shipment(late, 0).status()).isEqualTo(Status.CANCELLED);
    assertThat(late.asked(AskCarrier.class)).hasSize(1);
  }

  @Test
  void whatHasLeftIsNotCancelled() {
    OrderScene scene = handedOver();
    scene.cancel("c");
    assertThat(scene.refusal()).isEqualTo("order_not_cancellable");
    advance(scene, Status.CANCELLED);
    assertThat(scene.refusal()).isEqualTo("shipment_step_not_allowed");
    scene.giveBack("ret", "l1", 1);
    assertThat(scene.eventTypes()).contains("itemsReturned");
  }

  @Test
  void theUnitsOfACancelledShipmentWaitForAnother() {
    OrderScene scene = packed();
    advance(scene, Status.CANCELLED);
    assertThat(scene.eventTypes())
        .containsExactly("shipmentProgressed", "shipmentPlanned", "orderProgressed");
    assertThat(scene.order().status()).isEqualTo(Order.Status.CONFIRMED);
    assertThat(shipment(scene, 1).units()).isEqualTo(3);
  }

  @Test
  void thePlacesOfACancelledParcelCallForAPersonOnce() {
    OrderScene scene = label(packed(), true);
    scene.cancel("c");
    reported(scene, "e1", Status.IN_TRANSIT, NOON);
    assertThat(scene.eventTypes()).containsExactly("shipmentProgressed", "orderNeedsAttention");
    reported(scene, "e2", Status.IN_TRANSIT, NOON);
    assertThat(scene.eventTypes()).containsExactly("shipmentProgressed");
    assertThat(shipment(scene, 0).status()).isEqualTo(Status.CANCELLED);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void reportsLeadToTheSameShipmentInWhateverOrderAndHoweverOftenTheyCome(long seed) {
    var random = new Random(seed);
    Status[] reported = {
      Status.HANDED_OVER,
      Status.IN_TRANSIT,
      Status.IN_TRANSIT,
      Status.LOST,
      Status.RETURNED_TO_SENDER,
      Status.DELIVERED
    };
    List<OrderCommand.ParcelReported> reports = new ArrayList<>();
    String shipmentId = first(handedOver());
    for (int i = 0; i < 1 + random.nextInt(6); i++) {
      reports.add(
          report(
              shipmentId,
              "e" + i,
              reported[random.nextInt(reported.length)],
              NOON.plusSeconds(60L * i)));
    }
    OrderScene inOrder = handedOver();
    reports.forEach(inOrder::put);
    List<OrderCommand.ParcelReported> shuffled = new ArrayList<>(reports);
    shuffled.addAll(reports);
    Collections.shuffle(shuffled, random);
    OrderScene anyOrder = handedOver();
    Status before = Status.HANDED_OVER;
    for (OrderCommand.ParcelReported one : shuffled) {
      anyOrder.put(one);
      Status is = shipment(anyOrder, 0).status();
      assertThat(is).as("seed %d: never backwards", seed).isGreaterThanOrEqualTo(before);
      before = is;
    }
    assertThat(shipment(anyOrder, 0)).as("seed %d", seed).isEqualTo(shipment(inOrder, 0));
    assertThat(anyOrder.order().status()).as("seed %d", seed).isEqualTo(inOrder.order().status());
  }

  @Test
  void aTimelineIsBoundedAndWhatFellOutOfItIsNotHeardAgain() {
    OrderScene scene = handedOver();
    for (int i = 0; i < 3 * Shipment.TIMELINE_MAX; i++) {
      reported(scene, "e" + i, Status.IN_TRANSIT, NOON.plusSeconds(i));
    }
    assertThat(shipment(scene, 0).timeline()).hasSize(Shipment.TIMELINE_MAX);
    reported(scene, "e1", Status.IN_TRANSIT, NOON.plusSeconds(1));
    assertThat(scene.eventTypes()).isEmpty();
  }

  private static String refusalOf(OrderScene scene, OrderCommand command) {
    return scene.put(command, STAFF).refusal();
  }

  private static Order.Allocation allocation(String warehouseId, int quantity) {
    return new Order.Allocation(warehouseId, quantity);
  }
}

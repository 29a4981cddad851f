package dev.millrace.orders.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.orders.order.ReturnCase.Status;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A return from its request to its money. */
class ReturnCaseTest {

  private static final String ID = "ret_1";
  private static final String OTHER = "return_step_not_allowed";
  private static final ReturnTerms FEES =
      new ReturnTerms(
          Duration.ofDays(30),
          Duration.ofDays(60),
          List.of("SKU-2"),
          ReturnTerms.Approval.STAFF,
          Duration.ofDays(20),
          1_000,
          300);

  /** Each row a state, each column a step; what comes of it, or - if it was taken before. */
  private static final String TABLE =
      """
      REQUESTED  | returnApproved returnRejected X X X X X returnCancelled
      APPROVED   | - X returnLabelSent returnInTransit returnReceived X X returnCancelled
      LABEL_SENT | X X returnLabelSent returnInTransit returnReceived X X returnCancelled
      IN_TRANSIT | X X X - returnReceived X X returnCancelled
      RECEIVED   | X X X X - returnInspected X X
      INSPECTED  | X X X X X - returnClosed X
      CLOSED     | X X X X X - - X
      REJECTED   | X - X X X X X X
      CANCELLED  | X X X X X X X -
      EXPIRED    | X X X X X X X X
      """;

  private static Map<String, ReturnCommand.Move> moves() {
    Map<String, ReturnCommand.Move> moves = new LinkedHashMap<>();
    moves.put("approve", new ReturnCommand.Approve());
    moves.put("reject", new ReturnCommand.Reject("no"));
    moves.put("label", new ReturnCommand.SendLabel("post", "P-1"));
    moves.put("ship", new ReturnCommand.Ship(null, "P-2"));
    moves.put("receive", new ReturnCommand.Receive("wh_1"));
    moves.put("inspect", inspection(1, 0, 0, 1));
    moves.put("close", new ReturnCommand.Close());
    moves.put("cancel", new ReturnCommand.Withdraw("kept"));
    return moves;
  }

  private static Map<Status, UnaryOperator<OrderScene>> ways() {
    Map<Status, UnaryOperator<OrderScene>> ways = new EnumMap<>(Status.class);
    ways.put(Status.REQUESTED, scene -> scene);
    ways.put(Status.APPROVED, scene -> scene.move(ID, new ReturnCommand.Approve()));
    ways.put(Status.REJECTED, scene -> scene.move(ID, new ReturnCommand.Reject("no")));
    ways.put(Status.CANCELLED, scene -> scene.move(ID, new ReturnCommand.Withdraw("kept")));
    ways.put(
        Status.LABEL_SENT,
        scene -> approved(scene).move(ID, new ReturnCommand.SendLabel("post", "P-1")));
    ways.put(
        Status.IN_TRANSIT, scene -> approved(scene).move(ID, new ReturnCommand.Ship(null, null)));
    ways.put(Status.RECEIVED, ReturnCaseTest::received);
    ways.put(Status.INSPECTED, scene -> received(scene).move(ID, inspection(1, 0, 0, 1)));
    ways.put(
        Status.CLOSED,
        scene -> refunded(received(scene).move(ID, inspection(1, 0, 0, 1)), 1_025 - 102 - 300));
    ways.put(
        Status.EXPIRED,
        scene -> {
          OrderScene open = approved(scene);
          open.now = open.now.plus(Duration.ofDays(20));
          return open.put(
              new OrderCommand.DeadlinePassed(
                  "d", open.order().returnBook().deadlines().getFirst()));
        });
    return ways;
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void everyStateMeetsEveryStep(Status status) {
    String row =
        TABLE
            .lines()
            .filter(line -> line.startsWith(status.name() + " "))
            .findFirst()
            .orElseThrow();
    String[] expected = row.substring(row.indexOf('|') + 1).strip().split(" ");
    int column = 0;
    for (Map.Entry<String, ReturnCommand.Move> move : moves().entrySet()) {
      OrderScene scene = ways().get(status).apply(asked(new OrderScene(OrderScene.TERMS, FEES)));
      assertThat(scene.order().returnBook().of(ID).orElseThrow().status()).isEqualTo(status);
      scene.move(ID, move.getValue());
      String outcome = scene.eventTypes().isEmpty() ? "-" : scene.eventTypes().getFirst();
      String said = scene.refusal().equals(OTHER) ? "X" : outcome;
      assertThat(said)
          .as("%s, %s %s", status, move.getKey(), scene.refusal())
          .isEqualTo(expected[column++]);
    }
    assertThat(column).isEqualTo(expected.length);
  }

  @Test
  void acceptedUnitsArePaidBackLessTheFees() {
    OrderScene scene = received(asked(new OrderScene(OrderScene.TERMS, FEES)));
    scene.move(ID, inspection(1, 0, 0, 1));
    ReturnMoney money = scene.order().returnBook().of(ID).orElseThrow().money();
    assertThat(money).isEqualTo(new ReturnMoney(1_025, 102, 300, 0, 623));
    assertThat(scene.asked(FollowUp.AskPayment.class))
        .extracting(FollowUp.AskPayment::amountMinor)
        .containsExactly(623L);
    assertThat(scene.asked(FollowUp.ReturnToStock.class))
        .extracting(FollowUp.ReturnToStock::warehouseId)
        .containsExactly("wh_1");
  }

  @Test
  void theSellersFaultCostsNothingAndAWholeOrderGetsItsShippingBack() {
    OrderScene scene = new OrderScene(OrderScene.TERMS, FEES).settled();
    scene.askReturn(ID, ReturnReason.DAMAGED, 2, 1);
    received(scene).inspect(ID, 0, 2, 0, 2, 1, 0, 0, 1);
    ReturnMoney money = scene.order().returnBook().of(ID).orElseThrow().money();
    assertThat(money).isEqualTo(new ReturnMoney(3_049, 0, 0, 540, OrderScene.TOTAL));
    assertThat(scene.asked(FollowUp.ReturnDamaged.class))
        .extracting(FollowUp.ReturnDamaged::quantity)
        .containsExactly(2);
    assertThat(scene.asked(FollowUp.ReturnToStock.class))
        .extracting(FollowUp.ReturnToStock::sku)
        .containsExactly("SKU-2");
  }

  @Test
  void feesAreNeverMoreThanTheUnitsAreWorth() {
    ReturnTerms dear =
        new ReturnTerms(
            FEES.window(),
            FEES.faultWindow(),
            List.of(),
            FEES.approval(),
            FEES.arrivesWithin(),
            9_000,
            5_000);
    OrderScene scene = received(asked(new OrderScene(OrderScene.TERMS, dear)));
    scene.move(ID, inspection(1, 0, 0, 1));
    assertThat(scene.order().returnBook().of(ID).orElseThrow().money())
        .isEqualTo(new ReturnMoney(1_025, 922, 103, 0, 0));
    assertThat(scene.eventTypes()).containsExactly("returnInspected", "returnClosed");
  }

  @Test
  void whatIsMissingOrNotAcceptedIsNotPaidBack() {
    OrderScene scene = new OrderScene().settled().askReturn(ID, ReturnReason.UNWANTED, 2);
    scene.move(ID, new ReturnCommand.Receive("wh_1")).inspect(ID, 0, 1, 1, 0);
    assertThat(scene.order().returnBook().of(ID).orElseThrow().status()).isEqualTo(Status.CLOSED);
    assertThat(scene.order().lines().getFirst().returned()).isEqualTo(1);
    // The missing unit is still the customer's and may be claimed again.
    scene.askReturn("ret_2", ReturnReason.UNWANTED, 1);
    assertThat(scene.eventTypes()).containsExactly("returnRequested", "returnApproved");
    scene.move("ret_2", new ReturnCommand.Receive("wh_1")).inspect("ret_2", 1, 0, 0, 1);
    assertThat(scene.order().returnBook().of("ret_2").orElseThrow().money().refundMinor())
        .isEqualTo(1_025);
  }

  @Test
  void anInspectionThatDoesNotAddUpIsRefused() {
    for (int[] found : new int[][] {{1, 1, 0, 1}, {0, 0, 0, 0}, {1, 0, 0, 2}, {2, -1, 0, 1}}) {
      OrderScene scene = received(asked(new OrderScene(OrderScene.TERMS, FEES)));
      scene.move(ID, inspection(found[0], found[1], found[2], found[3]));
      assertThat(scene.refusal()).isEqualTo("inspection_incomplete");
    }
    OrderScene scene = received(asked(new OrderScene(OrderScene.TERMS, FEES)));
    scene.move(ID, new ReturnCommand.Inspect(List.of()));
    assertThat(scene.refusal()).isEqualTo("inspection_incomplete");
  }

  @Test
  void theSameUnitsComeBackOnce() {
    OrderScene scene = new OrderScene().settled().askReturn(ID, ReturnReason.UNWANTED, 2);
    scene.askReturn("ret_2", ReturnReason.UNWANTED, 1);
    assertThat(scene.refusal()).isEqualTo("return_exceeds_ordered");
    scene.giveBack("ret_3", "l1", 1);
    assertThat(scene.refusal()).isEqualTo("return_exceeds_ordered");
    scene.cancel("cmd_c");
    assertThat(scene.refusal()).isEqualTo("return_under_way");
    scene.giveBack(ID, "l2", 1);
    assertThat(scene.refusal()).isEqualTo("return_id_reused");
    scene.askReturn(ID, ReturnReason.UNWANTED, 1);
    assertThat(scene.refusal()).isEqualTo("return_id_reused");
    scene.askReturn(ID, ReturnReason.UNWANTED, 2);
    assertThat(scene.lastEvents).isEmpty();
    assertThat(scene.lastRefusal).isEmpty();
  }

  @Test
  void theWindowClosesLaterForTheSellersFaultAndNeverForStaff() {
    OrderScene scene = new OrderScene(OrderScene.TERMS, FEES).settled();
    scene.now = scene.now.plus(Duration.ofDays(31));
    scene.askReturn("ret_2", ReturnReason.UNWANTED, 1);
    assertThat(scene.refusal()).isEqualTo("return_window_closed");
    scene.askReturn("ret_3", ReturnReason.DEFECTIVE, 1);
    assertThat(scene.eventTypes()).containsExactly("returnRequested");
    scene.put(
        new ReturnCommand.RequestReturn(
            "cmd_4",
            "ret_4",
            List.of(new ReturnCommand.Claim("l2", 1, ReturnReason.UNWANTED)),
            null),
        OrderScene.STAFF);
    assertThat(scene.eventTypes()).containsExactly("returnRequested", "returnApproved");
  }

  @Test
  void theWindowOpensWithTheDelivery() {
    OrderScene scene = new OrderScene(OrderScene.TERMS, FEES).settled();
    for (Shipment shipment : scene.order().shipments().all()) {
      String id = shipment.shipmentId();
      for (Shipment.Status step :
          List.of(
              Shipment.Status.PICKED,
              Shipment.Status.PACKED,
              Shipment.Status.LABELLED,
              Shipment.Status.HANDED_OVER)) {
        scene.put(
            new OrderCommand.AdvanceShipment("cmd_" + id + step, id, step, "bike", "B-1", null),
            OrderScene.STAFF);
      }
      scene.now = scene.now.plus(Duration.ofDays(20));
      scene.put(
          new OrderCommand.ParcelReported(
              "cmd_" + id, id, "evt_" + id, Shipment.Status.DELIVERED, scene.now, null),
          OrderScene.STAFF);
    }
    scene.now = scene.now.plus(Duration.ofDays(29));
    scene.askReturn("ret_2", ReturnReason.UNWANTED, 1);
    assertThat(scene.refusal()).isEmpty();
    scene.now = scene.now.plus(Duration.ofDays(2));
    scene.askReturn("ret_3", ReturnReason.UNWANTED, 0, 1);
    assertThat(scene.refusal()).isEqualTo("return_window_closed");
  }

  @Test
  void aFinalSaleComesBackForTheSellersFaultOnly() {
    OrderScene scene = new OrderScene(OrderScene.TERMS, FEES).settled();
    scene.askReturn("ret_2", ReturnReason.WRONG_SIZE, 0, 1);
    assertThat(scene.refusal()).isEqualTo("not_returnable");
    scene.askReturn("ret_2", ReturnReason.WRONG_ITEM, 0, 1);
    assertThat(scene.refusal()).isEmpty();
  }

  @Test
  void customersDoNotApproveTheirOwnReturns() {
    OrderScene scene = asked(new OrderScene(OrderScene.TERMS, FEES));
    scene.put(
        new ReturnCommand.MoveReturn("cmd_2", ID, new ReturnCommand.Approve()), OrderScene.SHOPPER);
    assertThat(scene.refusal()).isEqualTo(OTHER);
    scene.put(
        new ReturnCommand.MoveReturn("cmd_3", ID, new ReturnCommand.Withdraw("kept")),
        new Caller(Caller.Role.SHOPPER, "cus_2"));
    assertThat(scene.refusal()).isEqualTo("order_not_found");
    scene.move("ret_9", new ReturnCommand.Approve());
    assertThat(scene.refusal()).isEqualTo("return_not_found");
  }

  @Test
  void twoReturnsEndAtTheirOwnDeadlines() {
    OrderScene scene = new OrderScene().settled().askReturn(ID, ReturnReason.UNWANTED, 1);
    scene.now = scene.now.plus(Duration.ofDays(1));
    scene.askReturn("ret_2", ReturnReason.UNWANTED, 1);
    assertThat(scene.order().deadlines()).hasSize(2);
    scene.now = scene.order().returnBook().deadlines().getFirst();
    scene.put(new OrderCommand.DeadlinePassed("d", scene.now));
    assertThat(scene.lastEvents).containsExactly(new ReturnEvent.ReturnExpired(ID));
    assertThat(scene.order().deadlines()).hasSize(1);
  }

  @Test
  void moneyGoesBackByItselfUpToWhatWasTaken() {
    OrderScene scene = new OrderScene().settled().refund("ref_1", 1_000L);
    assertThat(scene.eventTypes()).containsExactly("refundGranted");
    scene.refund("ref_1", 1_000L);
    assertThat(scene.lastEvents).isEmpty();
    scene.refund("ref_1", 999L);
    assertThat(scene.refusal()).isEqualTo("refund_id_reused");
    scene.refund("ref_2", OrderScene.TOTAL - 999);
    assertThat(scene.refusal()).isEqualTo("refund_exceeds_captured");
    scene.refund("ref_3", null);
    assertThat(scene.asked(FollowUp.AskPayment.class))
        .extracting(FollowUp.AskPayment::amountMinor)
        .containsExactly(OrderScene.TOTAL - 1_000);
    scene.refund("ref_4", null);
    assertThat(scene.refusal()).isEqualTo("refund_exceeds_captured");
    // Nothing is left for units that come back now.
    scene.giveBack("ret_2", "l1", 1);
    assertThat(scene.lastEvents)
        .first()
        .isInstanceOfSatisfying(
            OrderEvent.ItemsReturned.class, e -> assertThat(e.refundMinor()).isZero());
  }

  @Test
  void aLineGetsBackWhatItCostOnce() {
    OrderScene scene = new OrderScene().settled();
    scene.put(lines("ref_1", "l1", 1_025), OrderScene.STAFF);
    assertThat(scene.eventTypes()).containsExactly("refundGranted");
    scene.put(lines("ref_2", "l1", 1_026), OrderScene.STAFF);
    assertThat(scene.refusal()).isEqualTo("refund_exceeds_line");
    scene.giveBack("ret_2", "l1", 2);
    assertThat(scene.lastEvents)
        .first()
        .isInstanceOfSatisfying(
            OrderEvent.ItemsReturned.class, e -> assertThat(e.refundMinor()).isEqualTo(1_025));
  }

  @Test
  void refundsThatCannotBeAreRefusedByName() {
    OrderScene scene = new OrderScene().confirmed().refund("ref_1", 1L);
    assertThat(scene.refusal()).isEqualTo("refund_exceeds_captured");
    scene = new OrderScene().settled();
    scene.put(lines("ref_1", "l9", 1), OrderScene.STAFF);
    assertThat(scene.refusal()).isEqualTo("line_unknown");
    scene.put(lines("ref_1", "l1", 1), OrderScene.SHOPPER);
    assertThat(scene.refusal()).isEqualTo("refund_not_allowed");
    scene.put(
        new ReturnCommand.RefundOrder("cmd_x", "ref_1", 1L, List.of(), "x", "somewhere_else"),
        OrderScene.STAFF);
    assertThat(scene.refusal()).isEqualTo("refund_target_unavailable");
    scene.put(
        new ReturnCommand.RefundOrder(
            "cmd_x",
            "ref_1",
            2L,
            List.of(new ReturnCommand.RefundedLine("l1", 1)),
            "x",
            "original"),
        OrderScene.STAFF);
    assertThat(scene.refusal()).isEqualTo("malformed_command");
  }

  private static ReturnCommand.RefundOrder lines(String refundId, String lineId, long minor) {
    return new ReturnCommand.RefundOrder(
        "cmd_" + refundId,
        refundId,
        null,
        List.of(new ReturnCommand.RefundedLine(lineId, minor)),
        "sorry",
        "original");
  }

  private static ReturnCommand.Move inspection(
      int resellable, int damaged, int missing, int accepted) {
    return new ReturnCommand.Inspect(
        List.of(new ReturnCommand.Finding("l1", resellable, damaged, missing, accepted)));
  }

  private static OrderScene asked(OrderScene scene) {
    return scene.settled().askReturn(ID, ReturnReason.UNWANTED, 1);
  }

  private static OrderScene approved(OrderScene scene) {
    return scene.move(ID, new ReturnCommand.Approve());
  }

  private static OrderScene received(OrderScene scene) {
    return approved(scene).move(ID, new ReturnCommand.Receive("wh_1"));
  }

  private static OrderScene refunded(OrderScene scene, long amountMinor) {
    return scene.money(
        OrderCommand.PaymentOperation.REFUND,
        RequestIds.refundOfReturn(OrderScene.ORDER_ID, ID),
        OrderCommand.PaymentOutcome.SUCCEEDED,
        amountMinor);
  }
}

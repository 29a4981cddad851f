package dev.millrace.orders.order;

import dev.millrace.orders.fraud.FraudPolicy;
import dev.millrace.orders.order.OrderCommand.PaymentOperation;
import dev.millrace.orders.order.OrderCommand.PaymentOutcome;
import dev.millrace.orders.order.OrderCommand.StockOperation;
import dev.millrace.testkit.Golden;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every state meets every command; docs/order-states.md is the expectation that people review. */
class OrderTableTest {

  private static final Path PAGE = Path.of("../docs/order-states.md");
  private static final String AUTHORIZE = RequestIds.authorize(OrderScene.ORDER_ID, 1);
  private static final Caller STAFF = new Caller(Caller.Role.OPS, "ops");

  private static final String CAPTURE_0 = RequestIds.capture(OrderScene.ORDER_ID, 1, "cap_0");

  private static final CheckoutTerms BY_HAND = OrderScene.taking(CheckoutTerms.Capture.MANUAL);

  /** Half of the first line. */
  private static final long RETURNED_MINOR = 1_025;

  /** The same once more. */
  private static final ReturnCommand.Wanted SAME = new ReturnCommand.Wanted("SKU-1", 1);

  private static final String NOT_THERE = "[*]";

  private static final String INTRODUCTION =
      """
      # Where an order can stand

      Generated from the code by `OrderTableTest`; do not edit. It brings an order into each state, gives it each command and each answer, and writes down what happens. After a change: run
      `mvn -pl streams-orders -am test -Dtest=OrderTableTest -Dsurefire.failIfNoSpecifiedTests=false -Dgolden.update=true` and review the difference.

      An order has two states: its `status`, and the `payment_status` of its latest attempt. Why it is so is in [ARCHITECTURE.md](ARCHITECTURE.md#orders).
      """;

  /** A step from one state to another, and what takes it. */
  private record Step(String from, String to) {}

  /** What became of one command in one state. */
  private record Meeting(
      String statusBefore,
      String paymentBefore,
      String statusAfter,
      String paymentAfter,
      String events) {

    /** The events or the refusal, and the states if they are others than before. */
    String cell() {
      boolean isChanged = !statusAfter.equals(statusBefore) || !paymentAfter.equals(paymentBefore);
      return isChanged ? events + " → **" + statusAfter + "**, " + paymentAfter : events;
    }
  }

  @Test
  void everyStateHasAnExpectedOutcomeForEveryCommand() {
    Map<Step, Set<String>> ofOrder = new LinkedHashMap<>();
    Map<Step, Set<String>> ofPayment = new LinkedHashMap<>();
    var table = new StringBuilder("| command or answer |");
    states()
        .forEach(
            (name, state) ->
                table.append(' ').append(name).append("<br>").append(heading(state)).append(" |"));
    table.append("\n|---|").append("---|".repeat(states().size())).append('\n');
    commands()
        .forEach(
            (name, command) -> {
              table.append("| ").append(name).append(" |");
              for (Supplier<OrderScene> state : states().values()) {
                Meeting meeting = meet(state.get(), command);
                table.append(' ').append(meeting.cell()).append(" |");
                note(ofOrder, meeting.statusBefore(), meeting.statusAfter(), name);
                note(ofPayment, meeting.paymentBefore(), meeting.paymentAfter(), name);
              }
              table.append('\n');
            });
    Golden.verify(
        PAGE,
        INTRODUCTION
            + "\n## Status\n\n"
            + "Only an order that was never confirmed is tried again under its name: one that is"
            + " cancelled after that stays so.\n\n"
            + diagram(ofOrder)
            + "\n## Payment status\n\n"
            + "A new attempt begins without a payment; the money of former attempts is followed"
            + " to its end beside it.\n\n"
            + diagram(ofPayment)
            + "\n## What each command and answer does in each state\n\n"
            + "Events are named in order; a refusal stands in `code`; `-` changes nothing. Under"
            + " the name of each state is how readers see it; behind an arrow, what it becomes."
            + "\n\n"
            + table);
  }

  private static Meeting meet(OrderScene scene, Consumer<OrderScene> command) {
    String statusBefore = status(scene);
    String paymentBefore = payment(scene);
    scene.lastEvents = List.of();
    scene.lastRefusal = java.util.Optional.empty();
    command.accept(scene);
    return new Meeting(statusBefore, paymentBefore, status(scene), payment(scene), outcome(scene));
  }

  private static String outcome(OrderScene scene) {
    if (scene.lastRefusal.isPresent()) {
      return "`" + scene.refusal() + "`";
    }
    return scene.lastEvents.isEmpty() ? "-" : String.join(", ", scene.eventTypes());
  }

  private static String heading(Supplier<OrderScene> state) {
    OrderScene scene = state.get();
    return scene.order == null ? "no order" : status(scene) + ", " + payment(scene);
  }

  private static String status(OrderScene scene) {
    return scene.order == null ? NOT_THERE : lower(scene.order().status());
  }

  private static String payment(OrderScene scene) {
    return scene.order == null ? NOT_THERE : lower(scene.order().payment().status());
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static void note(
      Map<Step, Set<String>> steps, String before, String after, String command) {
    if (!before.equals(after)) {
      steps.computeIfAbsent(new Step(before, after), step -> new LinkedHashSet<>()).add(command);
    }
  }

  private static String diagram(Map<Step, Set<String>> steps) {
    var lines = new StringBuilder("```mermaid\nstateDiagram-v2\n");
    steps.forEach(
        (step, commands) ->
            lines
                .append("  ")
                .append(step.from())
                .append(" --> ")
                .append(step.to())
                .append(": ")
                .append(String.join("<br/>", commands))
                .append('\n'));
    return lines.append("```\n").toString();
  }

  private static Map<String, Supplier<OrderScene>> states() {
    Map<String, Supplier<OrderScene>> states = new LinkedHashMap<>();
    states.put("none", OrderScene::new);
    states.put("PENDING_STOCK", () -> new OrderScene().place("cmd_1", "pm_card_visa").held(0));
    states.put("PENDING_STOCK, takes less", OrderTableTest::takesLess);
    states.put(
        "PENDING_STOCK, fewer asked for", () -> takesLess().refused(0, "insufficient_stock", 1));
    states.put("PENDING_PAYMENT", () -> new OrderScene().pendingPayment());
    states.put(
        "REQUIRES_ACTION",
        () ->
            new OrderScene()
                .pendingPayment()
                .money(PaymentOperation.AUTHORIZE, AUTHORIZE, PaymentOutcome.ACTION_REQUIRED));
    states.put("CONFIRMED", () -> new OrderScene().confirmed());
    states.put("CONFIRMED, sold and captured", () -> new OrderScene().settled());
    states.put("CONFIRMED, 1 of 2 to come", () -> new OrderScene().backordered());
    states.put(
        "CONFIRMED, 1 of 2 given back",
        () -> new OrderScene().settled().giveBack("ret_0", "l1", 1));
    states.put("FULFILLING, 1 of 2 to come", ShipmentTable::partlyPacked);
    states.put("FULFILLING, packed", ShipmentScene::packed);
    states.put("SHIPPED", ShipmentScene::handedOver);
    states.put("DELIVERED", ShipmentTable::delivered);
    states.put(
        "CONFIRMED, a return approved",
        () -> new OrderScene().settled().askReturn("ret_s", ReturnReason.UNWANTED, 1));
    states.put(
        "CONFIRMED, a return received",
        () ->
            new OrderScene()
                .settled()
                .askReturn("ret_s", ReturnReason.UNWANTED, 1)
                .move("ret_s", new ReturnCommand.Receive("wh_main")));
    states.put(
        "CONFIRMED, an exchange asked for",
        () ->
            new OrderScene()
                .settled()
                .askExchange("ret_s", ReturnReason.WRONG_SIZE, 1, SAME)
                .move("ret_s", new ReturnCommand.Receive("wh_main")));
    states.put(
        "CONFIRMED, an exchange being sold",
        () ->
            new OrderScene()
                .settled()
                .askExchange("ret_s", ReturnReason.WRONG_SIZE, 1, SAME)
                .exchange("ret_s", StockOperation.RESERVE, true)
                .move("ret_s", new ReturnCommand.Receive("wh_main"))
                .inspect("ret_s", 1, 0, 0, 1));
    states.put(
        "CONFIRMED, money by hand",
        () -> new OrderScene(BY_HAND).confirmed().committed(0, true).committed(1, true));
    states.put(
        "CONFIRMED, taken in part",
        () ->
            capture(new OrderScene(BY_HAND).confirmed(), "cap_0", 1_000L)
                .money(PaymentOperation.CAPTURE, CAPTURE_0, PaymentOutcome.SUCCEEDED, 1_000));
    states.put(
        "CONFIRMED, cash due",
        () -> new OrderScene().place("cmd_1", Placement.CASH_ON_DELIVERY).held(0).held(1));
    states.put(
        "PENDING",
        () ->
            new OrderScene()
                .pendingPayment()
                .money(PaymentOperation.AUTHORIZE, AUTHORIZE, PaymentOutcome.PENDING));
    states.put("REJECTED", () -> new OrderScene().pendingPayment().overdue());
    states.put("CANCELLED", () -> new OrderScene().pendingPayment().cancel("cmd_c"));
    states.put("CANCELLED after CONFIRMED", () -> new OrderScene().settled().cancel("cmd_c"));
    states.put(
        "CANCELLED, 1 of 2 being withdrawn", () -> new OrderScene().backordered().cancel("cmd_c"));
    states.put("CANCELLED after FULFILLING", () -> ShipmentScene.packed().cancel("cmd_c"));
    states.put("EXCEPTION", () -> new OrderScene().confirmed().committed(0, false));
    states.put("CONFIRMED, on hold", () -> new OrderScene().settled().hold("hld_0"));
    states.put(
        "CONFIRMED, under review",
        () -> new OrderScene(OrderScene.TERMS, OrderTableTest::review).settled());
    states.put(
        "CONFIRMED, 1 of 2 given up",
        () -> new OrderScene().settled().cancelLine("can_0", "l1", 1));
    states.put("EXCEPTION, capture declined", OrderTableTest::captureDeclined);
    states.put(
        "CANCELLED, refund declined",
        () ->
            new OrderScene()
                .settled()
                .cancel("cmd_c")
                .money(
                    PaymentOperation.REFUND,
                    RequestIds.refundOfCancellation(OrderScene.ORDER_ID),
                    PaymentOutcome.DECLINED));
    states.putAll(DrawTable.states());
    states.putAll(AdditionTable.states());
    return states;
  }

  private static Map<String, Consumer<OrderScene>> commands() {
    Map<String, Consumer<OrderScene>> commands = new LinkedHashMap<>();
    commands.put("PlaceOrder", scene -> scene.place("cmd_2", "pm_card_visa"));
    commands.put("PlaceOrder, same command again", scene -> scene.place("cmd_1", "pm_card_visa"));
    commands.put("PlaceOrder, other content", scene -> scene.place("cmd_3", "pm_cod"));
    commands.put("CancelOrder", scene -> scene.cancel("cmd_4"));
    commands.put(
        "CancelOrder by the staff",
        scene -> scene.put(new OrderCommand.CancelOrder("cmd_6", "no way to send it"), STAFF));
    commands.put(
        "ConfirmPayment",
        scene -> scene.put(new OrderCommand.ConfirmPayment("cmd_5", null), OrderScene.SHOPPER));
    commands.put("ReturnItems", scene -> scene.giveBack("ret_1", "l1", 1));
    commands.put("RequestReturn", scene -> scene.askReturn("ret_2", ReturnReason.DAMAGED, 1));
    commands.put("RequestReturn of 2", scene -> scene.askReturn("ret_2", ReturnReason.DAMAGED, 2));
    commands.put(
        "MoveReturn, received", scene -> scene.move("ret_s", new ReturnCommand.Receive("wh_main")));
    commands.put(
        "MoveReturn, inspected",
        scene ->
            scene.move(
                "ret_s",
                new ReturnCommand.Inspect(List.of(new ReturnCommand.Finding("l1", 1, 0, 0, 1)))));
    commands.put(
        "MoveReturn, cancelled by the customer",
        scene ->
            scene.put(
                new ReturnCommand.MoveReturn("cmd_7", "ret_s", new ReturnCommand.Withdraw("kept")),
                OrderScene.SHOPPER));
    commands.put(
        "RequestReturn with an exchange",
        scene -> scene.askExchange("ret_3", ReturnReason.DAMAGED, 1, SAME));
    for (boolean done : List.of(true, false)) {
      String word = done ? "" : " refused";
      commands.put(
          "exchange's hold" + word,
          stock(scene -> scene.exchange("ret_s", StockOperation.RESERVE, done)));
      commands.put(
          "exchange's sale" + word,
          stock(scene -> scene.exchange("ret_s", StockOperation.COMMIT, done)));
    }
    commands.put("RefundOrder", scene -> scene.refund("ref_1", 100L));
    commands.put("CapturePayment of the rest", scene -> capture(scene, "cap_1", null));
    commands.put("CapturePayment of 500", scene -> capture(scene, "cap_1", 500L));
    commands.put(
        "RecordCash of all that is due",
        scene -> scene.put(new OrderCommand.RecordCash("cmd_7", "rec_1", null, false), STAFF));
    commands.put(
        "RecordCash, given back",
        scene -> scene.put(new OrderCommand.RecordCash("cmd_8", "rec_2", null, true), STAFF));
    commands.put("last line held", stock(scene -> scene.held(1)));
    commands.put("last line refused", stock(scene -> scene.refused(1)));
    commands.put(
        "first line refused, 1 of 2 there",
        stock(scene -> scene.refused(0, "insufficient_stock", 1)));
    commands.put("first line held again", stock(scene -> scene.held(0)));
    commands.put("second line sold", stock(scene -> scene.committed(1, true)));
    commands.put("second line's sale refused", stock(scene -> scene.committed(1, false)));
    commands.put("ReturnItems of 2", scene -> scene.giveBack("ret_1", "l1", 2));
    commands.put(
        "second line held, 1 to come",
        stock(scene -> scene.answered(1, StockOperation.RESERVE, 1)));
    commands.put(
        "second line sold, 1 to come", stock(scene -> scene.answered(1, StockOperation.COMMIT, 1)));
    commands.put("first line filled", stock(scene -> scene.answered(0, StockOperation.FILL, 0)));
    commands.put("first line's backorder withdrawn", stock(scene -> scene.withdrawn(0, 1)));
    for (PaymentOutcome outcome : PaymentOutcome.values()) {
      commands.put(
          "AUTHORIZE " + outcome,
          scene -> scene.money(PaymentOperation.AUTHORIZE, AUTHORIZE, outcome));
    }
    for (PaymentOutcome outcome :
        List.of(PaymentOutcome.SUCCEEDED, PaymentOutcome.DECLINED, PaymentOutcome.UNRESOLVED)) {
      commands.put(
          "CAPTURE " + outcome,
          scene ->
              scene.money(
                  PaymentOperation.CAPTURE, RequestIds.capture(OrderScene.ORDER_ID, 1), outcome));
      commands.put(
          "VOID " + outcome,
          scene ->
              scene.money(
                  PaymentOperation.VOID, RequestIds.voiding(OrderScene.ORDER_ID, 1, 1), outcome));
      commands.put(
          "REFUND " + outcome,
          scene ->
              scene.money(
                  PaymentOperation.REFUND,
                  RequestIds.refundOfCancellation(OrderScene.ORDER_ID),
                  outcome));
    }
    commands.put(
        "REFUND SUCCEEDED, of a return",
        scene ->
            scene.money(
                PaymentOperation.REFUND,
                RequestIds.refundOfReturn(OrderScene.ORDER_ID, "ret_0"),
                PaymentOutcome.SUCCEEDED,
                RETURNED_MINOR));
    commands.putAll(ShipmentTable.commands());
    commands.putAll(DrawTable.commands());
    commands.putAll(AdditionTable.commands());
    commands.put("PutOnHold", scene -> scene.hold("hld_1"));
    commands.put("ReleaseHold", scene -> scene.release("hld_0"));
    for (Resolution action : Resolution.values()) {
      commands.put(
          "ResolveException " + action.code(), scene -> scene.resolve(action, "asked the bank"));
    }
    commands.put("CancelLines, 1 of 2", scene -> scene.cancelLine("can_1", "l1", 1));
    commands.put("CancelLines, all", scene -> scene.cancelAllLines("can_2"));
    commands.put("EditOrder, address", scene -> scene.edit("edt_1", OrderScene.addressIn("US")));
    commands.put(
        "EditOrder, other country", scene -> scene.edit("edt_2", OrderScene.addressIn("CA")));
    commands.put(
        "EditOrder, 1 instead of 2",
        scene -> scene.edit("edt_3", null, new OrderCommand.Item("l1", 1)));
    commands.put(
        "EditOrder, 3 instead of 2",
        scene -> scene.edit("edt_4", null, new OrderCommand.Item("l1", 3)));
    commands.put(
        "deadline passed",
        scene -> {
          if (scene.order != null) {
            scene.overdue();
          }
        });
    return commands;
  }

  private static OrderScene capture(
      OrderScene scene, String captureId, @Nullable Long amountMinor) {
    return scene.put(
        new OrderCommand.CapturePayment("cmd_" + captureId, captureId, amountMinor, false), STAFF);
  }

  private static OrderScene captureDeclined() {
    return new OrderScene()
        .confirmed()
        .committed(0, true)
        .committed(1, true)
        .money(
            PaymentOperation.CAPTURE,
            RequestIds.capture(OrderScene.ORDER_ID, 1),
            PaymentOutcome.DECLINED);
  }

  private static FraudPolicy.Verdict review(FraudPolicy.Subject subject) {
    return new FraudPolicy.Verdict(FraudPolicy.Outcome.REVIEW, List.of("seems odd"));
  }

  /** All but the first line is held of an order whose shopper takes less. */
  private static OrderScene takesLess() {
    return new OrderScene()
        .put(PartialScene.placing("cmd_1", "pm_card_visa"), OrderScene.SHOPPER)
        .held(1);
  }

  private static Consumer<OrderScene> stock(Consumer<OrderScene> command) {
    return scene -> {
      if (scene.order != null) {
        command.accept(scene);
      }
    };
  }
}

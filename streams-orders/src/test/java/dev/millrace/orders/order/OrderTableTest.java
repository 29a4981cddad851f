package dev.millrace.orders.order;

import dev.millrace.orders.order.OrderCommand.PaymentOperation;
import dev.millrace.orders.order.OrderCommand.PaymentOutcome;
import dev.millrace.orders.order.OrderCommand.StockOperation;
import dev.millrace.testkit.Golden;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Every state meets every command; golden/order-table.md is the expectation that people review. */
class OrderTableTest {

  private static final String AUTHORIZE = RequestIds.authorize(OrderScene.ORDER_ID, 1);

  @Test
  void everyStateHasAnExpectedOutcomeForEveryCommand() {
    var table = new StringBuilder();
    table.append("# What each command does to an order in each state\n\n");
    table.append("Events are named in order; a refusal stands in `code`; `-` changes nothing.\n\n");
    table.append("| command or answer |");
    states().keySet().forEach(state -> table.append(' ').append(state).append(" |"));
    table.append("\n|---|").append("---|".repeat(states().size())).append('\n');
    commands()
        .forEach(
            (name, command) -> {
              table.append("| ").append(name).append(" |");
              states()
                  .values()
                  .forEach(state -> table.append(' ').append(cell(state, command)).append(" |"));
              table.append('\n');
            });
    Golden.verify("order-table.md", table.toString());
  }

  private static String cell(Supplier<OrderScene> state, Consumer<OrderScene> command) {
    OrderScene scene = state.get();
    scene.lastEvents = List.of();
    scene.lastRefusal = java.util.Optional.empty();
    command.accept(scene);
    if (scene.lastRefusal.isPresent()) {
      return "`" + scene.refusal() + "`";
    }
    return scene.lastEvents.isEmpty() ? "-" : String.join(", ", scene.eventTypes());
  }

  private static Map<String, Supplier<OrderScene>> states() {
    Map<String, Supplier<OrderScene>> states = new LinkedHashMap<>();
    states.put("none", OrderScene::new);
    states.put("PENDING_STOCK", () -> new OrderScene().place("cmd_1", "pm_card_visa").held(0));
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
    states.put("REJECTED", () -> new OrderScene().pendingPayment().overdue());
    states.put("CANCELLED", () -> new OrderScene().pendingPayment().cancel("cmd_c"));
    states.put("CANCELLED after CONFIRMED", () -> new OrderScene().settled().cancel("cmd_c"));
    states.put(
        "CANCELLED, 1 of 2 being withdrawn", () -> new OrderScene().backordered().cancel("cmd_c"));
    states.put("EXCEPTION", () -> new OrderScene().confirmed().committed(0, false));
    return states;
  }

  private static Map<String, Consumer<OrderScene>> commands() {
    Map<String, Consumer<OrderScene>> commands = new LinkedHashMap<>();
    commands.put("PlaceOrder", scene -> scene.place("cmd_2", "pm_card_visa"));
    commands.put("PlaceOrder, same command again", scene -> scene.place("cmd_1", "pm_card_visa"));
    commands.put("PlaceOrder, other content", scene -> scene.place("cmd_3", "pm_cod"));
    commands.put("CancelOrder", scene -> scene.cancel("cmd_4"));
    commands.put(
        "ConfirmPayment",
        scene -> scene.put(new OrderCommand.ConfirmPayment("cmd_5", null), OrderScene.SHOPPER));
    commands.put("ReturnItems", scene -> scene.giveBack("ret_1", "l1", 1));
    commands.put("last line held", stock(scene -> scene.held(1)));
    commands.put("last line refused", stock(scene -> scene.refused(1)));
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
        "deadline passed",
        scene -> {
          if (scene.order != null) {
            scene.overdue();
          }
        });
    return commands;
  }

  private static Consumer<OrderScene> stock(Consumer<OrderScene> command) {
    return scene -> {
      if (scene.order != null) {
        command.accept(scene);
      }
    };
  }
}

package dev.millrace.orders.order;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The table's part about additions: states that orders with one come into, edits and reports. */
final class AdditionTable {

  private AdditionTable() {}

  static Map<String, Supplier<OrderScene>> states() {
    Map<String, Supplier<OrderScene>> states = new LinkedHashMap<>();
    states.put("CONFIRMED, 1 more placed", AdditionScene::raised);
    states.put(
        "CONFIRMED, 1 more confirmed",
        () ->
            AdditionScene.raised()
                .put(AdditionScene.report("edt_0", 9, Additions.Status.CONFIRMED)));
    states.put("CANCELLED, its addition is not", () -> AdditionScene.raised().cancel("cmd_c"));
    states.put(
        "CONFIRMED, adds to another",
        () ->
            new OrderScene()
                .put(adding("cmd_1"))
                .held(0)
                .held(1)
                .money(
                    OrderCommand.PaymentOperation.AUTHORIZE,
                    RequestIds.authorize(OrderScene.ORDER_ID, 1),
                    OrderCommand.PaymentOutcome.SUCCEEDED)
                .committed(0, true)
                .committed(1, true));
    return states;
  }

  static Map<String, Consumer<OrderScene>> commands() {
    Map<String, Consumer<OrderScene>> commands = new LinkedHashMap<>();
    commands.put(
        "EditOrder, 3 instead of 2, priced",
        scene -> scene.put(AdditionScene.raising("edt_5", 3, 1), OrderScene.SHOPPER));
    commands.put(
        "EditOrder, 4 in all, 1 more priced",
        scene -> scene.put(AdditionScene.raising("edt_6", 4, 1), OrderScene.SHOPPER));
    commands.put(
        "EditOrder that raised, again",
        scene -> scene.put(AdditionScene.raising("edt_0", 3, 1), OrderScene.SHOPPER));
    commands.put("PlaceOrder that adds to another", scene -> scene.put(adding("cmd_9")));
    for (Additions.Status status : Additions.Status.values()) {
      commands.put(
          "addition reports " + status,
          scene -> {
            if (scene.order != null) {
              scene.put(AdditionScene.report("edt_0", 9, status));
            }
          });
    }
    return commands;
  }

  private static OrderCommand.PlaceOrder adding(String commandId) {
    OrderCommand.PlaceOrder plain = OrderScene.placing(commandId, "pm_card_visa");
    return new OrderCommand.PlaceOrder(
        commandId,
        plain.orderId(),
        plain.placement(),
        true,
        null,
        plain.fraudFacts(),
        new Additions.To("ord_first", "edt_first"));
  }
}

package dev.millrace.orders.order;

import dev.millrace.orders.account.Account.Kind;
import dev.millrace.orders.order.Draws.Draw;
import dev.millrace.orders.order.Draws.GiveBack;
import dev.millrace.orders.order.OrderCommand.AccountAnswered;
import dev.millrace.orders.order.OrderCommand.AccountOperation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The table's part about gift cards: states that orders with one come into, and answers. */
final class DrawTable {

  private DrawTable() {}

  static Map<String, Supplier<OrderScene>> states() {
    Map<String, Supplier<OrderScene>> states = new LinkedHashMap<>();
    states.put("PENDING_STOCK, a gift card asked", DrawTable::asked);
    states.put("CONFIRMED, a gift card being spent", DrawTable::paying);
    states.put("CONFIRMED, paid by a gift card", DrawTable::paid);
    states.put("EXCEPTION, a gift card not spent", DrawTable::lost);
    return states;
  }

  static Map<String, Consumer<OrderScene>> commands() {
    Map<String, Consumer<OrderScene>> commands = new LinkedHashMap<>();
    commands.put("gift card held", scene -> answer(scene, AccountOperation.HOLD, null));
    commands.put(
        "gift card refused", scene -> answer(scene, AccountOperation.HOLD, "gift_card_expired"));
    commands.put("gift card spent", scene -> answer(scene, AccountOperation.TAKE, null));
    commands.put(
        "gift card not spent",
        scene -> answer(scene, AccountOperation.TAKE, "credit_insufficient"));
    commands.put("gift card has it back", scene -> answer(scene, AccountOperation.GIVE_BACK, null));
    return commands;
  }

  private static OrderScene asked() {
    OrderCommand.PlaceOrder plain = OrderScene.placing("cmd_1", "pm_card_visa");
    Placement placement = plain.placement();
    return new OrderScene()
        .put(
            new OrderCommand.PlaceOrder(
                "cmd_1",
                plain.orderId(),
                new Placement(
                    placement.customerId(),
                    placement.quote(),
                    placement.shippingAddress(),
                    placement.paymentMethodId(),
                    false,
                    false,
                    List.of(new Placement.Tender(Kind.GIFT_CARD, "gft_1", null))),
                true,
                null),
            OrderScene.SHOPPER)
        .held(0)
        .held(1);
  }

  private static OrderScene paying() {
    OrderScene scene = asked();
    answer(scene, AccountOperation.HOLD, null);
    return scene.committed(0, true).committed(1, true);
  }

  private static OrderScene lost() {
    OrderScene scene = paying();
    answer(scene, AccountOperation.TAKE, "credit_insufficient");
    return scene;
  }

  private static OrderScene paid() {
    OrderScene scene = paying();
    answer(scene, AccountOperation.TAKE, null);
    return scene;
  }

  /** About the first draw there is, or about one that nobody knows. */
  private static void answer(
      OrderScene scene, AccountOperation operation, @Nullable String refusal) {
    Draws draws = scene.order == null ? Draws.NONE : scene.order().draws();
    Optional<Draw> draw = draws.all().stream().findFirst();
    String holdId = draw.map(Draw::holdId).orElse("rsv_none");
    String giveBackId =
        draws.giveBacks().stream().findFirst().map(GiveBack::giveBackId).orElse("x");
    scene.put(
        new AccountAnswered(
            "a",
            operation,
            "gft_1",
            operation == AccountOperation.GIVE_BACK ? giveBackId : holdId,
            refusal == null,
            refusal,
            OrderScene.TOTAL,
            0,
            scene.now.plus(OrderScene.TERMS.hold())));
  }
}

package dev.millrace.orders.order;

import dev.millrace.orders.order.OrderCommand.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The additions of the order of {@link OrderProperties}: they move by themselves and report. */
final class AdditionProperties {

  private record Tiny(FollowUp.PlaceAddition asked, long version, Additions.State state) {}

  private final Map<String, Tiny> all = new LinkedHashMap<>();
  private int asked;

  /** An edit that wants up to two more or one less in all; some know no price, or one too few. */
  static OrderCommand.EditOrder raising(@Nullable Order order, int pick) {
    String editId = "edt_up_" + pick % 40;
    int inAll = order == null ? 2 : inAll(order);
    int further = pick / 3 % 4 - 1;
    int priced = pick % 9 == 0 ? 1 : Math.max(1, further);
    return AdditionScene.raising(
        editId,
        pick % 13 == 0 ? null : AdditionScene.quote(editId, priced),
        pick % 11 == 0 ? Long.valueOf(AdditionScene.costMinor(1)) : null,
        new Item("l1", Math.max(0, inAll + further)));
  }

  private static int inAll(Order order) {
    return EditDecider.ordered(order, "l1") + order.care().additions().units("l1");
  }

  void place(FollowUp.PlaceAddition addition) {
    asked++;
    Additions.State state =
        new Additions.State(
            Additions.Status.PLACED,
            null,
            addition.placement().quote().lines().stream()
                .map(line -> new Item(line.lineId(), line.quantity()))
                .toList());
    all.put(addition.orderId(), new Tiny(addition, 1, state));
  }

  /** One of them goes on, if it can, and says so. */
  Optional<OrderCommand> moveOne(int pick) {
    if (all.isEmpty()) {
      return Optional.empty();
    }
    List<String> ids = new ArrayList<>(all.keySet());
    String id = ids.get(pick % ids.size());
    Tiny tiny = all.get(id);
    Tiny next = new Tiny(tiny.asked(), tiny.version() + 1 + pick % 3, next(tiny.state(), pick / 7));
    if (next.state().equals(tiny.state())) {
      return Optional.empty();
    }
    all.put(id, next);
    return Optional.of(
        new OrderCommand.AdditionReported(id + next.version(), id, next.version(), next.state()));
  }

  private static Additions.State next(Additions.State state, int pick) {
    return switch (state.status()) {
      case PLACED ->
          pick % 3 == 0
              ? new Additions.State(Additions.Status.REJECTED, "out_of_stock", List.of())
              : new Additions.State(Additions.Status.CONFIRMED, null, state.units());
      case CONFIRMED -> {
        int units = state.units().getFirst().quantity();
        yield units > 1
            ? new Additions.State(
                Additions.Status.CONFIRMED, null, List.of(new Item("l1", units - 1)))
            : new Additions.State(Additions.Status.CANCELLED, "x", List.of());
      }
      case REJECTED, CANCELLED -> state;
    };
  }

  /** Each edit's addition is asked for once, and each that is asked for is known. */
  static boolean placedOnce(OrderProperties model) {
    Order order = model.order();
    if (order == null) {
      return model.additions.asked == 0;
    }
    List<Additions.Addition> known = order.care().additions().all();
    return model.additions.asked == model.additions.all.size()
        && known.size() == model.additions.asked
        && known.stream().map(Additions.Addition::editId).distinct().count() == known.size()
        && known.size() <= Additions.MAX
        && known.stream().allMatch(one -> model.additions.all.containsKey(one.orderId()));
  }

  /** Once every report has come, whatever came twice and overtook. */
  static boolean known(OrderProperties model) {
    return !model.settled
        || model.order() == null
        || model.order().care().additions().all().stream()
            .allMatch(
                one -> {
                  Tiny tiny = model.additions.all.get(one.orderId());
                  return tiny.state().equals(one.state())
                      && tiny.asked().placement().quote().totalMinor() == one.totalMinor();
                });
  }
}

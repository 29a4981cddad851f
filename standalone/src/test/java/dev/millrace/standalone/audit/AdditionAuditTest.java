package dev.millrace.standalone.audit;

import static dev.millrace.standalone.audit.OrderAuditScene.SETTLED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderAddition;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** An order and its addition under the audit. */
class AdditionAuditTest {

  private final OrderAuditScene scene = OrderAuditScene.raised();
  private final String first = OrderAuditScene.RAISED;
  private final String addition =
      Objects.requireNonNull(scene.store.get(first)).getAdditions().getFirst().getOrderId();

  @Test
  void everythingAgreesWhereNothingIsWrong() {
    assertThat(scene.audit(SETTLED, 1).differences()).isEmpty();
    assertThat(scene.store.get(first).getAdditions().getFirst().getStatus()).isEqualTo("confirmed");
    assertThat(scene.store.get(addition).getAdditionTo().getOrderId()).isEqualTo(first);
  }

  @Test
  void anAdditionThatNobodyPlaced() {
    scene.store.remove(addition);
    scene.events.removeIf(event -> event.getOrderId().equals(addition));
    assertThat(sentences()).contains("there is no order " + addition + ", which is to add to it");
  }

  @Test
  void anAdditionThatTheFirstOrderDoesNotKnow() {
    change(first, order -> order.setAdditions(null));
    assertThat(sentences()).contains("it adds to %s, which knows nothing of it".formatted(first));
  }

  @Test
  void anAdditionToAnotherOrder() {
    change(addition, order -> order.setAdditionTo(null));
    assertThat(sentences()).contains("its addition %s adds to null".formatted(addition));
  }

  @Test
  void anAdditionOfWhichNothingWasHeard() {
    scene.events.removeIf(
        event -> event.getOrderId().equals(first) && event.getAdditionChanged() != null);
    OrderAddition known = scene.store.get(first).getAdditions().getFirst();
    change(
        first,
        order ->
            order.setAdditions(
                List.of(OrderAddition.newBuilder(known).setStatus("placed").build())));
    assertThat(sentences())
        .contains("its addition %s is confirmed, it believes placed".formatted(addition));
  }

  @Test
  void anAdditionAtAnotherPrice() {
    change(addition, order -> order.setTotalMinor(1L));
    assertThat(sentences()).contains("its addition %s costs 1, not 2,000".formatted(addition));
  }

  private void change(String orderId, Consumer<Order.Builder> how) {
    Order.Builder changed = Order.newBuilder(scene.store.get(orderId));
    how.accept(changed);
    scene.store.put(orderId, changed.build());
  }

  private List<String> sentences() {
    return scene.audit(SETTLED, 1).differences().stream()
        .filter(one -> one.kind() == Difference.Kind.ORDER)
        .map(Difference::what)
        .toList();
  }
}

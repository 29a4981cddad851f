package dev.millrace.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.gateways.PaymentOutcome;
import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.orders.EditOrder;
import dev.millrace.avro.orders.EditTerms;
import dev.millrace.avro.orders.OrderAddition;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.orders.state.OrderState;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.testkit.Flow;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An edit that wants more units, through the topics of two orders. */
class AdditionTopologyTest {

  private static final String CART = "crt_1";
  private static final String FIRST = OrdersFlow.orderOf(CART);
  private static final String ADDITION = AdditionFlow.orderOf(CART, "edt_1");

  private final OrdersFlow orders = new OrdersFlow();
  private final Flow flow = orders.flow();

  @AfterEach
  void close() {
    orders.close();
  }

  @Test
  void theEditIsAnsweredAtOnceAndItsAdditionGoesItsOwnWay() {
    settled();
    OrderCommand edit = AdditionFlow.raise(orders, "cmd_2", CART, "edt_1", 3, 1).build();
    orders.ask(edit);
    Reply reply = flow.take(flow.topics().replies());
    assertThat(reply.getOrder().getOrderId()).as("one answer, of the first").isEqualTo(FIRST);
    OrderAddition told = reply.getOrder().getAdditions().getFirst();
    assertThat(told.getOrderId()).isEqualTo(ADDITION);
    assertThat(told.getStatus()).isEqualTo("placed");
    assertThat(told.getTotalMinor())
        .isEqualTo(AdditionFlow.UNIT_MINOR + AdditionFlow.SHIPPING_MINOR);
    assertThat(stored(ADDITION).getOrder().getAdditionTo().getOrderId()).isEqualTo(FIRST);

    orders.stockCommands().forEach(reserve -> orders.answer(reserve, true));
    PaymentRequest pay = orders.paymentRequest();
    assertThat(pay.getOrderId()).isEqualTo(ADDITION);
    assertThat(pay.getAmount().getMinorUnits()).isEqualTo(told.getTotalMinor());
    assertThat(pay.getPaymentMethodId()).isEqualTo("pm_card_visa");
    orders.answer(pay, PaymentOutcome.SUCCEEDED);
    assertThat(known().getStatus()).isEqualTo("confirmed");
    for (String orderId : List.of(FIRST, ADDITION)) {
      OrderState stored = stored(orderId);
      assertThat(OrderStateAvro.stored(OrderStateAvro.order(stored), List.of())).isEqualTo(stored);
    }

    flow.takeEverything();
    orders.ask(edit);
    Reply again = flow.take(flow.topics().replies());
    assertThat(again.getReplayed()).isTrue();
    assertThat(again.getOrder().getAdditions()).hasSize(1);
    flow.expectNothingElse();
  }

  @Test
  void anAdditionThatCannotBePaidIsToldOfAndLeavesTheFirstAsItWas() {
    settled();
    orders.ask(AdditionFlow.raise(orders, "cmd_2", CART, "edt_1", 3, 1));
    orders.stockCommands().forEach(reserve -> orders.answer(reserve, true));
    orders.answer(orders.paymentRequest(), PaymentOutcome.DECLINED);
    assertThat(known().getStatus()).isEqualTo("rejected");
    assertThat(known().getReason()).isEqualTo("payment_declined");
    assertThat(known().getUnits()).isEmpty();
    assertThat(stored(FIRST).getOrder().getStatus()).isEqualTo("confirmed");
    assertThat(stored(FIRST).getOrder().getCapturedMinor()).isEqualTo(OrdersFlow.TOTAL_MINOR);
  }

  @Test
  void aPriceThatPricingDidNotSignIsNone() {
    settled();
    OrderCommand.Builder edit = AdditionFlow.raise(orders, "cmd_2", CART, "edt_1", 3, 1);
    Quote dear = edit.getEdit().getTerms().getQuote();
    var cheap = Quote.newBuilder(dear).setShippingMinor(0L).setTotalMinor(1_000L).build();
    orders.ask(
        edit.setEdit(
            EditOrder.newBuilder(edit.getEdit())
                .setTerms(new EditTerms(cheap, null, null))
                .build()));
    assertThat(flow.take(flow.topics().replies()).getRefusal())
        .isEqualTo("quote_signature_invalid");
    flow.expectNothingElse();
  }

  private void settled() {
    orders.ask(orders.place("cmd_1", CART));
    orders.stockCommands().forEach(reserve -> orders.answer(reserve, true));
    orders.answer(orders.paymentRequest(), PaymentOutcome.SUCCEEDED);
    orders.stockCommands().forEach(commit -> orders.answer(commit, true));
    orders.answer(orders.paymentRequest(), PaymentOutcome.SUCCEEDED);
    flow.takeEverything();
  }

  private OrderAddition known() {
    return stored(FIRST).getOrder().getAdditions().getFirst();
  }

  private OrderState stored(String orderId) {
    return Objects.requireNonNull(orders.stored(orderId));
  }
}

package dev.millrace.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.common.Address;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import dev.millrace.avro.gateways.PaymentOutcome;
import dev.millrace.avro.inventory.Allocation;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.orders.EditOrder;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.PutOnHold;
import dev.millrace.avro.orders.ReleaseHold;
import dev.millrace.avro.orders.UnitsOfLine;
import dev.millrace.avro.orders.state.OrderState;
import dev.millrace.testkit.Flow;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people do to an order, through its topics. */
class OrderCareTopologyTest {

  private static final String CART = "crt_1";
  private static final String ORDER_ID = OrdersFlow.orderOf(CART);

  private final OrdersFlow orders = new OrdersFlow();
  private final Flow flow = orders.flow();

  @AfterEach
  void close() {
    orders.close();
  }

  @Test
  void aPreviewAnswersWhatTheEditWouldDoAndNothingHappens() {
    settled();
    long version = stored().getOrder().getVersion();
    orders.ask(orders.command("cmd_2", CART).setEdit(edit(true)));
    Reply preview = flow.take(flow.topics().replies());
    assertThat(preview.getStatus()).isEqualTo(ReplyStatus.ACCEPTED);
    assertThat(preview.getOrder().getCancelledMinor()).isEqualTo(1_000);
    assertThat(preview.getOrder().getShippingAddress().getLine1()).isEqualTo("2 Road");
    flow.expectNothingElse();
    assertThat(stored().getOrder().getVersion()).isEqualTo(version);

    orders.ask(orders.command("cmd_3", CART).setEdit(edit(false)));
    Reply done = flow.take(flow.topics().replies());
    assertThat(done.getOrder().getCancelledMinor()).isEqualTo(1_000);
    assertThat(types()).containsExactly("shippingAddressChanged", "linesCancelled");
    StockCommand back = flow.take(flow.topics().stockCommands());
    assertThat(back.getMove().getQuantity()).isEqualTo(1);
    assertThat(orders.paymentRequest().getAmount().getMinorUnits()).isEqualTo(1_000);
    OrderState stored = stored();
    assertThat(OrderStateAvro.stored(OrderStateAvro.order(stored), List.of())).isEqualTo(stored);
  }

  @Test
  void aCommandWithTwoRequestsOfPeopleIsMalformed() {
    settled();
    orders.ask(
        orders
            .command("cmd_2", CART)
            .setPutOnHold(new PutOnHold("hld_1", "address_check", null))
            .setReleaseHold(new ReleaseHold("hld_1")));
    assertThat(flow.take(flow.topics().replies()).getRefusal()).isEqualTo("malformed_command");
  }

  private static EditOrder edit(boolean preview) {
    return new EditOrder(
        "edt_1",
        new Address("A. Buyer", "2 Road", null, "Town", null, "12345", "US"),
        List.of(new UnitsOfLine("l1", 1)),
        "moved",
        preview,
        null);
  }

  private void settled() {
    orders.ask(orders.place("cmd_1", CART));
    orders.stockCommands().forEach(reserve -> orders.answer(reserve, true));
    orders.answer(orders.paymentRequest(), PaymentOutcome.SUCCEEDED);
    orders
        .stockCommands()
        .forEach(
            commit ->
                orders.answerSold(
                    commit, new Allocation("wh_main", commit.getSku().equals("SKU-1") ? 2 : 1)));
    orders.answer(orders.paymentRequest(), PaymentOutcome.SUCCEEDED);
    types();
    flow.takeAll(flow.topics().replies());
    flow.takeAll(flow.topics().cartCommands());
  }

  private OrderState stored() {
    return Objects.requireNonNull(orders.stored(ORDER_ID));
  }

  private List<String> types() {
    return flow.takeAll(flow.topics().orderEvents()).stream().map(OrderEvent::getType).toList();
  }
}

package dev.millrace.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.UnitsShort;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PartialTopologyTest {

  private final OrdersFlow orders = new OrdersFlow();

  @AfterEach
  void close() {
    orders.close();
  }

  @Test
  void theAnswerWaitsForWhatIsThereAndSaysWhatIsMissing() {
    orders.ask(orders.placePartial("cmd_1", "crt_1"));
    List<StockCommand> reserves = orders.stockCommands();
    orders.answer(reserves.getLast(), true);
    orders.answer(reserves.getFirst(), false);
    assertThat(orders.flow().takeAll(orders.flow().topics().replies())).isEmpty();

    StockCommand fewer = orders.stockCommands().getFirst();
    assertThat(fewer.getReserve().getQuantity()).isEqualTo(1);
    assertThat(fewer.getReserve().getReservationId())
        .isNotEqualTo(reserves.getFirst().getReserve().getReservationId());
    orders.answer(fewer, true);

    Reply reply = orders.flow().takeAll(orders.flow().topics().replies()).getLast();
    assertThat(reply.getStatus()).isEqualTo(ReplyStatus.ACCEPTED);
    Order order = reply.getOrder();
    assertThat(order.getStatus()).isEqualTo("pending_payment");
    assertThat(order.getUnitsShort())
        .containsExactly(
            new UnitsShort(
                "l1",
                fewer.getSku(),
                fewer.getReserve().getSellerId(),
                2,
                1,
                "insufficient_stock",
                1));
    assertThat(order.getTotalMinor())
        .isLessThan(OrdersFlow.TOTAL_MINOR)
        .isEqualTo(orders.paymentRequest().getAmount().getMinorUnits());
  }

  @Test
  void anOrderThatHasItAllWritesNothingMore() {
    orders.ask(orders.place("cmd_1", "crt_1"));
    orders.stockCommands().forEach(reserve -> orders.answer(reserve, true));
    List<String> usual = eventTypes();
    orders.ask(orders.placePartial("cmd_2", "crt_2"));
    orders.stockCommands().forEach(reserve -> orders.answer(reserve, true));

    assertThat(eventTypes()).isEqualTo(usual);
  }

  private List<String> eventTypes() {
    return orders.flow().takeAll(orders.flow().topics().orderEvents()).stream()
        .map(event -> event.getType())
        .toList();
  }
}

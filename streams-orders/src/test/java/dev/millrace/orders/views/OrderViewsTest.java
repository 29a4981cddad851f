package dev.millrace.orders.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.common.Address;
import dev.millrace.avro.orders.OrderCancelled;
import dev.millrace.avro.orders.OrderConfirmed;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.OrderNeedsAttention;
import dev.millrace.avro.orders.OrderPlaced;
import dev.millrace.avro.orders.views.OrderPositions;
import dev.millrace.avro.orders.views.OrderSummary;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteLine;
import dev.millrace.kit.app.KeyQuery;
import dev.millrace.kit.app.QueryableStore;
import dev.millrace.schemas.id.OrderListKey;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.testkit.Flow;
import dev.millrace.testkit.Golden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrderViewsTest {

  private static final Actor SYSTEM = new Actor(ActorRole.SYSTEM, "orders");

  private final ViewsFlow views = new ViewsFlow();

  @AfterEach
  void close() {
    views.close();
  }

  @Test
  void theNamesOfWhatPersistsAreFrozen() {
    var module = OrderViewsModule.of(new Topics(new InMemoryRegistry(), 1), views.log());
    assertThat(module.applicationId()).isEqualTo("order-views");
    assertThat(module.inBackground()).isTrue();
    assertThat(module.keyQueries().stream().map(KeyQuery::name))
        .containsExactly("order-event-page", "order-as-of");
    assertThat(module.queryableStores().stream().map(QueryableStore::store))
        .containsExactly(
            "order-positions", "orders-by-customer", "orders-by-seller", "orders-in-exception");
    Golden.verifyTopology("topology-views.txt", module.topology());
  }

  @Test
  void theLatestOrderIsTheFirstOfItsCustomerAndOfEachOfItsSellers() {
    views.happened(placed("ord_1", 1, 0, "cus_1", line("sel_a", 100), line("sel_b", 30)));
    views.happened(placed("ord_3", 1, 5, "cus_1", line("sel_b", 7)));
    views.happened(placed("ord_2", 1, 5, "cus_1", line("sel_a", 1), line("sel_a", 2)));
    views.happened(placed("ord_4", 1, 9, "cus_10", line("sel_a", 50)));

    assertThat(ids(views.ofCustomer("cus_1"))).containsExactly("ord_2", "ord_3", "ord_1");
    assertThat(ids(views.ofCustomer("cus_10"))).containsExactly("ord_4");
    assertThat(ids(views.ofSeller("sel_a"))).containsExactly("ord_4", "ord_2", "ord_1");
    OrderSummary ofB = views.ofSeller("sel_b").getLast();
    assertThat(ofB.getTotalMinor()).isEqualTo(30);
    assertThat(ofB.getLineCount()).isEqualTo(1);
    assertThat(views.ofCustomer("cus_1").getLast().getTotalMinor()).isEqualTo(130);
  }

  @Test
  void aSellerWhoIsNotInTheNextAttemptLosesTheOrder() {
    views.happened(placed("ord_1", 1, 0, "cus_1", line("sel_a", 100), line("sel_b", 30)));
    views.happened(placed("ord_1", 2, 60_000, "cus_1", line("sel_b", 31)));

    assertThat(views.ofSeller("sel_a")).isEmpty();
    assertThat(views.ofSeller("sel_b"))
        .extracting(OrderSummary::getTotalMinor)
        .containsExactly(31L);
    assertThat(views.ofCustomer("cus_1"))
        .extracting(OrderSummary::getPlacedAt)
        .containsExactly(Flow.START);
  }

  @Test
  void everyListShowsTheSameStatus() {
    views.happened(placed("ord_1", 1, 0, "cus_1", line("sel_a", 100), line("sel_b", 30)));
    views.happened(
        event("ord_1", 2, 10).setOrderConfirmed(new OrderConfirmed("cmd", null)).build());
    for (List<OrderSummary> list :
        List.of(views.ofCustomer("cus_1"), views.ofSeller("sel_a"), views.ofSeller("sel_b"))) {
      assertThat(list).extracting(OrderSummary::getStatus).containsExactly("confirmed");
    }
  }

  @Test
  void aKindThatIsNewerThanTheViewsChangesNothingButThePositions() {
    views.happened(placed("ord_1", 1, 0, "cus_1", line("sel_a", 100)));
    views.happened(event("ord_1", 2, 10).setType("orderGiftWrapped").build());

    assertThat(views.positions("ord_1").getOffsets()).containsExactly(0L, 1L);
    assertThat(views.ofCustomer("cus_1").getFirst().getStatus()).isEqualTo("pending_stock");
  }

  @Test
  void anEventThatIsHeardAgainChangesNothing() {
    views.happened(placed("ord_1", 1, 0, "cus_1", line("sel_a", 100)));
    OrderPositions before = views.positions("ord_1");
    views.happened(placed("ord_1", 1, 0, "cus_1", line("sel_a", 100)));
    assertThat(views.positions("ord_1")).isEqualTo(before);
  }

  @Test
  void aGapIsNotPassedOver() {
    OrderPositions first =
        Following.next(null, placed("ord_1", 1, 0, "cus_1", line("sel_a", 1)), 0, 7);
    assertThatThrownBy(() -> Following.next(first, cancelled("ord_1", 3), 0, 9))
        .hasMessageContaining("ord_1:3");
    assertThatThrownBy(() -> Following.next(null, cancelled("ord_1", 1), 0, 9))
        .hasMessageContaining("begins");
  }

  @Test
  void ofMoreEventsThanFitTheFirstAreKeptAndTheListGoesOn() {
    OrderPositions order =
        Following.next(null, placed("ord_1", 1, 0, "cus_1", line("sel_a", 1)), 0, 0);
    for (int sequence = 2; sequence <= Following.POSITIONS_MAX + 5; sequence++) {
      order = Following.next(order, attention("ord_1", sequence), 0, sequence);
    }
    order = Following.next(order, cancelled("ord_1", Following.POSITIONS_MAX + 6), 0, 99_999);
    assertThat(order.getOffsets()).hasSize(Following.POSITIONS_MAX);
    assertThat(order.getSummary().getStatus()).isEqualTo("cancelled");
  }

  @Test
  void nobodyIsListedUnderANameThatWouldPassForAnothers() {
    String forged = "cus_1" + OrderListKey.place(Flow.START, "ord_0").charAt(13) + "x";
    views.happened(placed("ord_1", 1, 0, forged, line(forged, 100)));
    assertThat(views.ofCustomer("cus_1")).isEmpty();
    assertThat(views.ofSeller("cus_1")).isEmpty();
    assertThat(views.positions("ord_1")).isNotNull();
  }

  @Test
  void eventsAreReadFromTheLogInPages() {
    views.happened(placed("ord_1", 1, 0, "cus_1", line("sel_a", 100)));
    views.happened(placed("ord_2", 1, 0, "cus_1", line("sel_a", 100)));
    for (int sequence = 2; sequence <= 7; sequence++) {
      views.happened(attention("ord_1", sequence));
    }

    assertThat(sequences(Map.of())).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    var page = views.page("ord_1", Map.of("limit", 3, "after_sequence", 1));
    assertThat(page.getEvents()).extracting(OrderEvent::getSequence).containsExactly(2L, 3L, 4L);
    assertThat(page.getNextAfterSequence()).isEqualTo(4);
    assertThat(page.getLastSequence()).isEqualTo(7);
    assertThat(views.page("ord_1", Map.of("limit", 3, "after_sequence", 4)).getNextAfterSequence())
        .isNull();
    assertThat(sequences(Map.of("after_sequence", 7))).isEmpty();
    assertThat(sequences(Map.of("after_sequence", 999))).isEmpty();
  }

  @Test
  void whatTheAskerHasSeenIsWaitedFor() {
    views.happened(placed("ord_1", 1, 0, "cus_1", line("sel_a", 100)));
    assertThat(views.events("ord_1", Map.of("through", 2))).isInstanceOf(KeyQuery.Behind.class);
    assertThat(views.asOf("ord_1", Map.of("through", 2, "version", 1)))
        .isInstanceOf(KeyQuery.Behind.class);
    assertThat(views.events("ord_9", Map.of("through", 1))).isInstanceOf(KeyQuery.Behind.class);
    assertThat(views.events("ord_9", Map.of())).isInstanceOf(KeyQuery.Missing.class);
  }

  @Test
  void aLogThatDoesNotAnswerIsNotAnOrderWithoutEvents() {
    views.happened(placed("ord_1", 1, 0, "cus_1", line("sel_a", 100)));
    views.log().silent = true;
    assertThat(views.events("ord_1", Map.of())).isInstanceOf(KeyQuery.Behind.class);
    assertThat(views.asOf("ord_1", Map.of("version", 1))).isInstanceOf(KeyQuery.Behind.class);
  }

  @Test
  void noVersionIsMadeUp() {
    views.happened(placed("ord_1", 1, 1_000, "cus_1", line("sel_a", 100)));
    assertThat(views.atVersion("ord_1", 2).getOrder()).isNull();
    assertThat(views.atVersion("ord_1", 2).getIncomplete()).isFalse();
    assertThat(views.at("ord_1", Flow.START.toEpochMilli()).getOrder()).isNull();
    for (Map<String, Object> bad :
        List.<Map<String, Object>>of(
            Map.of(), Map.of("version", 0), Map.of("version", 1, "as_of", 1))) {
      assertThatThrownBy(() -> views.asOf("ord_1", bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private List<Long> sequences(Map<String, Object> parameters) {
    return views.page("ord_1", parameters).getEvents().stream()
        .map(OrderEvent::getSequence)
        .toList();
  }

  private static List<String> ids(List<OrderSummary> list) {
    return list.stream().map(OrderSummary::getOrderId).toList();
  }

  private static OrderEvent.Builder event(String orderId, long sequence, long afterMs) {
    return OrderEvent.newBuilder()
        .setEventId(orderId + ":" + sequence)
        .setOrderId(orderId)
        .setSequence(sequence)
        .setAt(Flow.START.plusMillis(afterMs))
        .setCommandId("cmd_" + sequence)
        .setActor(SYSTEM)
        .setType("orderConfirmed");
  }

  private static OrderEvent cancelled(String orderId, long sequence) {
    return event(orderId, sequence, sequence)
        .setType("orderCancelled")
        .setOrderCancelled(new OrderCancelled(SYSTEM, "why"))
        .build();
  }

  private static OrderEvent attention(String orderId, long sequence) {
    return event(orderId, sequence, sequence)
        .setType("orderNeedsAttention")
        .setOrderNeedsAttention(new OrderNeedsAttention("stock_lost", ""))
        .build();
  }

  private static QuoteLine line(String sellerId, long totalMinor) {
    return new QuoteLine(
        "lin_" + totalMinor,
        "SKU",
        sellerId,
        1,
        totalMinor,
        totalMinor,
        0L,
        0L,
        totalMinor,
        List.of());
  }

  private static OrderEvent placed(
      String orderId, long sequence, long afterMs, String customerId, QuoteLine... lines) {
    long total =
        new ArrayList<>(Arrays.asList(lines)).stream().mapToLong(QuoteLine::getTotalMinor).sum();
    var quote =
        new Quote(
            "quo_1",
            customerId,
            "crt_1",
            0L,
            "USD",
            List.of(lines),
            "standard",
            0L,
            0L,
            List.of(),
            total,
            0L,
            0L,
            total,
            "HALF_UP",
            "LINE",
            "US",
            null,
            Flow.START,
            Flow.START.plusSeconds(900),
            "",
            null);
    return event(orderId, sequence, afterMs)
        .setType("orderPlaced")
        .setOrderPlaced(
            new OrderPlaced(
                (int) sequence,
                customerId,
                quote,
                new Address("A. Buyer", "1 Road", null, "Town", null, "12345", "US"),
                "pm_card_visa",
                "digest",
                Flow.START.plusSeconds(10),
                false,
                null,
                false,
                null,
                null))
        .build();
  }
}

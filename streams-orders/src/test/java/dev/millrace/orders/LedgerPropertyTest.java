package dev.millrace.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.ledger.JournalEntry;
import dev.millrace.avro.ledger.LedgerPosting;
import dev.millrace.avro.ledger.state.LedgerBalance;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderCash;
import dev.millrace.avro.orders.OrderDraw;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.OrderGiveBack;
import dev.millrace.orders.ledger.LedgerBooks;
import dev.millrace.orders.ledger.LedgerFlow;
import dev.millrace.testkit.Replay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger over whole lives of orders: at every offset balanced, and true to the orders. */
class LedgerPropertyTest {

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void atEveryOffsetTheBooksBalanceAndSayWhatTheOrdersSay(long seed) {
    List<OrderEvent> events = OrderViewsPropertyTest.lives(seed);
    Map<String, List<OrderEvent>> soFar = new HashMap<>();
    Map<String, Long> provider = new HashMap<>();
    Map<String, Long> shared = new HashMap<>();
    var balances = new LedgerBooks.Balances();
    try (var ledger = new LedgerFlow()) {
      for (OrderEvent event : events) {
        soFar.computeIfAbsent(event.getOrderId(), id -> new ArrayList<>()).add(event);
        for (JournalEntry entry : ledger.happened(event)) {
          assertThat(entry.getEntryId()).as("seed %d", seed).isEqualTo(event.getEventId());
          balances.add(entry);
          for (LedgerPosting posting : entry.getPostings()) {
            count(posting, event.getOrderId(), provider, shared);
          }
        }
        Order order = OrdersLedger.fold(soFar.get(event.getOrderId())).getOrder();
        OrderCash cash = order.getCash();
        long inCash = cash == null ? 0 : cash.getReceivedMinor() - cash.getGivenBackMinor();
        long taken = order.getCapturedMinor() - order.getRefundedMinor() + inCash + inCredit(order);
        assertThat(provider.getOrDefault(event.getOrderId(), 0L))
            .as("seed %d after %s", seed, event.getEventId())
            .isEqualTo(taken);
        assertThat(-shared.getOrDefault(event.getOrderId(), 0L))
            .as("seed %d after %s: sellers, fees, tax and shipping", seed, event.getEventId())
            .isEqualTo(taken);
        Map<String, LedgerBalance> stored = ledger.balances();
        assertThat(stored).as("seed %d", seed).isEqualTo(balances.all());
        assertThat(
                stored.values().stream()
                    .mapToLong(one -> one.getDebitMinor() - one.getCreditMinor())
                    .sum())
            .as("seed %d after %s", seed, event.getEventId())
            .isZero();
      }
      Map<String, List<JournalEntry>> made =
          Replay.byKey(ledger.entries(), JournalEntry::getOrderId);
      soFar.forEach(
          (orderId, ofOrder) ->
              assertThat(LedgerBooks.entries(ofOrder, made.getOrDefault(orderId, List.of())))
                  .as("seed %d, %s derived again", seed, orderId)
                  .hasSize(made.getOrDefault(orderId, List.of()).size()));
      made.forEach(
          (orderId, ofOrder) ->
              assertThat(LedgerBooks.entries(soFar.getOrDefault(orderId, List.of()), ofOrder))
                  .as("seed %d, %s derived again", seed, orderId)
                  .isEqualTo(ofOrder));
    }
  }

  private static long inCredit(Order order) {
    List<OrderDraw> draws = order.getDraws();
    List<OrderGiveBack> backs = order.getGiveBacks();
    long taken =
        draws == null
            ? 0
            : draws.stream()
                .filter(one -> one.getStep().equals("TAKEN"))
                .mapToLong(OrderDraw::getDrawn)
                .sum();
    long back =
        backs == null
            ? 0
            : backs.stream()
                .filter(one -> one.getStep().equals("DONE"))
                .mapToLong(OrderGiveBack::getAmount)
                .sum();
    return taken - back;
  }

  private static void count(
      LedgerPosting posting, String orderId, Map<String, Long> provider, Map<String, Long> shared) {
    String kind = posting.getAccount().split(":", 2)[0];
    switch (kind) {
      case "provider_receivable", "cash", "gift_cards", "store_credit" ->
          provider.merge(orderId, posting.getAmountMinor(), Long::sum);
      case "seller_payable",
          "platform_fees",
          "tax_payable",
          "shipping_income",
          "restocking_fees",
          "return_shipping_fees" ->
          shared.merge(orderId, posting.getAmountMinor(), Long::sum);
      default ->
          assertThat(kind)
              .isIn("authorised_promise", "promise_contra", "buyer_receivable", "deferred_sales");
    }
  }

  /** Lives in which nothing is taken or given back prove nothing. */
  @Test
  void theseLivesMoveMoneyInEveryWay() {
    Set<String> kinds = new TreeSet<>();
    for (long seed = 1; seed <= 20; seed++) {
      try (var ledger = new LedgerFlow()) {
        OrderViewsPropertyTest.lives(seed).forEach(ledger::happened);
        ledger.entries().forEach(entry -> kinds.add(entry.getEventType()));
      }
    }
    assertThat(kinds)
        .contains(
            "paymentAuthorized",
            "paymentVoided",
            "orderConfirmed",
            "paymentCaptured",
            "paymentRefunded",
            "orderCancelled",
            "drawTaken",
            "drawGivenBack",
            "storeCreditIssued",
            "cashReceived");
  }

  /** What entries added up to when they were recorded, they add up to for ever. */
  @Test
  void recordedEntriesLeadToTheSameBalances() {
    try (var ledger = new LedgerFlow()) {
      OrderViewsPropertyTest.lives(3).forEach(ledger::happened);
      var replay =
          new Replay<>(
              ledger.topics(),
              ledger.topics().ledgerEntries(),
              (List<JournalEntry> entries) -> {
                var balances = new LedgerBooks.Balances();
                entries.forEach(balances::add);
                return List.copyOf(balances.all().values());
              });
      replay.verify("lives", ledger.entries());
      assertThat(new HashSet<>(ledger.entries())).hasSameSizeAs(ledger.entries());
    }
  }
}

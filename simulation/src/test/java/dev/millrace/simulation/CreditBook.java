package dev.millrace.simulation;

import dev.millrace.avro.accounts.AccountEvent;
import dev.millrace.avro.accounts.AccountKind;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderDraw;
import dev.millrace.avro.orders.OrderGiveBack;
import dev.millrace.orders.ledger.CreditBooks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gift cards, store credit and uses of coupons as their events tell of them, beside the money that
 * orders say they spent.
 */
final class CreditBook {

  /** What the shop issues, and not an order. */
  private static final String OF_THE_SHOP = "shop_";

  private final Map<String, Long> balances = new HashMap<>();
  private final Map<String, Long> held = new HashMap<>();
  private final Map<String, Long> amounts = new HashMap<>();
  private final Set<String> coupons = new HashSet<>();
  private final Map<String, List<AccountEvent>> issues = new HashMap<>();
  private long spentMinor;
  private String below = "";

  void enter(AccountEvent event) {
    String account = event.getAccountId();
    if (CreditBooks.concerns(event)) {
      issues.computeIfAbsent(account, none -> new ArrayList<>()).add(event);
    }
    if (event.getAmountIssued() != null) {
      long amount = event.getAmountIssued().getAmount();
      add(balances, account, amount);
      if (isUses(event.getAmountIssued().getKind())) {
        coupons.add(account);
        return;
      }
      spentMinor -= event.getAmountIssued().getIssueId().startsWith(OF_THE_SHOP) ? 0 : amount;
    }
    if (event.getAmountHeld() != null) {
      amounts.put(event.getAmountHeld().getHoldId(), event.getAmountHeld().getAmount());
      add(held, account, event.getAmountHeld().getAmount());
    }
    if (event.getAmountReleased() != null) {
      add(held, account, -event.getAmountReleased().getAmount());
      amounts.put(event.getAmountReleased().getHoldId(), 0L);
    }
    if (event.getAmountTaken() != null) {
      // What had run out and was spent all the same is not held any more.
      add(held, account, -amounts.getOrDefault(event.getAmountTaken().getHoldId(), 0L));
      add(balances, account, -event.getAmountTaken().getAmount());
      spentMinor += coupons.contains(account) ? 0 : event.getAmountTaken().getAmount();
    }
    if (event.getAmountGivenBack() != null) {
      add(balances, account, event.getAmountGivenBack().getAmount());
      spentMinor -= coupons.contains(account) ? 0 : event.getAmountGivenBack().getAmount();
    }
    long free = balances.getOrDefault(account, 0L) - held.getOrDefault(account, 0L);
    if (free < 0 || held.getOrDefault(account, 0L) < 0) {
      below = "%s has %d free after %s".formatted(account, free, event.getEventId());
    }
  }

  /** What is wrong, if some account was ever below zero. */
  Optional<String> below() {
    return below.isEmpty() ? Optional.empty() : Optional.of(below);
  }

  /** What is on gift cards and store credit. */
  long onAccountsMinor() {
    return balances.entrySet().stream()
        .filter(one -> !coupons.contains(one.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** What a ledger made of their events, and of no order's, owes for them. */
  long owedWithoutOrdersMinor() {
    return issues.values().stream()
        .flatMap(events -> CreditBooks.entries(events, List.of()).stream())
        .flatMap(entry -> entry.getPostings().stream())
        .filter(posting -> !posting.getAccount().equals("issued_credit"))
        .mapToLong(posting -> -posting.getAmountMinor())
        .sum();
  }

  /** What orders have spent, less what they gave back or made of other money. */
  long spentMinor() {
    return spentMinor;
  }

  /** The same as one order says. */
  static long spentMinor(Order order) {
    List<OrderDraw> draws = order.getDraws();
    List<OrderGiveBack> backs = order.getGiveBacks();
    long taken =
        draws == null
            ? 0
            : draws.stream()
                .filter(one -> one.getStep().equals("TAKEN") && !isUses(one.getKind()))
                .mapToLong(OrderDraw::getDrawn)
                .sum();
    long back =
        backs == null
            ? 0
            : backs.stream()
                .filter(one -> one.getStep().equals("DONE") && isMoney(order, one.getHoldId()))
                .mapToLong(OrderGiveBack::getAmount)
                .sum();
    return taken - back;
  }

  /** What an order draws in all, spent or not. */
  static long drawnMinor(Order order) {
    List<OrderDraw> draws = order.getDraws();
    return draws == null
        ? 0
        : draws.stream().filter(one -> !isUses(one.getKind())).mapToLong(OrderDraw::getDrawn).sum();
  }

  /** Whether an account could not spend what it had kept for an order. */
  static boolean isLost(Order order) {
    List<OrderDraw> draws = order.getDraws();
    return draws != null && draws.stream().anyMatch(one -> one.getStep().equals("LOST"));
  }

  /** Whether an order waits for an account. */
  static boolean waits(Order order) {
    List<OrderDraw> draws = order.getDraws();
    List<OrderGiveBack> backs = order.getGiveBacks();
    return draws != null && draws.stream().anyMatch(one -> one.getStep().equals("TAKING"))
        || backs != null && backs.stream().anyMatch(one -> one.getStep().equals("ASKED"));
  }

  private static boolean isUses(AccountKind kind) {
    return kind == AccountKind.COUPON || kind == AccountKind.COUPON_OF_CUSTOMER;
  }

  private static boolean isMoney(Order order, @Nullable String holdId) {
    return holdId == null
        || order.getDraws().stream()
            .noneMatch(one -> one.getHoldId().equals(holdId) && isUses(one.getKind()));
  }

  private static void add(Map<String, Long> sums, String account, long amount) {
    sums.merge(account, amount, Long::sum);
  }
}

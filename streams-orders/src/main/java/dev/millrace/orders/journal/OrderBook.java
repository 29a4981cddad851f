package dev.millrace.orders.journal;

import dev.millrace.orders.journal.Account.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The books of one order: what its entries have posted so far, so that what goes back goes back
 * exactly. An order has one currency.
 *
 * @param lastSequence of the latest event that meant something here
 * @param entryCount how many entries it has
 * @param slots the lines in their order, and the shipping at the end
 * @param promisedMinor what is promised, and neither taken nor given back
 * @param owedMinor what the buyer owes for the confirmed order
 * @param unallocatedMinor what was taken beyond the lines; below zero, what went back beyond what
 *     was taken
 * @param claims refunds that were asked for, the earliest first
 * @param fees of returns, each kind once
 * @param cash whether it is paid in cash on delivery
 * @param credit whether gift cards or store credit pay a part of it
 */
public record OrderBook(
    String orderId,
    long lastSequence,
    long entryCount,
    Terms terms,
    String currency,
    List<Slot> slots,
    long promisedMinor,
    long owedMinor,
    long unallocatedMinor,
    List<Claim> claims,
    List<Fee> fees,
    boolean cash,
    boolean credit) {

  /** More returns than an order takes; of more, the earliest are given up. */
  private static final int CLAIMS_MAX = 500;

  public OrderBook {
    slots = List.copyOf(slots);
    claims = List.copyOf(claims);
    fees = List.copyOf(fees);
  }

  long totalMinor() {
    return slots.stream().mapToLong(Slot::totalMinor).sum();
  }

  long[] each(ToLongFunction<Slot> amount) {
    return slots.stream().mapToLong(amount).toArray();
  }

  Optional<Claim> claim(String requestId) {
    return claims.stream().filter(one -> one.requestId().equals(requestId)).findFirst();
  }

  /** What those who asked for money back still wait for, for each slot. */
  long[] claimedMinor() {
    long[] sums = new long[slots.size()];
    for (Claim claim : claims) {
      for (int i = 0; i < sums.length && i < claim.partsMinor().size(); i++) {
        sums[i] += claim.partsMinor().get(i);
      }
    }
    return sums;
  }

  OrderBook at(long sequence, long entries) {
    var next = new Draft(this);
    next.lastSequence = sequence;
    next.entryCount = entries;
    return next.book();
  }

  OrderBook placed(String newCurrency, List<Slot> newSlots) {
    var next = new Draft(this);
    next.currency = newCurrency;
    next.slots = newSlots;
    next.cash = false;
    next.credit = false;
    return next.book();
  }

  /** The buyer will pay in cash. */
  OrderBook paidInCash() {
    var next = new Draft(this);
    next.cash = true;
    return next.book();
  }

  /** Gift cards or store credit pay a part. */
  OrderBook paidByCredit() {
    var next = new Draft(this);
    next.credit = true;
    return next.book();
  }

  /** With what is left of a claim, where it stood, after so much of each slot was paid. */
  OrderBook reclaimed(OrderBook before, String requestId, long[] partsMinor) {
    List<Claim> open = new ArrayList<>();
    for (Claim claim : before.claims) {
      if (!claim.requestId().equals(requestId)) {
        open.add(claim);
        continue;
      }
      List<Long> left = new ArrayList<>();
      for (int i = 0; i < claim.partsMinor().size(); i++) {
        long paid = i < partsMinor.length ? partsMinor[i] : 0;
        left.add(Math.max(0, claim.partsMinor().get(i) - paid));
      }
      if (left.stream().anyMatch(part -> part > 0)) {
        open.add(new Claim(requestId, left));
      }
    }
    return claiming(open);
  }

  OrderBook promised(long amountMinor) {
    var next = new Draft(this);
    next.promisedMinor = amountMinor;
    return next.book();
  }

  OrderBook owed(long amountMinor) {
    var next = new Draft(this);
    next.owedMinor = amountMinor;
    return next.book();
  }

  OrderBook unallocated(long amountMinor) {
    var next = new Draft(this);
    next.unallocatedMinor = amountMinor;
    return next.book();
  }

  OrderBook with(List<Slot> newSlots) {
    var next = new Draft(this);
    next.slots = newSlots;
    return next.book();
  }

  /** The fee of a kind; none yet if none was said. */
  Fee fee(Kind kind) {
    return fees.stream().filter(one -> one.kind() == kind).findFirst().orElse(Fee.none(kind));
  }

  OrderBook with(Fee fee) {
    List<Fee> all = new ArrayList<>(fees);
    all.removeIf(one -> one.kind() == fee.kind());
    all.add(fee);
    all.sort(Comparator.comparing(Fee::kind));
    var next = new Draft(this);
    next.fees = all;
    return next.book();
  }

  OrderBook plus(Claim claim) {
    List<Claim> all = new ArrayList<>(claims);
    all.add(claim);
    int surplus = Math.max(0, all.size() - CLAIMS_MAX);
    return claiming(all.subList(surplus, all.size()));
  }

  OrderBook without(String requestId) {
    return claiming(claims.stream().filter(one -> !one.requestId().equals(requestId)).toList());
  }

  /** What the earliest claims make of so much, for each slot. */
  long[] earliest(long amountMinor) {
    long[] sums = new long[slots.size()];
    long left = amountMinor;
    for (Claim claim : claims) {
      long[] wanted = new long[sums.length];
      for (int i = 0; i < sums.length && i < claim.partsMinor().size(); i++) {
        wanted[i] = claim.partsMinor().get(i);
      }
      long[] parts = Shares.apportion(left, wanted);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += parts[i];
        left -= parts[i];
      }
    }
    return sums;
  }

  /** Claims that were paid so much of each slot, the earliest first. */
  OrderBook paid(long[] partsMinor) {
    long[] left = partsMinor.clone();
    List<Claim> open = new ArrayList<>();
    for (Claim claim : claims) {
      List<Long> parts = new ArrayList<>();
      for (int i = 0; i < claim.partsMinor().size(); i++) {
        long claimed = claim.partsMinor().get(i);
        long paid = i < left.length ? Math.min(claimed, left[i]) : 0;
        if (i < left.length) {
          left[i] -= paid;
        }
        parts.add(claimed - paid);
      }
      if (parts.stream().anyMatch(part -> part > 0)) {
        open.add(new Claim(claim.requestId(), parts));
      }
    }
    return claiming(open);
  }

  private OrderBook claiming(List<Claim> newClaims) {
    var next = new Draft(this);
    next.claims = newClaims;
    return next.book();
  }

  /** A copy in which some things are about to differ. */
  private static final class Draft {
    private final OrderBook before;
    private long lastSequence;
    private long entryCount;
    private String currency;
    private List<Slot> slots;
    private long promisedMinor;
    private long owedMinor;
    private long unallocatedMinor;
    private List<Claim> claims;
    private List<Fee> fees;
    private boolean cash;
    private boolean credit;

    Draft(OrderBook before) {
      this.before = before;
      this.lastSequence = before.lastSequence;
      this.entryCount = before.entryCount;
      this.currency = before.currency;
      this.slots = before.slots;
      this.promisedMinor = before.promisedMinor;
      this.owedMinor = before.owedMinor;
      this.unallocatedMinor = before.unallocatedMinor;
      this.claims = before.claims;
      this.fees = before.fees;
      this.cash = before.cash;
      this.credit = before.credit;
    }

    OrderBook book() {
      return new OrderBook(
          before.orderId,
          lastSequence,
          entryCount,
          before.terms,
          currency,
          slots,
          promisedMinor,
          owedMinor,
          unallocatedMinor,
          claims,
          fees,
          cash,
          credit);
    }
  }
}

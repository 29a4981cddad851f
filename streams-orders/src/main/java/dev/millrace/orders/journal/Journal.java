package dev.millrace.orders.journal;

import dev.millrace.orders.journal.Account.Kind;
import dev.millrace.orders.order.DrawEvent;
import dev.millrace.orders.order.OrderCommand;
import dev.millrace.orders.order.OrderEvent;
import dev.millrace.orders.order.Placement;
import dev.millrace.orders.order.RemedyEvent;
import dev.millrace.orders.order.ReturnEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an event of an order means for whose money. A promise is a memo; a confirmed order is owed
 * by its buyer; taken money is shared out between sellers, fees, tax and shipping; money that goes
 * back takes the same shares back. Kinds of events that are not in the table of rules mean nothing
 * here.
 */
public final class Journal {

  /** What a kind of event does. */
  @FunctionalInterface
  private interface Rule<E extends OrderEvent> {
    void post(Draft draft, E event);
  }

  /** A rule that knows its kind of event. */
  private record Line(Class<? extends OrderEvent> kind, Rule<OrderEvent> rule) {
    static <E extends OrderEvent> Line of(Class<E> kind, Rule<E> rule) {
      return new Line(kind, (draft, event) -> rule.post(draft, kind.cast(event)));
    }
  }

  private static final Map<Class<? extends OrderEvent>, Rule<OrderEvent>> RULES =
      Stream.of(
              Line.of(OrderEvent.OrderPlaced.class, Journal::placed),
              Line.of(OrderEvent.OrderPartlyAllocated.class, Journal::partlyAllocated),
              Line.of(OrderEvent.PaymentAuthorized.class, Journal::authorized),
              Line.of(OrderEvent.PaymentVoided.class, Journal::voided),
              Line.of(OrderEvent.OrderConfirmed.class, Journal::confirmed),
              Line.of(OrderEvent.OrderCancelled.class, (draft, event) -> nothingOwed(draft)),
              Line.of(OrderEvent.OrderRejected.class, (draft, event) -> nothingOwed(draft)),
              Line.of(OrderEvent.PaymentCaptured.class, Journal::captured),
              Line.of(OrderEvent.ItemsReturned.class, Journal::returned),
              Line.of(ReturnEvent.ReturnInspected.class, ReturnClaims::inspected),
              Line.of(ReturnEvent.RefundGranted.class, ReturnClaims::granted),
              Line.of(ReturnEvent.ExchangeRefused.class, ReturnClaims::exchangeRefused),
              Line.of(OrderEvent.LinesCancelled.class, Journal::linesCancelled),
              Line.of(RemedyEvent.RemainderVoided.class, Journal::remainderVoided),
              Line.of(OrderEvent.PaymentRefunded.class, Journal::refunded),
              Line.of(DrawEvent.DrawTaken.class, DrawEntries::taken),
              Line.of(DrawEvent.DrawGivenBack.class, DrawEntries::givenBack),
              Line.of(DrawEvent.StoreCreditIssued.class, DrawEntries::issued),
              Line.of(OrderEvent.CashAgreed.class, Journal::cashAgreed),
              Line.of(OrderEvent.CashReceived.class, Journal::cashReceived),
              Line.of(OrderEvent.CashGivenBack.class, Journal::cashGivenBack))
          .collect(Collectors.toUnmodifiableMap(Line::kind, Line::rule));

  private static final Set<String> TYPES =
      RULES.keySet().stream().map(Journal::type).collect(Collectors.toUnmodifiableSet());

  /**
   * What an event led to.
   *
   * @param book the order's books after it
   * @param entry empty if nothing was moved or promised
   */
  public record Step(OrderBook book, Optional<Entry> entry) {}

  private Journal() {}

  /**
   * Whether events of this kind mean anything here.
   *
   * @param type as {@link OrderEvent#type} has it; it may be newer than this version
   */
  public static boolean knows(String type) {
    return TYPES.contains(type);
  }

  /**
   * What the next event of an order leads to.
   *
   * @param before null before the order's first event
   * @param terms for an order that has no books yet; one that has keeps its own
   * @return empty if the event means nothing here, or was entered already
   * @throws IllegalArgumentException if the first event places no order
   */
  public static Optional<Step> next(
      String orderId, @Nullable OrderBook before, OrderEvent.Recorded recorded, Terms terms) {
    Rule<OrderEvent> rule = RULES.get(recorded.event().getClass());
    if (rule == null || (before != null && recorded.sequence() <= before.lastSequence())) {
      return Optional.empty();
    }
    if (before == null && !(recorded.event() instanceof OrderEvent.OrderPlaced)) {
      throw new IllegalArgumentException(
          "the first event of %s is %s".formatted(orderId, recorded.event().type()));
    }
    var draft =
        new Draft(
            before == null
                ? new OrderBook(
                    orderId, 0, 0, terms, "", List.of(), 0, 0, 0, List.of(), List.of(), false,
                    false)
                : before);
    rule.post(draft, recorded.event());
    List<Posting> postings = draft.postings();
    OrderBook after = draft.book();
    if (postings.isEmpty()) {
      return Optional.of(
          new Step(after.at(recorded.sequence(), after.entryCount()), Optional.empty()));
    }
    var entry =
        new Entry(
            orderId,
            after.entryCount() + 1,
            recorded.sequence(),
            recorded.event().type(),
            recorded.at(),
            after.terms(),
            postings);
    return Optional.of(new Step(after.at(recorded.sequence(), entry.number()), Optional.of(entry)));
  }

  private static String type(Class<?> kind) {
    String name = kind.getSimpleName();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  private static void placed(Draft draft, OrderEvent.OrderPlaced event) {
    priced(draft, event.placement().quote());
  }

  /** Nothing was promised or owed yet, so it is as if only this had been ordered. */
  private static void partlyAllocated(Draft draft, OrderEvent.OrderPartlyAllocated event) {
    priced(draft, event.quote());
  }

  private static void priced(Draft draft, Placement.Quote quote) {
    List<Slot> slots = new ArrayList<>();
    quote.lines().forEach(line -> slots.add(Slot.of(line, draft.book().terms())));
    slots.add(Slot.ofShipping(quote));
    draft.becomes(draft.book().placed(quote.currency(), slots));
  }

  private static void authorized(Draft draft, OrderEvent.PaymentAuthorized event) {
    promise(draft, event.amountMinor());
  }

  private static void voided(Draft draft, OrderEvent.PaymentVoided event) {
    promise(draft, -Math.min(event.amountMinor(), draft.book().promisedMinor()));
  }

  private static void promise(Draft draft, long amountMinor) {
    OrderBook book = draft.book();
    draft.move(
        Account.of(Kind.AUTHORISED_PROMISE, book.terms().provider()),
        Account.of(Kind.PROMISE_CONTRA),
        amountMinor);
    draft.becomes(book.promised(book.promisedMinor() + amountMinor));
  }

  private static void confirmed(Draft draft, OrderEvent.OrderConfirmed event) {
    owe(draft, draft.book().totalMinor() - draft.book().owedMinor());
  }

  /** What was not taken of an order that has ended is not owed any more. */
  private static void nothingOwed(Draft draft) {
    owe(draft, -draft.book().owedMinor());
  }

  private static void owe(Draft draft, long amountMinor) {
    draft.move(Account.of(Kind.BUYER_RECEIVABLE), Account.of(Kind.DEFERRED_SALES), amountMinor);
    draft.becomes(draft.book().owed(draft.book().owedMinor() + amountMinor));
  }

  private static void captured(Draft draft, OrderEvent.PaymentCaptured event) {
    long amountMinor = event.amountMinor();
    // What a last capture released is neither promised nor asked for any more.
    long endedMinor = amountMinor + event.releasedMinor();
    promise(draft, -Math.min(endedMinor, draft.book().promisedMinor()));
    taken(draft, provider(draft), amountMinor);
    owe(draft, -Math.min(event.releasedMinor(), draft.book().owedMinor()));
  }

  /** What the provider is not asked for any more is not owed either. */
  private static void remainderVoided(Draft draft, RemedyEvent.RemainderVoided event) {
    owe(draft, -Math.min(event.amountMinor(), draft.book().owedMinor()));
  }

  private static void cashAgreed(Draft draft, OrderEvent.CashAgreed event) {
    draft.becomes(draft.book().paidInCash());
  }

  private static void cashReceived(Draft draft, OrderEvent.CashReceived event) {
    taken(draft, Account.of(Kind.CASH), event.amountMinor());
  }

  static void taken(Draft draft, Account where, long amountMinor) {
    owe(draft, -Math.min(amountMinor, draft.book().owedMinor()));
    draft.debit(where, amountMinor);
    // What went back without having been taken is made up for first.
    long repaid = Math.clamp(-draft.book().unallocatedMinor(), 0, amountMinor);
    long[] parts = Shares.apportion(amountMinor - repaid, draft.book().each(Slot::openMinor));
    for (int i = 0; i < parts.length; i++) {
      draft.replace(i, draft.book().slots().get(i).plusCaptured(parts[i]));
    }
    unexplained(draft, amountMinor - sum(parts));
    draft.takeFees();
  }

  private static void unexplained(Draft draft, long amountMinor) {
    draft.credit(Account.of(Kind.UNALLOCATED), amountMinor);
    draft.becomes(draft.book().unallocated(draft.book().unallocatedMinor() + amountMinor));
  }

  private static void returned(Draft draft, OrderEvent.ItemsReturned event) {
    long[] worth = new long[draft.book().slots().size()];
    for (OrderCommand.Item item : event.items()) {
      back(draft, worth, item.lineId(), item.quantity());
    }
    claim(draft, event.requestId(), event.refundMinor(), worth);
  }

  /** Units of a line are back: adds what they are worth. */
  private static void back(Draft draft, long[] worth, String lineId, int units) {
    List<Slot> slots = new ArrayList<>(draft.book().slots());
    for (int i = 0; i < worth.length; i++) {
      if (slots.get(i).lineId().equals(lineId)) {
        worth[i] += slots.get(i).worthMinor(units);
        slots.set(i, slots.get(i).plusReturned(units));
      }
    }
    draft.becomes(draft.book().with(slots));
  }

  /**
   * Nothing moves yet; but when it does, it is for these lines. Cash that was not paid yet is let
   * off at once.
   */
  static void claim(Draft draft, String requestId, long amountMinor, long[] worth) {
    long letOffMinor = draft.book().cash() ? Math.min(amountMinor, draft.book().owedMinor()) : 0;
    if (letOffMinor > 0) {
      letOff(draft, letOffMinor, worth);
    }
    List<Long> parts =
        Arrays.stream(Shares.apportion(amountMinor - letOffMinor, worth)).boxed().toList();
    if (amountMinor > letOffMinor) {
      draft.becomes(draft.book().plus(new Claim(requestId, parts)));
    }
  }

  /** As if it had been paid and given back: a line that is let off takes nothing of later cash. */
  private static void letOff(Draft draft, long amountMinor, long[] worth) {
    owe(draft, -amountMinor);
    long[] open = draft.book().each(Slot::openMinor);
    long[] parts = new long[open.length];
    take(parts, amountMinor, i -> Math.min(worth[i], open[i]));
    take(parts, amountMinor - sum(parts), i -> open[i] - parts[i]);
    for (int i = 0; i < parts.length; i++) {
      worth[i] = Math.max(0, worth[i] - parts[i]);
      draft.replace(i, draft.book().slots().get(i).plusCaptured(parts[i]).plusRefunded(parts[i]));
    }
  }

  /** What had been asked for goes back for these lines; what had not is not owed any more. */
  private static void linesCancelled(Draft draft, OrderEvent.LinesCancelled event) {
    List<Slot> slots = new ArrayList<>(draft.book().slots());
    long[] worth = new long[slots.size()];
    for (int i = 0; i < worth.length; i++) {
      for (OrderEvent.CancelledLine line : event.lines()) {
        if (line.lineId().equals(slots.get(i).lineId())) {
          worth[i] += line.amountMinor();
          slots.set(i, slots.get(i).plusReturned(line.quantity()));
        }
      }
    }
    long[] waived = Shares.apportion(event.waivedMinor(), worth);
    for (int i = 0; i < waived.length; i++) {
      slots.set(i, slots.get(i).plusWaived(waived[i]));
    }
    draft.becomes(draft.book().with(slots));
    owe(draft, -Math.min(event.waivedMinor(), draft.book().owedMinor()));
    takeForOthers(draft);
    for (int i = 0; i < worth.length; i++) {
      worth[i] -= waived[i];
    }
    claim(draft, event.requestId(), event.refundMinor(), worth);
  }

  /** A part that was taken is for no line; what of it is for units that were given up is not. */
  private static void takeForOthers(Draft draft) {
    long freeMinor = 0;
    for (int i = 0; i < draft.book().slots().size(); i++) {
      Slot slot = draft.book().slots().get(i);
      long beyondMinor = slot.capturedMinor() + slot.waivedMinor() - slot.totalMinor();
      long fromMinor = Math.clamp(beyondMinor, 0, Math.max(0, slot.keptMinor()));
      if (fromMinor > 0) {
        draft.replace(i, slot.plusCaptured(-fromMinor));
        freeMinor += fromMinor;
      }
    }
    long[] parts = Shares.apportion(freeMinor, draft.book().each(Slot::openMinor));
    for (int i = 0; i < parts.length; i++) {
      draft.replace(i, draft.book().slots().get(i).plusCaptured(parts[i]));
    }
    if (freeMinor > 0) {
      unexplained(draft, freeMinor - sum(parts));
    }
  }

  private static void refunded(Draft draft, OrderEvent.PaymentRefunded event) {
    long[] claimed = claimedBy(event.requestId(), draft.book());
    if (draft.book().credit()) {
      // Accounts pay the rest of it.
      DrawEntries.paid(draft, provider(draft), event.requestId(), event.amountMinor());
      return;
    }
    draft.becomes(draft.book().without(event.requestId()));
    givenBack(draft, provider(draft), event.amountMinor(), claimed);
  }

  /** Nobody says what handed back cash is for: it is for those who wait the longest. */
  private static void cashGivenBack(Draft draft, OrderEvent.CashGivenBack event) {
    long[] parts =
        givenBack(
            draft,
            Account.of(Kind.CASH),
            event.amountMinor(),
            draft.book().earliest(event.amountMinor()));
    draft.becomes(draft.book().paid(parts));
  }

  static long[] givenBack(Draft draft, Account where, long amountMinor, long[] claimed) {
    draft.credit(where, amountMinor);
    long[] kept = draft.book().each(Slot::keptMinor);
    long[] others = draft.book().claimedMinor();
    long[] parts = new long[kept.length];
    // First the lines that it is for, then what nobody else waits for, then fees, which are given
    // up when all else is back, then whatever is there.
    take(parts, amountMinor, i -> Math.min(claimed[i], kept[i]));
    take(parts, amountMinor - sum(parts), i -> Math.max(0, kept[i] - parts[i] - others[i]));
    long ofFees = draft.giveFeesBack(amountMinor - sum(parts));
    take(parts, amountMinor - ofFees - sum(parts), i -> kept[i] - parts[i]);
    for (int i = 0; i < parts.length; i++) {
      draft.replace(i, draft.book().slots().get(i).plusRefunded(parts[i]));
    }
    unexplained(draft, sum(parts) + ofFees - amountMinor);
    return parts;
  }

  static long[] claimedBy(String requestId, OrderBook book) {
    long[] claimed = new long[book.slots().size()];
    book.claim(requestId)
        .ifPresent(
            claim -> {
              for (int i = 0; i < claimed.length && i < claim.partsMinor().size(); i++) {
                claimed[i] = claim.partsMinor().get(i);
              }
            });
    return claimed;
  }

  /** Adds to the parts what can be had of so much, by these weights. */
  private static void take(
      long[] parts, long amountMinor, java.util.function.IntToLongFunction weight) {
    long[] weights = new long[parts.length];
    Arrays.setAll(weights, weight);
    long[] more = Shares.apportion(amountMinor, weights);
    Arrays.setAll(parts, i -> parts[i] + more[i]);
  }

  private static Account provider(Draft draft) {
    return Account.of(Kind.PROVIDER_RECEIVABLE, draft.book().terms().provider());
  }

  private static long sum(long[] parts) {
    return LongStream.of(parts).sum();
  }
}

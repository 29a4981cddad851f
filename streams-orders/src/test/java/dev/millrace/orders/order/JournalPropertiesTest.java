package dev.millrace.orders.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.orders.journal.Books;
import dev.millrace.orders.order.OrderProperties.Kind;
import dev.millrace.testkit.Invariant;
import dev.millrace.testkit.SeededRun;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The books of orders that live through anything. */
class JournalPropertiesTest {

  private static final List<Kind> KINDS =
      Stream.of(
              Collections.nCopies(3, Kind.PLACE),
              Collections.nCopies(1, Kind.CANCEL),
              Collections.nCopies(2, Kind.CONFIRM),
              Collections.nCopies(1, Kind.PLACE_OTHER),
              Collections.nCopies(4, Kind.RETURN),
              Collections.nCopies(8, Kind.ASK_RETURN),
              Collections.nCopies(24, Kind.MOVE_RETURN),
              Collections.nCopies(1, Kind.REFUND),
              Collections.nCopies(2, Kind.CAPTURE),
              Collections.nCopies(6, Kind.CASH),
              Collections.nCopies(12, Kind.INVENTORY),
              Collections.nCopies(8, Kind.PROVIDER),
              Collections.nCopies(6, Kind.ACCOUNT),
              Collections.nCopies(16, Kind.DELIVER),
              Collections.nCopies(2, Kind.DELIVER_AGAIN),
              Collections.nCopies(1, Kind.DEADLINE),
              Collections.nCopies(1, Kind.SETTLE))
          .flatMap(List::stream)
          .toList();

  /** Books that nothing happens in prove nothing. */
  private static final List<String> MUST_HAPPEN =
      List.of(
          "paymentCaptured",
          "paymentRefunded",
          "paymentVoided",
          "itemsReturned",
          "returnInspected",
          "refundGranted",
          "cashReceived",
          "cashGivenBack",
          "drawTaken",
          "drawGivenBack",
          "storeCreditIssued",
          "fees that are kept");

  private static final String[] FEES = {"restocking_fees", "return_shipping_fees"};

  private static final String[] SHARED_OUT = {
    "seller_payable",
    "platform_fees",
    "tax_payable",
    "shipping_income",
    "restocking_fees",
    "return_shipping_fees",
    "unallocated"
  };

  @Test
  void atEveryEventTheBooksSayWhatTheOrderSays() {
    run(OrderScene.TERMS, MUST_HAPPEN);
  }

  @Test
  void atEveryEventTheBooksSayWhatTheOrderSaysOfMoneyInParts() {
    run(OrderScene.taking(CheckoutTerms.Capture.MANUAL), List.of("paymentCaptured"));
  }

  private static void run(CheckoutTerms terms, List<String> mustHappen) {
    Set<String> seen = new TreeSet<>();
    var reader = new Reader();
    new SeededRun<>(
            () -> new OrderProperties(terms, seen),
            random ->
                new OrderProperties.Step(
                    KINDS.get(random.nextInt(KINDS.size())), random.nextInt(1_000)),
            OrderProperties::apply,
            List.of(
                named("BooksBalance", reader, (model, books) -> books.all() == 0),
                named("ProviderHasWhatWasTakenAndNotGivenBack", reader, (m, b) -> provider(m, b)),
                named("CashIsWhatWasReceivedAndNotGivenBack", reader, (m, b) -> cash(m, b)),
                named("CreditIsWhatWasSpentAndNotGivenBack", reader, (m, b) -> credit(m, b)),
                named("AllThatIsTakenIsSomebodys", reader, (m, b) -> sharedOut(m, b)),
                named("PromisesAreThoseOfTheOrder", reader, (m, b) -> promises(m, b)),
                named("OnlyAStandingOrderIsOwed", reader, (m, b) -> owed(m, b)),
                named("AllGivenBackLeavesNothing", reader, (m, b) -> allGivenBack(m, b)),
                named("FeesAreThoseOfReturns", reader, (m, b) -> feesOfReturns(m, b, seen))))
        .run(1, 250, 200);
    if (System.getProperty(SeededRun.SEED) == null) {
      assertThat(seen).as("what the model came across").containsAll(mustHappen);
    }
  }

  /** The books that one model has so far: they go on where its log does. */
  private static final class Reader {
    private @Nullable OrderProperties model;
    private Books books = new Books();
    private int read;

    Books booksOf(OrderProperties wanted) {
      if (wanted != model) {
        model = wanted;
        books = new Books();
        read = 0;
      }
      List<OrderEvent.Recorded> log = wanted.scene.log;
      books.enter(log.subList(read, log.size()));
      read = log.size();
      return books;
    }
  }

  private static Invariant<OrderProperties> named(
      String name, Reader reader, BiFunction<OrderProperties, Books, Boolean> holds) {
    return Invariant.of(
        name,
        model -> {
          Books books = reader.booksOf(model);
          return model.order() == null || holds.apply(model, books)
              ? Optional.empty()
              : Optional.of(books.open() + " " + model.scene.log);
        });
  }

  private static Payment.Amounts amounts(OrderProperties model) {
    return model.scene.order().payment().amounts();
  }

  private static boolean provider(OrderProperties model, Books books) {
    Payment.Amounts amounts = amounts(model);
    return books.ofAll("provider_receivable") == amounts.capturedMinor() - amounts.refundedMinor();
  }

  /** Cash of earlier attempts is not the order's any more; it was never received. */
  private static boolean cash(OrderProperties model, Books books) {
    Cash cash = model.scene.order().payment().cash();
    return books.of("cash") == cash.receivedMinor() - cash.givenBackMinor();
  }

  private static boolean sharedOut(OrderProperties model, Books books) {
    return -books.ofAll(SHARED_OUT)
            == books.ofAll("provider_receivable", "cash", "gift_cards", "store_credit")
        && books.of("unallocated") == 0;
  }

  /** What credit paid and did not get back, and became store credit. */
  private static boolean credit(OrderProperties model, Books books) {
    Draws draws = model.scene.order().draws();
    long backMinor =
        draws.giveBacks().stream()
            .filter(one -> one.step() == Payment.RefundStep.DONE)
            .mapToLong(Draws.GiveBack::amount)
            .sum();
    return books.ofAll("gift_cards", "store_credit") == taken(draws) - backMinor;
  }

  private static long taken(Draws draws) {
    return draws.all().stream()
        .filter(one -> one.step() == Draws.Step.TAKEN)
        .mapToLong(Draws.Draw::drawn)
        .sum();
  }

  private static boolean promises(OrderProperties model, Books books) {
    Payment.Amounts amounts = amounts(model);
    return books.ofAll("authorised_promise")
        == amounts.authorizedMinor() - amounts.voidedMinor() - amounts.capturedMinor();
  }

  private static boolean owed(OrderProperties model, Books books) {
    Order order = model.scene.order();
    boolean stands = order.stands() || order.status() == Order.Status.EXCEPTION;
    long released =
        model.scene.log.stream()
            .map(OrderEvent.Recorded::event)
            .filter(OrderEvent.PaymentCaptured.class::isInstance)
            .mapToLong(event -> ((OrderEvent.PaymentCaptured) event).releasedMinor())
            .sum();
    long open =
        order.payment().cash().isAgreed()
            ? order.payment().cash().dueMinor() + order.totalMinor() - order.dueMinor()
            : order.totalMinor() - order.payment().amounts().capturedMinor() - released;
    open -= taken(order.draws());
    return books.of("buyer_receivable") == (stands ? open : 0);
  }

  private static boolean allGivenBack(OrderProperties model, Books books) {
    Payment.Amounts amounts = amounts(model);
    Map<String, Long> open = books.open();
    return !model.settled
        || model.scene.order().status() != Order.Status.CANCELLED
        || amounts.capturedMinor() != amounts.refundedMinor()
        || amounts.authorizedMinor() - amounts.voidedMinor() != amounts.capturedMinor()
        || model.scene.order().payment().cash().toGiveBackMinor() > 0
        || model.scene.order().draws().giveBacks().stream().anyMatch(one -> one.holdId() == null)
        || books.ofAll("gift_cards", "store_credit") != 0
        || open.isEmpty();
  }

  private static boolean feesOfReturns(OrderProperties model, Books books, Set<String> seen) {
    Order order = model.scene.order();
    List<ReturnMoney> paid = order.returnBook().cases().stream().map(ReturnCase::money).toList();
    long restocking = paid.stream().mapToLong(ReturnMoney::restockingFeeMinor).sum();
    long wayBack = paid.stream().mapToLong(ReturnMoney::returnShippingFeeMinor).sum();
    if (books.ofAll(FEES) != 0) {
      seen.add("fees that are kept");
    }
    boolean isAllThere =
        model.settled
            && order.status() == Order.Status.CONFIRMED
            && order.payment().capture() == Payment.Progress.DONE
            && order.returnBook().refunds().isEmpty()
            && order.draws().all().stream().noneMatch(one -> one.step() == Draws.Step.LOST);
    return isAllThere
        ? -books.of(FEES[0]) == restocking && -books.of(FEES[1]) == wayBack
        : -books.of(FEES[0]) <= restocking
            && -books.of(FEES[1]) <= wayBack
            && books.of(FEES[0]) <= 0
            && books.of(FEES[1]) <= 0;
  }
}

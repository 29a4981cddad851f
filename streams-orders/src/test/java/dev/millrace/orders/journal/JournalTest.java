package dev.millrace.orders.journal;

import static dev.millrace.orders.journal.Books.authorized;
import static dev.millrace.orders.journal.Books.captured;
import static dev.millrace.orders.journal.Books.confirmed;
import static dev.millrace.orders.journal.Books.granted;
import static dev.millrace.orders.journal.Books.inspected;
import static dev.millrace.orders.journal.Books.line;
import static dev.millrace.orders.journal.Books.placed;
import static dev.millrace.orders.journal.Books.refunded;
import static dev.millrace.orders.journal.Books.returned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.orders.order.Caller;
import dev.millrace.orders.order.OrderCommand;
import dev.millrace.orders.order.OrderEvent;
import dev.millrace.orders.order.RemedyEvent;
import dev.millrace.orders.order.ReturnCommand;
import dev.millrace.orders.order.ReturnEvent;
import dev.millrace.orders.order.ReturnMoney;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {

  /** Two sellers: 119.00 with 19.00 tax, 10.70 with 0.70 tax; shipping 4.00 and 0.76 tax. */
  private static OrderEvent twoSellers() {
    return placed(
        400, 76, line("l1", "sel_a", 2, 11_900, 1_900), line("l2", "sel_b", 3, 1_070, 70));
  }

  private static final long TOTAL = 11_900 + 1_070 + 476;

  private static final String[] SOMEBODYS = {
    "seller",
    "platform_fees",
    "tax",
    "shipping",
    "restocking_fees",
    "return_shipping_fees",
    "unallocated"
  };

  private static Books bought() {
    return new Books().happened(twoSellers(), authorized(TOTAL), confirmed(), captured(TOTAL));
  }

  @Test
  void aPromiseIsAMemoUntilItIsVoided() {
    Books books = new Books().happened(twoSellers(), authorized(TOTAL));
    assertThat(books.open())
        .containsExactly(
            Map.entry("authorised_promise:sandbox", TOTAL), Map.entry("promise_contra", -TOTAL));
    books.happened(new OrderEvent.PaymentVoided("void", TOTAL));
    assertThat(books.open()).isEmpty();
    assertThat(books.entries).hasSize(2);
  }

  @Test
  void aConfirmedOrderIsOwedUntilItsMoneyIsTaken() {
    Books books = new Books().happened(twoSellers(), authorized(TOTAL), confirmed());
    assertThat(books.of("buyer_receivable")).isEqualTo(TOTAL);
    assertThat(books.of("deferred_sales")).isEqualTo(-TOTAL);
    books.happened(captured(TOTAL));
    assertThat(books.ofAll("buyer", "deferred", "authorised", "promise")).isZero();
  }

  @Test
  void aCancelledOrderIsNotOwed() {
    Books books = new Books().happened(twoSellers(), authorized(TOTAL), confirmed());
    books.happened(
        new OrderEvent.OrderCancelled(new Caller(Caller.Role.SHOPPER, "cus_1"), "x"),
        new OrderEvent.PaymentVoided("void", TOTAL));
    assertThat(books.open()).isEmpty();
  }

  @Test
  void takenMoneyIsSharedOutBetweenSellersFeesTaxAndShipping() {
    assertThat(bought().open())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "provider_receivable:sandbox", TOTAL,
                "seller_payable:sel_a", -9_000L,
                "seller_payable:sel_b", -900L,
                "platform_fees", -1_100L,
                "tax_payable", -(1_900L + 70 + 76),
                "shipping_income", -400L));
  }

  @Test
  void sellersWhoPayTheirTaxThemselvesGetIt() {
    Books books = new Books(new Terms(0, false, "stripe"));
    books.happened(twoSellers(), authorized(TOTAL), confirmed(), captured(TOTAL));
    assertThat(books.of("seller_payable:sel_a")).isEqualTo(-11_900);
    assertThat(books.of("tax_payable")).as("of the shipping").isEqualTo(-76);
    assertThat(books.of("provider_receivable:stripe")).isEqualTo(TOTAL);
  }

  @Test
  void aReturnTakesBackFromItsOwnLineOnly() {
    Books books = bought();
    books.happened(returned("ret_1", 5_950, "l1", 1), refunded("ret_1", 5_950));
    assertThat(books.of("seller_payable:sel_a")).isEqualTo(-4_500);
    assertThat(books.of("seller_payable:sel_b")).isEqualTo(-900);
    assertThat(books.of("platform_fees")).isEqualTo(-600);
    assertThat(books.of("shipping_income")).isEqualTo(-400);
  }

  @Test
  void anOrderThatIsGivenBackInAnyPiecesLeavesNothing() {
    Books books = bought();
    books.happened(
        returned("ret_1", 356, "l2", 1),
        returned("ret_2", 5_950, "l1", 1),
        refunded("ret_2", 5_950),
        returned("ret_3", 357, "l2", 1),
        refunded("ret_3", 357),
        refunded("ret_1", 356),
        refunded("rest", TOTAL - 356 - 5_950 - 357));
    assertThat(books.open()).isEmpty();
    assertThat(books.book).isNotNull();
  }

  @Test
  void moneyBackThatNobodyAskedForSparesWhatOthersWaitFor() {
    Books books = bought();
    books.happened(returned("ret_1", 11_900, "l1", 2), refunded("goodwill", 1_546));
    assertThat(books.of("seller_payable:sel_a")).isEqualTo(-9_000);
    assertThat(books.ofAll("seller_payable:sel_b", "shipping")).isZero();
    books.happened(refunded("ret_1", 11_900));
    assertThat(books.open()).isEmpty();
  }

  @Test
  void moneyThatNoLineExplainsIsForAPerson() {
    Books books = bought().happened(captured(7));
    assertThat(books.of("unallocated")).isEqualTo(-7);
    books.happened(refunded("all", TOTAL + 10));
    assertThat(books.open())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("provider_receivable:sandbox", -3L, "unallocated", 3L));
  }

  @Test
  void whatALastCaptureReleasesIsNeitherPromisedNorOwed() {
    Books books = new Books().happened(twoSellers(), authorized(TOTAL), confirmed());
    books.happened(new OrderEvent.PaymentCaptured("first", 1_000, 0));
    assertThat(books.of("authorised_promise:sandbox")).isEqualTo(TOTAL - 1_000);
    assertThat(books.of("buyer_receivable")).isEqualTo(TOTAL - 1_000);
    books.happened(new OrderEvent.PaymentCaptured("last", 2_000, TOTAL - 3_000));
    assertThat(books.ofAll("buyer", "deferred", "authorised", "promise")).isZero();
    assertThat(books.of("provider_receivable:sandbox")).isEqualTo(3_000);
  }

  private static Books soldForCash() {
    return new Books().happened(twoSellers(), new OrderEvent.CashAgreed(TOTAL), confirmed());
  }

  @Test
  void cashIsOwedUntilItIsReceivedAndNoProviderHasIt() {
    Books books = soldForCash();
    assertThat(books.of("buyer_receivable")).isEqualTo(TOTAL);
    books.happened(new OrderEvent.CashReceived("r1", TOTAL - 5));
    assertThat(books.of("buyer_receivable")).isEqualTo(5);
    books.happened(new OrderEvent.CashReceived("r2", 5));
    assertThat(books.open())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "cash", TOTAL,
                "seller_payable:sel_a", -9_000L,
                "seller_payable:sel_b", -900L,
                "platform_fees", -1_100L,
                "tax_payable", -(1_900L + 70 + 76),
                "shipping_income", -400L));
  }

  @Test
  void cashThatIsHandedBackIsTakenFromTheLinesThatCameBack() {
    Books books = soldForCash().happened(new OrderEvent.CashReceived("r1", TOTAL));
    books.happened(
        returned("ret_1", 5_950, "l1", 1),
        returned("ret_2", 1_070, "l2", 3),
        new OrderEvent.CashGivenBack("b1", 5_000));
    assertThat(books.of("seller_payable:sel_b")).as("the earliest first").isEqualTo(-900);
    books.happened(new OrderEvent.CashGivenBack("b2", 2_020));
    assertThat(books.of("seller_payable:sel_a")).isEqualTo(-4_500);
    assertThat(books.of("seller_payable:sel_b")).isZero();
    assertThat(books.of("cash")).isEqualTo(TOTAL - 5_950 - 1_070);
  }

  @Test
  void cashThatNeedNotBePaidIsNotOwedAndNobodysIncome() {
    Books books = soldForCash().happened(returned("ret_1", 1_070, "l2", 3));
    assertThat(books.of("buyer_receivable")).isEqualTo(TOTAL - 1_070);
    books.happened(new OrderEvent.CashReceived("r1", TOTAL - 1_070));
    assertThat(books.ofAll("buyer", "deferred")).isZero();
    assertThat(books.of("seller_payable:sel_a")).isEqualTo(-9_000);
    assertThat(books.of("seller_payable:sel_b")).isZero();
    assertThat(books.of("unallocated")).isZero();
  }

  @Test
  void aReturnThatWasLookedAtTakesBackFromItsLineAndTheShipping() {
    Books books = bought();
    var finding = new ReturnCommand.Finding("l2", 3, 0, 0, 3);
    books.happened(
        new ReturnEvent.ReturnInspected(
            "ret_1",
            "wh_main",
            List.of(finding),
            new ReturnMoney(1_070, 0, 0, 476, 1_546),
            "ref_1"),
        refunded("ref_1", 1_546));
    assertThat(books.of("seller_payable:sel_a")).isEqualTo(-9_000);
    assertThat(books.ofAll("seller_payable:sel_b", "shipping")).isZero();
  }

  @Test
  void aRefundOfALineTakesBackFromItOnly() {
    Books books = bought();
    var line = new ReturnCommand.RefundedLine("l2", 1_070);
    books.happened(
        new ReturnEvent.RefundGranted("r", 1_070, List.of(line), "sorry", "original", "ref_1"),
        refunded("ref_1", 1_070));
    assertThat(books.of("seller_payable:sel_a")).isEqualTo(-9_000);
    assertThat(books.of("seller_payable:sel_b")).isZero();
  }

  @Test
  void unitsThatAreGivenUpTakeBackFromTheirOwnLine() {
    Books books = bought();
    books.happened(linesCancelled("can_1", 5_950, 0, "l1"));
    assertThat(books.open()).as("nothing moves by itself").isEqualTo(bought().open());
    books.happened(refunded("can_1", 5_950));
    assertThat(books.of("seller_payable:sel_a")).isEqualTo(-4_500);
    assertThat(books.of("seller_payable:sel_b")).isEqualTo(-900);
    books.happened(returned("ret_1", 5_950, "l1", 1), refunded("ret_1", 5_950));
    assertThat(books.of("seller_payable:sel_a")).isZero();
    assertThat(books.of("shipping_income")).isEqualTo(-400);
  }

  @Test
  void whatIsWaivedIsNotOwedAndNotTakenOfItsLine() {
    Books books = new Books().happened(twoSellers(), authorized(TOTAL), confirmed());
    books.happened(linesCancelled("can_1", 0, 5_950, "l1"));
    assertThat(books.of("buyer_receivable")).isEqualTo(TOTAL - 5_950);
    assertThat(books.of("deferred_sales")).isEqualTo(-(TOTAL - 5_950));
    books.happened(captured(TOTAL - 5_950));
    assertThat(books.of("seller_payable:sel_a")).isEqualTo(-4_500);
    assertThat(books.of("seller_payable:sel_b")).isEqualTo(-900);
    assertThat(books.of("shipping_income")).isEqualTo(-400);
    assertThat(books.ofAll("buyer", "deferred")).isZero();
    books.happened(returned("ret_1", 5_950, "l1", 1), refunded("ret_1", 5_950));
    assertThat(books.of("seller_payable:sel_a")).isZero();
  }

  @Test
  void whatWasTakenInPartIsForWhatIsNotGivenUp() {
    long left = 5_950;
    Books books =
        new Books()
            .happened(twoSellers(), authorized(TOTAL), confirmed(), captured(TOTAL - left))
            .happened(linesCancelled("can_1", 0, left, "l1"));
    assertThat(books.of("seller_payable:sel_a")).isEqualTo(-4_500);
    assertThat(books.of("seller_payable:sel_b")).isEqualTo(-900);
    assertThat(books.of("shipping_income")).isEqualTo(-400);
    assertThat(books.ofAll("buyer", "deferred")).isZero();
    assertThat(books.of("unallocated")).isZero();
    assertThat(books.all()).isZero();
  }

  @Test
  void whatIsNotAskedForAnyMoreIsNotOwed() {
    Books books =
        new Books()
            .happened(twoSellers(), authorized(TOTAL), confirmed())
            .happened(new RemedyEvent.RemainderVoided("void", TOTAL));
    assertThat(books.ofAll("buyer", "deferred")).isZero();
    books.happened(new OrderEvent.PaymentVoided("void", TOTAL));
    assertThat(books.open()).isEmpty();
  }

  private static OrderEvent linesCancelled(
      String id, long refundMinor, long waivedMinor, String lineId) {
    return new OrderEvent.LinesCancelled(
        id,
        List.of(new OrderEvent.CancelledLine(lineId, 1, refundMinor + waivedMinor, List.of())),
        "one is enough",
        refundMinor,
        waivedMinor,
        id);
  }

  @Test
  void anEventThatWasEnteredIsNotEnteredAgain() {
    Books books = bought();
    var again =
        new OrderEvent.Recorded(
            captured(TOTAL), 4, Books.AT, "cmd", new Caller(Caller.Role.SYSTEM, "test"));
    assertThat(Journal.next(Books.ORDER, books.book, again, Books.TERMS)).isEmpty();
  }

  @Test
  void theTermsOfTheFirstEventStandForTheOrder() {
    Books books = bought();
    var refund =
        new OrderEvent.Recorded(
            refunded("all", TOTAL), 5, Books.AT, "cmd", new Caller(Caller.Role.SYSTEM, "test"));
    var step =
        Journal.next(Books.ORDER, books.book, refund, new Terms(5_000, false, "stripe"))
            .orElseThrow();
    assertThat(step.entry().orElseThrow().terms()).isEqualTo(Books.TERMS);
  }

  @Test
  void whatMovesNothingIsNoEntry() {
    Books books = bought();
    int before = books.entries.size();
    books.happened(
        new OrderEvent.OrderNeedsAttention("x", "y"), new OrderEvent.PaymentVoided("void", 5));
    assertThat(books.entries).hasSize(before);
    assertThat(books.entries).extracting(Entry::number).containsExactly(1L, 2L, 3L);
  }

  @Test
  void booksBeginWithAnOrder() {
    assertThatThrownBy(() -> new Books().happened(confirmed()))
        .hasMessageContaining("orderConfirmed");
  }

  /** Money in odd pieces, more and less than there is, asked for and not. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void atEveryEntryTheBooksBalanceAndEveryShareIsWithinItsLine(long seed) {
    var random = new Random(seed);
    for (int life = 0; life < 200; life++) {
      Books books = new Books(new Terms(random.nextInt(10_001), random.nextBoolean(), "sandbox"));
      books.happened(randomOrder(random), authorized(random.nextInt(5_000)));
      long moved = 0;
      Map<String, Long> asked = new HashMap<>();
      for (int step = 0; step < 30; step++) {
        switch (random.nextInt(7)) {
          case 0 -> {
            long amount = 1 + random.nextInt(2_000);
            books.happened(captured(amount));
            moved += amount;
          }
          case 1 -> {
            long amount = random.nextInt(900);
            asked.put("ret_" + step, amount);
            books.happened(returned("ret_" + step, amount, "l" + random.nextInt(3), 1));
          }
          case 2 -> {
            List<String> open = new ArrayList<>(asked.keySet());
            String request = open.isEmpty() ? "none" : open.get(random.nextInt(open.size()));
            long amount = 1 + random.nextInt(900);
            books.happened(refunded(request, amount));
            moved -= amount;
          }
          case 3 -> books.happened(confirmed());
          case 4 -> {
            ReturnMoney money = randomMoney(random);
            asked.put("ret_" + step, money.refundMinor());
            var units = new OrderCommand.Item("l" + random.nextInt(3), 1 + random.nextInt(2));
            books.happened(inspected("ret_" + step, money, units));
          }
          case 5 -> {
            long amount = 1 + random.nextInt(900);
            asked.put("ref_" + step, amount);
            var line = new ReturnCommand.RefundedLine("l" + random.nextInt(3), amount);
            books.happened(
                random.nextBoolean()
                    ? granted("ref_" + step, amount)
                    : granted("ref_" + step, amount, line));
          }
          default -> books.happened(new OrderEvent.PaymentVoided("void", random.nextInt(999)));
        }
        assertThat(books.all()).as("seed %d", seed).isZero();
        assertThat(books.of("provider_receivable:sandbox")).as("seed %d", seed).isEqualTo(moved);
        assertThat(-books.ofAll(SOMEBODYS)).as("seed %d", seed).isEqualTo(moved);
        assertThat(books.book).isNotNull();
        for (Slot slot : books.book.slots()) {
          assertThat(slot.keptMinor()).as("seed %d", seed).isBetween(0L, slot.totalMinor());
          assertThat(slot.keptNetMinor()).as("seed %d", seed).isNotNegative();
        }
      }
      if (moved > 0) {
        books.happened(refunded("all", moved));
        assertThat(books.open().keySet())
            .as("seed %d", seed)
            .isSubsetOf(
                "authorised_promise:sandbox",
                "promise_contra",
                "buyer_receivable",
                "deferred_sales");
      }
    }
  }

  private static ReturnMoney randomMoney(Random random) {
    long items = random.nextInt(1_500);
    long restocking = random.nextLong(items + 1);
    long wayBack = random.nextLong(items - restocking + 1);
    long shipping = random.nextInt(300);
    long owed = items - restocking - wayBack + shipping;
    return new ReturnMoney(items, restocking, wayBack, shipping, random.nextLong(owed + 1));
  }

  private static OrderEvent randomOrder(Random random) {
    var lines =
        new dev.millrace.orders.order.Placement.Line[] {
          randomLine("l0", random), randomLine("l1", random), randomLine("l2", random)
        };
    assertThat(Arrays.asList(lines)).hasSize(3);
    return placed(random.nextInt(500), random.nextInt(90), lines);
  }

  private static dev.millrace.orders.order.Placement.Line randomLine(String id, Random random) {
    long total = random.nextInt(3_000);
    long tax = total == 0 ? 0 : random.nextLong(total + 1);
    return line(id, "sel_" + random.nextInt(2), 1 + random.nextInt(4), total, tax);
  }
}

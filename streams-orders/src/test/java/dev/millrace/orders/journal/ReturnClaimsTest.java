package dev.millrace.orders.journal;

import static dev.millrace.orders.journal.Books.authorized;
import static dev.millrace.orders.journal.Books.captured;
import static dev.millrace.orders.journal.Books.confirmed;
import static dev.millrace.orders.journal.Books.granted;
import static dev.millrace.orders.journal.Books.inspected;
import static dev.millrace.orders.journal.Books.line;
import static dev.millrace.orders.journal.Books.money;
import static dev.millrace.orders.journal.Books.placed;
import static dev.millrace.orders.journal.Books.refunded;
import static dev.millrace.orders.journal.Books.returned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.orders.order.OrderCommand.Item;
import dev.millrace.orders.order.OrderEvent;
import dev.millrace.orders.order.Placement;
import dev.millrace.orders.order.ReturnCommand.Finding;
import dev.millrace.orders.order.ReturnCommand.RefundedLine;
import dev.millrace.orders.order.ReturnEvent;
import dev.millrace.orders.order.ReturnMoney;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnClaimsTest {

  /** Two sellers: 119.00 with 19.00 tax, 10.70 with 0.70 tax; shipping 4.00 and 0.76 tax. */
  private static OrderEvent twoSellers() {
    return placed(
        400, 76, line("l1", "sel_a", 2, 11_900, 1_900), line("l2", "sel_b", 3, 1_070, 70));
  }

  private static final long TOTAL = 11_900 + 1_070 + 476;

  private static Books owed() {
    return new Books().happened(twoSellers(), authorized(TOTAL), confirmed());
  }

  private static Books bought() {
    return owed().happened(captured(TOTAL));
  }

  private static final OrderEvent ONE_WITH_FEES =
      inspected("ret_1", money(5_950, 595, 300, 0), new Item("l1", 1));

  @Test
  void theFeesOfAReturnAreThePlatformsAndTheLineGivesItsUnitsWhole() {
    Books books = bought().happened(ONE_WITH_FEES);
    assertThat(books.of("restocking_fees")).isEqualTo(-595);
    assertThat(books.of("return_shipping_fees")).isEqualTo(-300);
    assertThat(books.of("provider_receivable:sandbox")).as("nothing is back yet").isEqualTo(TOTAL);
    books.happened(refunded("ret_1", 5_055));
    assertThat(books.open())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "provider_receivable:sandbox", TOTAL - 5_055,
                "seller_payable:sel_a", -4_500L,
                "seller_payable:sel_b", -900L,
                "platform_fees", -600L,
                "tax_payable", -(950L + 70 + 76),
                "shipping_income", -400L,
                "restocking_fees", -595L,
                "return_shipping_fees", -300L));
  }

  @Test
  void anInspectionWithoutFeesMovesNothing() {
    Books books = bought();
    int before = books.entries.size();
    books.happened(inspected("ret_1", money(5_950, 0, 0, 0), new Item("l1", 1)));
    assertThat(books.entries).hasSize(before);
  }

  @Test
  void anOrderThatComesBackWholeLeavesNothingButFees() {
    Books books = bought();
    books.happened(
        inspected("ret_1", money(11_900 + 356, 1_225, 77, 0), new Item("l1", 2), new Item("l2", 1)),
        inspected("ret_2", money(714, 71, 77, 476), new Item("l2", 2)),
        refunded("ret_2", 714 - 71 - 77 + 476),
        refunded("ret_1", 11_900 + 356 - 1_225 - 77));
    assertThat(books.open())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "provider_receivable:sandbox",
                1_225L + 71 + 77 + 77,
                "restocking_fees",
                -1_225L - 71,
                "return_shipping_fees",
                -154L));
  }

  @Test
  void whatIsReturnedForTheSellersFaultWithItsShippingLeavesNothing() {
    Books books = bought();
    books.happened(
        inspected("ret_1", money(12_970, 0, 0, 476), new Item("l1", 2), new Item("l2", 3)),
        refunded("ret_1", TOTAL));
    assertThat(books.open()).isEmpty();
  }

  @Test
  void aFeeIsDueUntilThereIsMoney() {
    Books books = owed().happened(ONE_WITH_FEES);
    assertThat(books.ofAll("restocking", "return_shipping")).isZero();
    books.happened(captured(400));
    assertThat(books.ofAll("restocking", "return_shipping")).isBetween(-400L, -1L);
    books.happened(captured(TOTAL - 400));
    assertThat(books.of("restocking_fees")).isEqualTo(-595);
    assertThat(books.of("return_shipping_fees")).isEqualTo(-300);
    books.happened(refunded("ret_1", 5_055));
    assertThat(books.of("seller_payable:sel_a")).isEqualTo(-4_500);
  }

  @Test
  void aFeeMayBeAllThatTheUnitsWereWorth() {
    Books books = bought();
    books.happened(inspected("ret_1", money(5_950, 5_950, 0, 0), new Item("l1", 1)));
    assertThat(books.of("restocking_fees")).isEqualTo(-5_950);
    assertThat(books.of("seller_payable:sel_a")).isEqualTo(-4_500);
    assertThat(books.book).isNotNull();
    assertThat(books.book.claims()).as("nobody waits for nothing").isEmpty();
  }

  @Test
  void feesGoBackWhenNothingElseIsLeft() {
    Books books = bought();
    books.happened(ONE_WITH_FEES, refunded("ret_1", 5_055));
    books.happened(refunded("cancellation", TOTAL - 5_055 - 895));
    assertThat(books.open().keySet())
        .containsExactlyInAnyOrder(
            "provider_receivable:sandbox", "restocking_fees", "return_shipping_fees");
    books.happened(refunded("goodwill", 895));
    assertThat(books.open()).isEmpty();
  }

  @Test
  void feesGoBackBeforeWhatOthersWaitFor() {
    Books books = bought();
    books.happened(
        ONE_WITH_FEES, granted("ref_1", TOTAL - 5_055), refunded("ref_1", TOTAL - 5_055));
    assertThat(books.ofAll("restocking", "return_shipping")).isZero();
    // 50.55 are left of the line for the return, with 8.07 tax and 4.24 commission.
    assertThat(books.of("seller_payable:sel_a")).isEqualTo(-3_824);
    books.happened(refunded("ret_1", 5_055));
    assertThat(books.open()).isEmpty();
  }

  @Test
  void aRefundOfLinesIsTakenFromThem() {
    Books books = bought();
    books.happened(granted("ref_1", 1_070, new RefundedLine("l2", 1_070)));
    assertThat(books.entries).as("nothing moves yet").hasSize(3);
    books.happened(refunded("ref_1", 1_070));
    assertThat(books.of("seller_payable:sel_b")).isZero();
    assertThat(books.of("seller_payable:sel_a")).isEqualTo(-9_000);
    assertThat(books.of("shipping_income")).isEqualTo(-400);
  }

  @Test
  void aRefundOfAnAmountSparesWhatOthersWaitFor() {
    Books books = bought();
    books.happened(returned("ret_1", 11_900, "l1", 2), granted("ref_1", 1_546));
    books.happened(refunded("ref_1", 1_546));
    assertThat(books.of("seller_payable:sel_a")).isEqualTo(-9_000);
    assertThat(books.ofAll("seller_payable:sel_b", "shipping")).isZero();
  }

  @Test
  void unitsAreWorthWhatTheirLineHasNotGotBackWithoutThem() {
    Books books = bought();
    books.happened(
        granted("ref_1", 1_000, new RefundedLine("l1", 1_000)),
        refunded("ref_1", 1_000),
        inspected("ret_1", money(5_950, 0, 0, 0), new Item("l1", 1)),
        inspected("ret_2", money(4_950 + 356, 0, 0, 0), new Item("l1", 1), new Item("l2", 1)),
        refunded("ret_2", 4_950 + 356),
        refunded("ret_1", 5_950));
    assertThat(books.of("seller_payable:sel_a")).isZero();
    // 7.14 are left of the line, with 0.46 tax and 0.66 commission.
    assertThat(books.of("seller_payable:sel_b")).isEqualTo(-602);
  }

  @Test
  void unitsThatCameAndAreNotPaidBackStayTheSellers() {
    Books books = bought();
    var findings = List.of(new Finding("l1", 0, 1, 1, 0), new Finding("l2", 1, 0, 0, 1));
    books.happened(
        new ReturnEvent.ReturnInspected("ret_1", "wh_main", findings, money(356, 0, 0, 0), "ret_1"),
        refunded("ret_1", 356));
    assertThat(books.of("seller_payable:sel_a")).isEqualTo(-9_000);
    assertThat(books.book).isNotNull();
    assertThat(books.book.slots()).extracting(Slot::returned).containsExactly(1, 1, 0);
  }

  @Test
  void aRefundThatIsCutIsForAllItsLinesAlike() {
    Books books = bought();
    books.happened(
        inspected(
            "ret_1",
            new ReturnMoney(12_970, 0, 0, 476, TOTAL / 2),
            new Item("l1", 2),
            new Item("l2", 3)));
    assertThat(books.book).isNotNull();
    assertThat(books.book.claims().getFirst().partsMinor())
        .containsExactly(11_900L / 2, 1_070L / 2, 476L / 2);
  }

  /** Units one by one in any order, the money taken some time before it goes back. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anOrderThatComesBackInAnyPiecesLeavesNothingButFees(long seed) {
    var random = new Random(seed);
    for (int life = 0; life < 200; life++) {
      long[] totals = {1 + random.nextInt(9_999), 1 + random.nextInt(9_999)};
      int[] quantities = {1 + random.nextInt(4), 1 + random.nextInt(4)};
      Placement.Line[] lines = new Placement.Line[2];
      List<Integer> units = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        long tax = random.nextLong(totals[i] + 1);
        lines[i] = line("l" + i, "sel_" + i, quantities[i], totals[i], tax);
        units.addAll(Collections.nCopies(quantities[i], i));
      }
      Collections.shuffle(units, random);
      var books = new Books(new Terms(random.nextInt(10_001), random.nextBoolean(), "sandbox"));
      books.happened(placed(400, 76, lines), confirmed());
      long total = totals[0] + totals[1] + 476;
      int takenBefore = random.nextInt(units.size() + 1);
      int[] back = new int[2];
      long fees = 0;
      Map<String, Long> waiting = new TreeMap<>();
      for (int i = 0; i < units.size(); i++) {
        if (i == takenBefore) {
          books.happened(captured(total));
        }
        int line = units.get(i);
        long share = totals[line] * (back[line] + 1) / quantities[line];
        long items = share - totals[line] * back[line] / quantities[line];
        back[line]++;
        long restocking = random.nextLong(items + 1);
        long wayBack = random.nextLong(items - restocking + 1);
        boolean isLast = i == units.size() - 1;
        ReturnMoney money = money(items, restocking, wayBack, isLast ? 476 : 0);
        books.happened(inspected("ret_" + i, money, new Item("l" + line, 1)));
        fees += restocking + wayBack;
        waiting.put("ret_" + i, money.refundMinor());
      }
      if (takenBefore == units.size()) {
        books.happened(captured(total));
      }
      waiting.values().removeIf(amount -> amount == 0);
      List<String> requests = new ArrayList<>(waiting.keySet());
      Collections.shuffle(requests, random);
      requests.forEach(id -> books.happened(refunded(id, waiting.getOrDefault(id, 0L))));
      assertThat(books.of("provider_receivable:sandbox")).as("seed %d", seed).isEqualTo(fees);
      assertThat(books.ofAll("restocking_fees", "return_shipping_fees"))
          .as("seed %d", seed)
          .isEqualTo(-fees);
      assertThat(books.open().keySet())
          .as("seed %d", seed)
          .isSubsetOf("provider_receivable:sandbox", "restocking_fees", "return_shipping_fees");
    }
  }
}

package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockSpec.DEADLINE;
import static dev.millrace.inventory.stock.StockSpec.DECIDER;
import static dev.millrace.inventory.stock.StockSpec.HOLD_MS;
import static dev.millrace.inventory.stock.StockSpec.NOW;
import static dev.millrace.inventory.stock.StockSpec.fold;
import static dev.millrace.inventory.stock.StockSpec.received;
import static dev.millrace.inventory.stock.StockSpec.reserve;
import static dev.millrace.inventory.stock.StockSpec.reserved;
import static dev.millrace.inventory.stock.StockSpec.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.inventory.stock.StockCommand.CommitReservation;
import dev.millrace.inventory.stock.StockCommand.ExtendReservation;
import dev.millrace.inventory.stock.StockCommand.ReserveStock;
import dev.millrace.inventory.stock.StockEvent.ReservationExpired;
import dev.millrace.inventory.stock.StockEvent.ReservationExtended;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoldDeciderTest {

  @Test
  void aHoldComesWholeFromTheFullestWarehouseIfItFits() {
    spec()
        .given(received("wh_a", 5), received("wh_b", 9), received("wh_c", 9))
        .when(reserve("rsv", 9), NOW)
        .events(reserved(new Allocation("wh_b", 9)));
  }

  @Test
  void aHoldIsSplitOnlyWhenNoWarehouseHasItAll() {
    spec()
        .given(received("wh_a", 5), received("wh_b", 9))
        .when(reserve("rsv", 11), NOW)
        .events(reserved(new Allocation("wh_b", 9), new Allocation("wh_a", 2)));
  }

  @Test
  void anotherSellersUnitsDoNotHelp() {
    spec()
        .given(received("wh_a", 5))
        .when(
            new ReserveStock("rsv", HoldRequest.plain("other", 1, "order"), HOLD_MS, null, null),
            NOW)
        .refused(StockRejection.INSUFFICIENT_STOCK);
  }

  @ParameterizedTest
  @CsvSource({
    "0,60000,INVALID_QUANTITY",
    "-1,60000,INVALID_QUANTITY",
    "1000001,60000,INVALID_QUANTITY",
    "1,999,INVALID_HOLD_TIME",
    "1,86400001,INVALID_HOLD_TIME",
    "1,-9223372036854775808,INVALID_HOLD_TIME",
    "1,9223372036854775807,INVALID_HOLD_TIME"
  })
  void holdsOutsideTheirBoundsAreRefused(int quantity, long holdMs, StockRejection refusal) {
    spec()
        .given(received("wh_a", 5))
        .when(
            new ReserveStock(
                "rsv", HoldRequest.plain("sel", quantity, "order"), holdMs, null, null),
            NOW)
        .refused(refusal);
  }

  @Test
  void anExtensionNeverShortensAHold() {
    spec()
        .given(received("wh_a", 5), reserved(3))
        .when(new ExtendReservation("rsv", 1_000), NOW)
        .nothingHappens();
    spec()
        .given(received("wh_a", 5), reserved(3))
        .when(new ExtendReservation("rsv", 90_000), NOW)
        .events(new ReservationExtended(NOW, "rsv", "sel", NOW.plusMillis(90_000)));
  }

  @Test
  void theDeadlineIsExactToTheMillisecond() {
    SkuState held = fold(received("wh_a", 5), reserved(3));
    var justInTime =
        DECIDER.carryOut(held, new CommitReservation("rsv", null, false), DEADLINE.minusMillis(1));
    assertThat(justInTime.refusal()).isNull();
    var tooLate = DECIDER.carryOut(held, new CommitReservation("rsv", null, false), DEADLINE);
    assertThat(tooLate.refusal()).isEqualTo(StockRejection.RESERVATION_EXPIRED);
    assertThat(tooLate.facts())
        .containsExactly(
            new Fact(
                3,
                new ReservationExpired(
                    DEADLINE, "rsv", "sel", List.of(new Allocation("wh_a", 3)), 0, "order"),
                List.of(new Level("sel", "wh_a", 5, 0, Damages.NONE, 0, 0, null))));
  }
}

package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockSpec.NOW;
import static dev.millrace.inventory.stock.StockSpec.received;
import static dev.millrace.inventory.stock.StockSpec.reserved;
import static dev.millrace.inventory.stock.StockSpec.reservedIn;
import static dev.millrace.inventory.stock.StockSpec.spec;

import dev.millrace.inventory.stock.StockCommand.CommitReservation;
import dev.millrace.inventory.stock.StockEvent.ReservationCommitted;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoldEndDeciderTest {

  @Test
  void aPartialCommitFreesTheRest() {
    spec()
        .given(received("wh_a", 5), received("wh_b", 9), reservedIn("wh_b", 9, "wh_a", 2))
        .when(new CommitReservation("rsv", 10, false), NOW)
        .events(
            new ReservationCommitted(
                NOW,
                "rsv",
                "sel",
                10,
                List.of(new Allocation("wh_b", 9), new Allocation("wh_a", 1)),
                List.of(new Allocation("wh_a", 1)),
                0,
                0,
                "order"));
    spec()
        .given(received("wh_a", 5), reserved(3))
        .when(new CommitReservation("rsv", 4, false), NOW)
        .refused(StockRejection.COMMIT_EXCEEDS_HOLD);
    spec()
        .given(received("wh_a", 5), reserved(3))
        .when(new CommitReservation("rsv", 0, false), NOW)
        .refused(StockRejection.INVALID_QUANTITY);
  }
}

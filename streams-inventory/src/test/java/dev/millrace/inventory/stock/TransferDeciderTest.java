package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockSpec.NOW;
import static dev.millrace.inventory.stock.StockSpec.after;
import static dev.millrace.inventory.stock.StockSpec.fold;
import static dev.millrace.inventory.stock.StockSpec.received;
import static dev.millrace.inventory.stock.StockSpec.reserve;
import static dev.millrace.inventory.stock.StockSpec.reserved;
import static dev.millrace.inventory.stock.StockSpec.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.inventory.stock.StockCommand.MoveStock;
import dev.millrace.inventory.stock.StockEvent.StockMoved;
import dev.millrace.testkit.DeciderSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TransferDeciderTest {

  @Test
  void unitsThatLeftAreInTransitAndForNobodyToBuy() {
    SkuState sent = after(fold(received("wh_a", 5)), send("trf", "wh_b", 3), NOW);
    assertThat(sent.stock().level("sel", "wh_a").onHand()).isEqualTo(2);
    assertThat(sent.stock().level("sel", "wh_b").inTransit()).isEqualTo(3);
    assertThat(sent.stock().available("sel")).isEqualTo(2);
    spec().givenState(sent).when(reserve("rsv", 3), NOW).refused(StockRejection.INSUFFICIENT_STOCK);
  }

  @Test
  void theEventOfADepartureNamesBothLevels() {
    CarriedOut done =
        StockSpec.DECIDER.carryOut(fold(received("wh_a", 5)), send("trf", "wh_b", 3), NOW);
    assertThat(done.facts().getFirst().event()).isEqualTo(left("trf", "wh_b", 3));
    assertThat(done.facts().getFirst().levelsAfter())
        .extracting(Level::warehouseId)
        .containsExactly("wh_a", "wh_b");
  }

  @Test
  void whatArrivesIsOnHandAndTheRestIsLost() {
    onItsWay().when(receive("trf", "wh_b", 2), NOW).events(arrived("trf", "wh_b", 3, 2));
    Level there =
        fold(received("wh_a", 5), left("trf", "wh_b", 3), arrived("trf", "wh_b", 3, 2))
            .stock()
            .level("sel", "wh_b");
    assertThat(there.onHand()).isEqualTo(2);
    assertThat(there.inTransit()).isZero();
  }

  @Test
  void everythingMayBeLost() {
    onItsWay().when(receive("trf", "wh_b", 0), NOW).events(arrived("trf", "wh_b", 3, 0));
  }

  @Test
  void moreThanWasSentCannotArrive() {
    onItsWay().when(receive("trf", "wh_b", 4), NOW).refused(StockRejection.INVALID_QUANTITY);
  }

  @Test
  void bothEndsMayBeToldTwice() {
    onItsWay().when(send("trf", "wh_b", 3), NOW).nothingHappens();
    arrived().when(send("trf", "wh_b", 3), NOW).nothingHappens();
    arrived().when(receive("trf", "wh_b", 2), NOW).nothingHappens();
  }

  @Test
  void anEndThatIsToldDifferentlyIsRefused() {
    onItsWay().when(send("trf", "wh_b", 2), NOW).refused(StockRejection.TRANSFER_ID_REUSED);
    onItsWay().when(send("trf", "wh_c", 3), NOW).refused(StockRejection.TRANSFER_ID_REUSED);
    arrived().when(receive("trf", "wh_b", 3), NOW).refused(StockRejection.TRANSFER_CLOSED);
  }

  @Test
  void aTransferEndsWhereItGoes() {
    fiveAtHome().when(send("trf", "wh_a", 1), NOW).refused(StockRejection.INVALID_TRANSFER);
    onItsWay().when(receive("trf", "wh_c", 3), NOW).refused(StockRejection.INVALID_TRANSFER);
    fiveAtHome().when(receive("trf", "wh_b", 3), NOW).refused(StockRejection.TRANSFER_NOT_FOUND);
  }

  @Test
  void anotherSellersTransferIsNotThere() {
    var receive =
        new MoveStock(
            "other",
            "wh_b",
            MovementType.TRANSFER_IN,
            3,
            null,
            "trf",
            null,
            null,
            null,
            null,
            null);
    onItsWay().when(receive, NOW).refused(StockRejection.TRANSFER_NOT_FOUND);
  }

  @Test
  void heldAndMissingUnitsCannotLeave() {
    spec()
        .given(received("wh_a", 5), reserved(3))
        .when(send("trf", "wh_b", 3), NOW)
        .refused(StockRejection.WOULD_BREAK_RESERVATIONS);
    fiveAtHome().when(send("trf", "wh_b", 6), NOW).refused(StockRejection.NEGATIVE_STOCK);
  }

  @Test
  void aTransferNeedsARoomAtItsEnd() {
    StockEvent[] places = new StockEvent[StockLimits.LEVELS_MAX];
    places[0] = received("wh_a", 5);
    for (int i = 1; i < places.length; i++) {
      places[i] = received("wh_" + i, 1);
    }
    spec()
        .given(places)
        .when(send("trf", "wh_new", 1), NOW)
        .refused(StockRejection.TOO_MANY_LEVELS);
  }

  @Test
  void aTransferIsNamedByTransfersAndOnlyByThem() {
    fiveAtHome()
        .when(moving(MovementType.RECEIVE, "trf", null), NOW)
        .refused(StockRejection.MALFORMED_COMMAND);
    fiveAtHome()
        .when(moving(MovementType.TRANSFER_OUT, "trf", null), NOW)
        .refused(StockRejection.MALFORMED_COMMAND);
    fiveAtHome()
        .when(moving(MovementType.TRANSFER_OUT, null, "wh_b"), NOW)
        .refused(StockRejection.MALFORMED_COMMAND);
    fiveAtHome()
        .when(moving(MovementType.TRANSFER_IN, null, null), NOW)
        .refused(StockRejection.MALFORMED_COMMAND);
  }

  private static DeciderSpec<SkuState, StockCommand, StockEvent, StockRejection>.Given
      fiveAtHome() {
    return spec().given(received("wh_a", 5));
  }

  /** Three of the five have left. */
  private static DeciderSpec<SkuState, StockCommand, StockEvent, StockRejection>.Given onItsWay() {
    return spec().given(received("wh_a", 5), left("trf", "wh_b", 3));
  }

  /** Two of the three have come. */
  private static DeciderSpec<SkuState, StockCommand, StockEvent, StockRejection>.Given arrived() {
    return spec().given(received("wh_a", 5), left("trf", "wh_b", 3), arrived("trf", "wh_b", 3, 2));
  }

  private static MoveStock send(String transferId, String to, int quantity) {
    return new MoveStock(
        "sel",
        "wh_a",
        MovementType.TRANSFER_OUT,
        quantity,
        null,
        transferId,
        to,
        null,
        null,
        null,
        null);
  }

  private static MoveStock receive(String transferId, String warehouse, int quantity) {
    return new MoveStock(
        "sel",
        warehouse,
        MovementType.TRANSFER_IN,
        quantity,
        null,
        transferId,
        null,
        null,
        null,
        null,
        null);
  }

  private static MoveStock moving(
      MovementType type, @Nullable String transferId, @Nullable String to) {
    return new MoveStock("sel", "wh_a", type, 1, null, transferId, to, null, null, null, null);
  }

  private static StockMoved left(String transferId, String to, int units) {
    return new StockMoved(
        NOW,
        "sel",
        "wh_a",
        MovementType.TRANSFER_OUT,
        -units,
        0,
        null,
        new TransferLeg(transferId, to, units, 0),
        null,
        null,
        null);
  }

  private static StockMoved arrived(String transferId, String at, int sent, int arrived) {
    return new StockMoved(
        NOW,
        "sel",
        at,
        MovementType.TRANSFER_IN,
        arrived,
        0,
        null,
        new TransferLeg(transferId, at, -sent, sent - arrived),
        null,
        null,
        null);
  }
}

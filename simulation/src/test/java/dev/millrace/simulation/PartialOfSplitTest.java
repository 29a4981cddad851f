package dev.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.orders.UnitsShort;
import dev.millrace.simulation.Shopper.Want;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Shoppers who take less if there is less, of a SKU whose units lie in buckets. */
class PartialOfSplitTest {

  private static final String SKU = "SKU-1";
  private static final int UNITS = 40;

  private final World world = new World();
  private final Shop shop = new Shop(world);

  PartialOfSplitTest() {
    shop.receive(SKU, UNITS);
    shop.split(SKU, 4);
    world.drain();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whoTakesWhatThereIsGetsWhatAllBucketsHave() {
    String orderId = takeUpTo(UNITS + 10);
    world.drain();

    assertThat(allocated(orderId)).isEqualTo(UNITS);
    expectNoneLeft();
  }

  @Test
  void whatOthersHaveBoughtInTheBucketsIsNotThere() {
    int sold = 0;
    for (int i = 0; i < 7; i++) {
      new Shopper(world, "cus_" + i).place(List.of(new Want(SKU, 1)), "pm_card_visa", false);
      sold++;
    }
    world.drain();
    takeUpTo(UNITS + 10);
    String orderId = takeUpTo(UNITS);
    world.drain();

    assertThat(world.books().order(orderId).orElseThrow().status())
        .as("the first has all that was left")
        .isEqualTo("rejected");
    assertThat(away()).isEqualTo(UNITS);
    assertThat(sold).isPositive();
    expectNoneLeft();
  }

  @Test
  void aSecondTryKnowsWhatTheFirstTourFoundAndStillGetsAll() {
    new Shopper(world, "cus_big").place(List.of(new Want(SKU, 500)), "pm_card_visa", false);
    world.drain();
    new Shopper(world, "cus_small").place(List.of(new Want(SKU, 3)), "pm_card_visa", false);
    world.drain();

    String orderId = takeUpTo(300);
    world.drain();

    assertThat(allocated(orderId)).isEqualTo(UNITS - 3);
    expectNoneLeft();
  }

  private String takeUpTo(int units) {
    return new Shopper(world, "cus_less_" + units)
        .place(List.of(new Want(SKU, units)), "pm_card_visa", false, null, true, null);
  }

  private int allocated(String orderId) {
    OrderBook order = world.books().order(orderId).orElseThrow();
    assertThat(order.status()).isEqualTo("confirmed");
    return order.view().getUnitsShort().stream()
        .mapToInt(UnitsShort::getAllocated)
        .findFirst()
        .orElseThrow();
  }

  private long away() {
    return world.books().family(SKU).stream().mapToLong(StockBook::away).sum();
  }

  private void expectNoneLeft() {
    assertThat(world.books().family(SKU).stream().mapToLong(StockBook::onHand).sum()).isZero();
    assertThat(Promises.always(world.books())).isEmpty();
    assertThat(Promises.atRest(world.books())).isEmpty();
    assertThat(Promises.atTheEnd(world.books())).isEmpty();
  }
}

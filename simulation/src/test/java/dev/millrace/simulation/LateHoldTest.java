package dev.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.inventory.stock.Hold;
import dev.millrace.simulation.Shopper.Want;
import dev.millrace.simulation.Wires.Lane;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Units that the inventory holds for an order that was told there are none. */
class LateHoldTest {

  private static final String SKU = "SKU-1";
  private static final List<Want> FIVE = List.of(new Want(SKU, 5));

  private final World world = new World();
  private final Shop shop = new Shop(world);
  private final Shopper shopper = new Shopper(world, "cus_1");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whatIsHeldTooLateIsOnSaleAgainAtOnce() {
    shop.receive(SKU, 4);
    world.drain();
    String orderId = shopper.place(FIVE, "pm_card_visa", false);
    StockCommand reserve = itsRequest();
    world.drain();
    assertThat(world.books().order(orderId).orElseThrow().status()).isEqualTo("rejected");

    shop.receive(SKU, 1);
    world.drain();
    world.tell(world.topics().stockCommands(), SKU, reserve);
    world.drain();

    String reservationId = reserve.getReserve().getReservationId();
    assertThat(world.books().hold(SKU, reservationId).orElseThrow().status())
        .isEqualTo(Hold.Status.RELEASED);
    assertThat(world.books().kinds()).containsEntry("lateHoldReleased", 1);

    world.tell(world.topics().stockCommands(), SKU, reserve);
    String other = new Shopper(world, "cus_2").place(FIVE, "pm_card_visa", false);
    world.drain();
    assertThat(world.books().kinds()).containsEntry("lateHoldReleased", 1);
    assertThat(world.books().order(other).orElseThrow().status()).isEqualTo("confirmed");
    assertThat(Promises.always(world.books())).isEmpty();
    assertThat(Promises.atRest(world.books())).isEmpty();
    assertThat(Promises.atTheEnd(world.books())).isEmpty();
  }

  /** What the order asks the inventory for, which has not heard of it yet. */
  private StockCommand itsRequest() {
    var lane = new Lane(world.topics().stockCommands().name(), SKU);
    while (!world.wires().ready(world.now()).contains(lane)) {
      world.deliver(world.wires().oldest(world.now()).orElseThrow());
    }
    return (StockCommand) world.wires().first(lane).sent().value();
  }
}

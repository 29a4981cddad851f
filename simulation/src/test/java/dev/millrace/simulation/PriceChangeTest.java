package dev.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.pricing.Quote;
import dev.millrace.simulation.Shopper.Want;
import dev.millrace.simulation.Wires.Lane;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sellers change prices while shoppers buy; the real pricing says what things cost. */
class PriceChangeTest {

  private static final String SKU = "SKU-1";
  private static final List<Want> TWO = List.of(new Want(SKU, 2));
  private static final long BEFORE_MINOR = 1_001;
  private static final long AFTER_MINOR = 1_777;

  private final World world = new World();
  private final Shop shop = new Shop(world);
  private final Shopper shopper = new Shopper(world, "cus_1");

  @BeforeEach
  void open() {
    shop.receive(SKU, 10);
    shop.price(SKU, BEFORE_MINOR);
    world.drain();
  }

  @AfterEach
  void close() {
    world.close();
  }

  /**
   * @param deliveries after which the seller changes the price; the quote takes one
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 8, 12})
  void whatWasQuotedIsWhatIsPaidWheneverThePriceChanges(int deliveries) {
    if (deliveries == 0) {
      shop.price(SKU, AFTER_MINOR);
      world.drain();
    }
    String quoteId = shopper.askPrice(TWO);
    world.drain();
    Quote quote = world.books().quote(quoteId).orElseThrow();
    String orderId = shopper.place(quote);
    for (int i = 0; i < deliveries; i++) {
      world.wires().oldest(world.now()).ifPresent(world::deliver);
    }
    shop.price(SKU, AFTER_MINOR);
    world.drain();

    assertThat(quote.getSubtotalMinor())
        .isEqualTo(2 * (deliveries == 0 ? AFTER_MINOR : BEFORE_MINOR));
    OrderBook order = world.books().order(orderId).orElseThrow();
    assertThat(order.status()).isEqualTo("confirmed");
    assertThat(order.keptMinor()).isEqualTo(quote.getTotalMinor());
    assertThat(subtotalNow()).isEqualTo(2 * AFTER_MINOR);
    expectPromisesKept();
  }

  @Test
  void aQuoteThatMeetsTheChangeOnItsWayIsOfOnePriceOrTheOther() {
    shop.price(SKU, AFTER_MINOR);
    String quoteId = shopper.askPrice(TWO);
    // The change waits; the question overtakes it.
    Lane change =
        world.wires().ready(world.now()).stream()
            .filter(lane -> lane.topic().equals(world.topics().offerCommands().name()))
            .findFirst()
            .orElseThrow();
    world.wires().holdBack(change, world.now().plus(Duration.ofSeconds(1)));
    world.drain();

    Quote quote = world.books().quote(quoteId).orElseThrow();
    assertThat(quote.getSubtotalMinor()).isEqualTo(2 * BEFORE_MINOR);
    String orderId = shopper.place(quote);
    world.drain();
    assertThat(world.books().order(orderId).orElseThrow().keptMinor())
        .isEqualTo(quote.getTotalMinor());
    expectPromisesKept();
  }

  @Test
  void aPriceThatStoodLongEnoughIsNotPaidAnyMore() {
    String quoteId = shopper.askPrice(TWO);
    world.drain();
    shop.price(SKU, AFTER_MINOR);
    world.pass(Duration.ofMinutes(15));

    String orderId = shopper.place(world.books().quote(quoteId).orElseThrow());
    world.drain();

    assertThat(world.books().order(orderId)).isEmpty();
    assertThat(world.books().stock(SKU).orElseThrow().live()).isEmpty();
    assertThat(subtotalNow()).isEqualTo(2 * AFTER_MINOR);
    expectPromisesKept();
  }

  @Test
  void pricesOutliveTheProcessThatKnewThem() {
    world.kill(Process.PRICING);

    assertThat(subtotalNow()).isEqualTo(2 * BEFORE_MINOR);
  }

  private long subtotalNow() {
    String quoteId = new Shopper(world, "cus_2").askPrice(TWO);
    world.drain();
    return world.books().quote(quoteId).orElseThrow().getSubtotalMinor();
  }

  private void expectPromisesKept() {
    assertThat(Promises.always(world.books())).isEqualTo(Optional.empty());
    assertThat(Promises.atRest(world.books())).isEqualTo(Optional.empty());
    assertThat(Promises.atTheEnd(world.books())).isEqualTo(Optional.empty());
  }
}

package dev.millrace.simulation;

import dev.millrace.orders.order.CheckoutTerms.Capture;
import dev.millrace.simulation.Checkout.Delivery;
import dev.millrace.simulation.Checkout.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Runs scenes with faults, one after the other, and keeps what broke a promise. */
final class FaultRuns implements AutoCloseable {

  /** Worlds grow with every order; a new one now and then keeps the steps quick. */
  private static final int ORDERS_IN_A_WORLD_MAX = 300;

  private final Capture capture;
  private final List<String> broken = new ArrayList<>();
  private World world;
  private Shop shop;
  private long steps;
  private int cases;

  /**
   * @param capture when promised money is taken
   */
  FaultRuns(Capture capture) {
    this.capture = capture;
    this.world = new World(capture);
    this.shop = opened(world);
  }

  /** What broke a promise, and how. */
  List<String> broken() {
    return broken;
  }

  /** How much was run, in words. */
  String extent() {
    return "%,d checkouts, %,d steps".formatted(cases, steps + world.steps());
  }

  /** Runs a scene with every fault alone, and with some pairs of faults. */
  void everyFaultAndSomePairs(Scene scene, int pairs, Random chance) {
    List<Fault> singles = faultsFrom(0, run(scene, List.of()).deliveries());
    singles.forEach(fault -> run(scene, List.of(fault)));
    somePairs(scene, singles, pairs, chance);
  }

  /** The same with faults that befall what follows the purchase; pairs may begin before. */
  void everyLaterFaultAndSomePairs(Scene scene, int pairs, Random chance) {
    Checkout faultless = run(scene, List.of());
    faultsFrom(faultless.boughtWith(), faultless.deliveries())
        .forEach(fault -> run(scene, List.of(fault)));
    somePairs(scene, faultsFrom(0, faultless.deliveries()), pairs, chance);
  }

  private void somePairs(Scene scene, List<Fault> singles, int pairs, Random chance) {
    for (int i = 0; i < pairs; i++) {
      Fault first = singles.get(chance.nextInt(singles.size()));
      List<Fault> seconds = faultsFrom(first.at(), run(scene, List.of(first)).deliveries());
      run(scene, List.of(first, seconds.get(chance.nextInt(seconds.size()))));
    }
  }

  /** Runs a scene to its end. */
  Checkout run(Scene scene, List<Fault> faults) {
    if (cases % ORDERS_IN_A_WORLD_MAX == ORDERS_IN_A_WORLD_MAX - 1) {
      openAnew();
    }
    var checkout = new Checkout(world, shop, scene, "cus_" + cases, faults);
    cases++;
    Optional<String> how = checkout.run();
    how.ifPresent(
        text -> {
          broken.add("%s with %s: %s".formatted(scene, faults, text));
          // What one order has broken must not be blamed on the next.
          openAnew();
        });
    return checkout;
  }

  /** What can go wrong from a delivery on. */
  static List<Fault> faultsFrom(int from, List<Delivery> deliveries) {
    List<Fault> faults = new ArrayList<>();
    for (int at = from; at < deliveries.size(); at++) {
      Delivery delivery = deliveries.get(at);
      for (Fault.Kind kind : Fault.Kind.of(delivery.isWorker(), delivery.isCommand())) {
        faults.add(new Fault(at, kind));
      }
    }
    return faults;
  }

  private void openAnew() {
    steps += world.steps();
    world.close();
    world = new World(capture);
    shop = opened(world);
  }

  private static Shop opened(World world) {
    var shop = new Shop(world);
    shop.receive(Checkout.SKU, 1_000_000);
    shop.receive(Checkout.OTHER_SKU, 1_000_000);
    world.drain();
    return shop;
  }

  @Override
  public void close() {
    world.close();
  }
}

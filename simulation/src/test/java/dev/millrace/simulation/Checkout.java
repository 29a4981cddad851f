package dev.millrace.simulation;

import dev.millrace.avro.orders.ReturnStep;
import dev.millrace.gateways.shipping.SimulatedCarrier;
import dev.millrace.simulation.Shopper.Want;
import dev.millrace.simulation.Wires.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One order in a world that is otherwise at rest. Messages are delivered in the order of sending,
 * but for what the faults change.
 */
final class Checkout {

  /** Longer than any checkout, with any two faults, has ever been. */
  private static final int DELIVERIES_MAX = 300;

  /**
   * What a shopper does.
   *
   * @param second line; the first has units of {@link #SKU}
   * @param postalCode where the parcels go; carriers know some that are trouble
   * @param afterwards what follows, each as soon as nothing is on its way
   */
  record Scene(
      String name,
      String paymentMethodId,
      Want second,
      String postalCode,
      List<Consumer<Checkout>> afterwards) {

    Scene(String name, String paymentMethodId, Want second, List<Consumer<Checkout>> afterwards) {
      this(name, paymentMethodId, second, Shopper.POSTAL_CODE, afterwards);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static final String SKU = "SKU-1";
  static final String OTHER_SKU = "SKU-2";
  static final String SOLD_OUT = "SKU-3";

  /** Whoever wants it waits for some. Each checkout has its own: what one leaves another gets. */
  static final String PROMISED = "SKU-4";

  /** Whoever wants it gets some of ten, which lie in two buckets. Each checkout has its own. */
  static final String HOT = "SKU-5";

  /** A message that was about to be delivered, as far as faults care. */
  record Delivery(boolean isWorker, boolean isCommand) {}

  private final World world;
  private final Shop shop;
  private final Shopper shopper;
  private final Dispatcher dispatcher;
  private final Scene scene;
  private final List<Fault> faults;
  private final List<Delivery> deliveries = new ArrayList<>();
  private final String secondSku;
  private final String orderId;
  private int bought;

  Checkout(World world, Shop shop, Scene scene, String customerId, List<Fault> faults) {
    this.world = world;
    this.shop = shop;
    this.scene = scene;
    this.faults = new ArrayList<>(faults);
    this.shopper = new Shopper(world, customerId, scene.postalCode());
    this.dispatcher = new Dispatcher(world, "dispatcher_" + customerId);
    world.commitOffsets();
    boolean waits = scene.second().sku().equals(PROMISED);
    boolean isHot = scene.second().sku().equals(HOT);
    this.secondSku =
        waits || isHot ? scene.second().sku() + "-" + customerId : scene.second().sku();
    if (waits) {
      shop.receive(secondSku, 1);
      shop.promise(secondSku, 100, true);
      world.drain();
    }
    if (isHot) {
      shop.receive(secondSku, 10);
      shop.split(secondSku, 2);
      world.drain();
    }
    this.orderId =
        shopper.place(
            List.of(new Want(SKU, 2), new Want(secondSku, scene.second().quantity())),
            scene.paymentMethodId(),
            waits);
  }

  void confirmPayment() {
    shopper.confirmPayment(orderId);
  }

  void returnOneOfTheFirst() {
    shopper.returnItem(orderId, "l1", 1);
  }

  void cancel() {
    shopper.cancel(orderId);
  }

  void cancelOneOfTheFirst() {
    shopper.cancelLine(orderId, "l1");
  }

  void cancelTheSecond() {
    shopper.cancelLine(orderId, "l2");
  }

  /** The staff takes a part of the promised money. */
  void captureSome() {
    shopper.staff().settle(orderId, 111L);
  }

  /** The staff takes whatever is left of the promise. */
  void captureTheRest() {
    shopper.staff().settle(orderId, null);
  }

  /** Takes a unit of the first line out of the first shipment into one of its own. */
  void split() {
    dispatcher.split(orderId);
  }

  /** All shipments come to a step, as far as they may. */
  static Consumer<Checkout> all(String step) {
    return checkout -> checkout.dispatcher.advance(checkout.orderId, step);
  }

  /** One shipment comes to a step. */
  static Consumer<Checkout> one(int which, String step) {
    return checkout -> checkout.dispatcher.advance(checkout.orderId, which, step);
  }

  /** Each parcel is one step of the carrier further, and the carrier says so. */
  void carrierGoesOn() {
    world.pass(SimulatedCarrier.PACE);
    dispatcher.callBack(orderId);
  }

  /** The customer wants to send one unit of the first line back. */
  void askReturn() {
    shopper.askReturn(orderId, "l1", 1);
  }

  /** Returns come to a step; what comes back is as good as new. */
  static Consumer<Checkout> returns(ReturnStep step) {
    return checkout -> checkout.shopper.staff().moveReturns(checkout.orderId, step);
  }

  /** One more unit of the second line's SKU. */
  void receiveOne() {
    shop.receive(secondSku, 1);
  }

  /** The hot SKU's buckets are put together while units of it are on their way back. */
  void cancelWhileBucketsAreMerged() {
    cancel();
    shop.merge(secondSku);
  }

  /** Which of the two is first, faults decide. */
  void cancelWhileOneComes() {
    cancel();
    receiveOne();
  }

  /** Runs it to its end and says which promise was broken, if one was. */
  Optional<String> run() {
    deliverAll();
    bought = deliveries.size();
    for (Consumer<Checkout> next : scene.afterwards()) {
      next.accept(this);
      deliverAll();
      Optional<String> broken = brokenByTheOrder();
      if (broken.isPresent()) {
        return broken;
      }
    }
    Books books = world.books();
    return Promises.always(books)
        .or(this::brokenByTheOrder)
        .or(() -> Promises.stocksAtRest(books))
        .or(() -> Promises.atTheEnd(books, orderId));
  }

  private Optional<String> brokenByTheOrder() {
    Books books = world.books();
    return books.order(orderId).flatMap(order -> Promises.atRest(books, order));
  }

  /** How many deliveries it took to buy; what follows is behind them. */
  int boughtWith() {
    return bought;
  }

  /** What was delivered, in this order. */
  List<Delivery> deliveries() {
    return deliveries;
  }

  private void deliverAll() {
    while (deliveries.size() < DELIVERIES_MAX) {
      Optional<Lane> oldest = world.wires().oldest(world.now());
      if (oldest.isPresent()) {
        deliver(oldest.get());
        continue;
      }
      Optional<Instant> next = world.wires().nextArrival();
      if (next.isEmpty()) {
        return;
      }
      world.pass(Duration.between(world.now(), next.get()));
    }
    throw new IllegalStateException("a checkout without end");
  }

  private void deliver(Lane lane) {
    Optional<Fault.Kind> fault = takeFault();
    if (fault.isEmpty()) {
      note(lane);
      world.deliver(lane);
      return;
    }
    switch (fault.get()) {
      // The same delivery may meet a second fault, hence no note.
      case READER_KILLED -> world.kill(world.readerOf(lane));
      case CANCELLED -> shopper.cancel(orderId);
      case OVERTAKEN, LATE_FOR_STOCK, LATE_FOR_PAYMENT, LATE_FOR_HOLDS ->
          world.wires().holdBack(lane, world.now().plus(fault.get().lateness()));
      case TWICE -> {
        note(lane);
        world.deliverAndKeep(lane);
      }
      case RESULT_LOST -> {
        note(lane);
        lose(lane);
      }
      case REQUEST_LOST, ANSWER_LOST, UNREACHABLE, SILENT -> {
        note(lane);
        trouble(lane, fault.get());
      }
    }
  }

  private void lose(Lane lane) {
    if (isWorker(lane)) {
      world.deliver(lane, Fault.Kind.RESULT_LOST.trouble(), true);
    } else {
      world.deliver(lane);
    }
  }

  private void trouble(Lane lane, Fault.Kind kind) {
    if (isWorker(lane)) {
      world.deliver(lane, kind.trouble(), false);
    } else {
      world.deliver(lane);
    }
  }

  private Optional<Fault.Kind> takeFault() {
    for (Fault fault : faults) {
      if (fault.at() == deliveries.size()) {
        faults.remove(fault);
        return Optional.of(fault.kind());
      }
    }
    return Optional.empty();
  }

  private void note(Lane lane) {
    deliveries.add(
        new Delivery(isWorker(lane), lane.topic().equals(world.topics().orderCommands().name())));
  }

  private boolean isWorker(Lane lane) {
    return world.readerOf(lane).asStreams().isEmpty();
  }
}

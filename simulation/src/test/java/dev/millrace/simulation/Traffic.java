package dev.millrace.simulation;

import dev.millrace.avro.orders.OrderLine;
import dev.millrace.gateways.payments.SimulatedPayments.Trouble;
import dev.millrace.orders.order.CheckoutTerms.Capture;
import dev.millrace.simulation.Wires.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Shoppers who share a few SKUs, and a seeded chance that decides what happens next to them. */
final class Traffic implements AutoCloseable {

  /** What happens next; {@code pick} chooses among possibilities. */
  record Step(Kind kind, int pick) {

    static Step random(Random random) {
      int point = random.nextInt(Kind.WEIGHTS);
      for (Kind kind : Kind.values()) {
        point -= kind.weight;
        if (point < 0) {
          return new Step(kind, random.nextInt(1 << 30));
        }
      }
      throw new IllegalStateException("the weights add up");
    }
  }

  /** Kinds of steps, and how often they come. */
  enum Kind {
    SHOP(130),
    DELIVER(900),
    TWICE(20),
    LOSE_RESULT(10),
    TROUBLE(15),
    HOLD_BACK(15),
    STALL(36),
    PASS(60),
    KILL(6),
    DRAIN(3),
    SETTLE(1);

    private static final int WEIGHTS = IntStream.of(weights()).sum();
    private final int weight;

    Kind(int weight) {
      this.weight = weight;
    }

    private static int[] weights() {
      return List.of(values()).stream().mapToInt(kind -> kind.weight).toArray();
    }
  }

  /** Mostly moments; each of the others is past one more deadline. */
  private static final List<Duration> PASSING =
      List.of(
          Duration.ofMillis(100),
          Duration.ofMillis(100),
          Duration.ofMillis(500),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(11),
          Duration.ofSeconds(61),
          Duration.ofMinutes(5),
          Duration.ofMinutes(16));

  static final List<Duration> LATENESS =
      List.of(
          Duration.ofMillis(1),
          Duration.ofSeconds(11),
          Duration.ofSeconds(61),
          Duration.ofMinutes(16));

  private final World world;
  private final Crowd crowd;
  private boolean atRest;
  private boolean ended;

  /**
   * @param capture when promised money is taken
   */
  Traffic(Capture capture) {
    world = new World(capture);
    crowd = new Crowd(world);
    world.drain();
  }

  World world() {
    return world;
  }

  /** Whether nothing is on its way. */
  boolean isAtRest() {
    return atRest;
  }

  /** Whether every deadline has passed as well. */
  boolean hasEnded() {
    return ended;
  }

  void apply(Step step) {
    atRest = false;
    ended = false;
    world.log().step("step", step);
    int pick = step.pick();
    switch (step.kind()) {
      case SHOP -> crowd.act(new Random(pick));
      case DELIVER -> {
        if (pick % 40 == 0) {
          crowd.giveUpWaiting(pick);
        }
        choose(pick, lane -> true).ifPresent(world::deliver);
      }
      case TWICE -> choose(pick, this::mayComeTwice).ifPresent(world::deliverAndKeep);
      case LOSE_RESULT ->
          choose(pick, this::isWorker).ifPresent(lane -> world.deliver(lane, trouble(pick), true));
      case TROUBLE ->
          choose(pick, this::isWorker).ifPresent(lane -> world.deliver(lane, trouble(pick), false));
      case HOLD_BACK ->
          choose(pick, lane -> true)
              .ifPresent(
                  lane -> world.wires().holdBack(lane, world.now().plus(Crowd.of(LATENESS, pick))));
      case STALL -> stall(pick);
      case PASS -> {
        if (pick % 8 == 0) {
          crowd.giveUpWaiting(pick);
        }
        world.pass(Crowd.of(PASSING, pick));
      }
      case KILL -> world.kill(Process.values()[pick % Process.values().length]);
      case DRAIN -> {
        crowd.giveUpWaiting(pick);
        drain();
      }
      case SETTLE -> settle();
    }
  }

  /**
   * The writer of a SKU stands still until holds have ended whose sales are on their way to it. If
   * some are about to be paid, others ask for the units before: they get them, and the sale is
   * lost.
   */
  private void stall(int pick) {
    Instant until = world.now().plus(LATENESS.getLast());
    List<String> unpaid = skusOfUnpaidOrders();
    if (unpaid.isEmpty()) {
      choose(pick, lane -> world.readerOf(lane) == Process.INVENTORY)
          .ifPresent(lane -> world.wires().holdBack(lane, until));
    } else {
      String sku = Crowd.of(unpaid, pick);
      world.wires().holdBack(new Lane(world.topics().stockCommands().name(), sku), until);
      crowd.rush(sku, pick);
    }
  }

  private List<String> skusOfUnpaidOrders() {
    return world.books().orders().stream()
        .map(OrderBook::view)
        .filter(order -> order.getStatus().equals("pending_payment"))
        .flatMap(order -> order.getLines().stream())
        .map(OrderLine::getSku)
        .toList();
  }

  private void drain() {
    world.drain();
    atRest = true;
  }

  /** Until even the shoppers who never came back from their banks have been given up. */
  private void settle() {
    world.drain();
    world.pass(Duration.ofMinutes(11));
    drain();
    ended = true;
  }

  private Optional<Lane> choose(int pick, Predicate<Lane> fit) {
    List<Lane> lanes = world.wires().ready(world.now()).stream().filter(fit).toList();
    return lanes.isEmpty() ? Optional.empty() : Optional.of(Crowd.of(lanes, pick));
  }

  private boolean isWorker(Lane lane) {
    return world.readerOf(lane).asStreams().isEmpty();
  }

  private boolean mayComeTwice(Lane lane) {
    return isWorker(lane) || lane.topic().equals(world.topics().orderCommands().name());
  }

  private static Trouble trouble(int pick) {
    return Trouble.values()[(pick >>> 8) % Trouble.values().length];
  }

  @Override
  public void close() {
    world.close();
  }
}

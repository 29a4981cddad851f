package dev.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.orders.ReturnStep;
import dev.millrace.gateways.shipping.SandboxCarrier;
import dev.millrace.orders.order.CheckoutTerms.Capture;
import dev.millrace.simulation.Checkout.Scene;
import dev.millrace.simulation.Shopper.Want;
import dev.millrace.testkit.SeededRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every fault at every delivery of an order that is bought, sent, delivered and sent back, and
 * {@code millrace.drawn.parcels} drawn pairs of faults of each scene; for each time at which money
 * is taken.
 */
class ParcelFaultTest {

  private static final int DRAWN_PAIRS = Integer.getInteger("millrace.drawn.parcels", 12);
  private static final long SEED = Long.getLong(SeededRun.SEED, 1);
  private static final String CARD = "pm_card_visa";
  private static final Want OTHER = new Want(Checkout.OTHER_SKU, 1);

  private static final List<Consumer<Checkout>> PACKED =
      List.of(Checkout.all("picked"), Checkout.all("packed"));

  private static final List<Consumer<Checkout>> DELIVERED =
      and(PACKED, Checkout.all("handed_over"), Checkout::carrierGoesOn, Checkout::carrierGoesOn);

  private static final List<Consumer<Checkout>> SENT_BACK =
      List.of(
          Checkout::askReturn,
          Checkout.returns(ReturnStep.APPROVED),
          Checkout.returns(ReturnStep.LABEL_SENT),
          Checkout.returns(ReturnStep.IN_TRANSIT),
          Checkout.returns(ReturnStep.RECEIVED),
          Checkout.returns(ReturnStep.INSPECTED));

  /** Whenever money is taken. */
  private static final List<Scene> ALL =
      List.of(
          new Scene("cancelled when labelled", CARD, OTHER, and(PACKED, Checkout::cancel)),
          new Scene(
              "address unknown to the carrier",
              CARD,
              OTHER,
              SandboxCarrier.REFUSED,
              and(
                  PACKED,
                  Checkout.all("packed"),
                  Checkout.all("labelled"),
                  Checkout.all("handed_over"))),
          new Scene("delivered, then sent back", CARD, OTHER, joined(DELIVERED, SENT_BACK)),
          new Scene(
              "sent in part, the rest given up",
              CARD,
              OTHER,
              List.of(
                  Checkout::split,
                  Checkout.one(1, "picked"),
                  Checkout.one(1, "packed"),
                  Checkout.one(1, "handed_over"),
                  Checkout::cancelOneOfTheFirst,
                  Checkout::cancelTheSecond)),
          new Scene(
              "sent in parts, one unit given up",
              CARD,
              OTHER,
              List.of(
                  Checkout::split,
                  Checkout.one(1, "picked"),
                  Checkout.one(1, "packed"),
                  Checkout.one(1, "handed_over"),
                  Checkout::cancelOneOfTheFirst,
                  Checkout.one(0, "picked"),
                  Checkout.one(0, "packed"),
                  Checkout::carrierGoesOn,
                  Checkout.one(0, "handed_over"),
                  Checkout::carrierGoesOn)));

  /** The carrier is trouble all by itself; of these only where money is taken at once. */
  private static final List<Scene> OF_THE_CARRIER =
      List.of(
          new Scene("flaky", CARD, OTHER, SandboxCarrier.FLAKY, PACKED),
          new Scene("silent", CARD, OTHER, SandboxCarrier.SILENT, PACKED),
          new Scene("lost", CARD, OTHER, SandboxCarrier.LOST, DELIVERED));

  private static final List<Scene> TAKEN_BY_HAND =
      List.of(
          new Scene(
              "taken in parts, then sent back",
              CARD,
              OTHER,
              joined(
                  and(List.of(Checkout::captureSome), Checkout::captureSome),
                  joined(
                      DELIVERED,
                      joined(SENT_BACK, List.<Consumer<Checkout>>of(Checkout::captureTheRest))))),
          new Scene(
              "taken in part, then cancelled",
              CARD,
              OTHER,
              List.of(Checkout::captureSome, Checkout::cancelOneOfTheFirst, Checkout::cancel)));

  @ParameterizedTest
  @EnumSource(Capture.class)
  void everyFaultAndSomePairsKeepThePromises(Capture capture) {
    var chance = new Random(SEED);
    System.out.println("Pairs are drawn with seed " + SEED);
    List<Scene> scenes =
        switch (capture) {
          case ON_CONFIRMATION -> joined(ALL, OF_THE_CARRIER);
          case ON_SHIPMENT -> ALL;
          case MANUAL -> joined(ALL, TAKEN_BY_HAND);
        };
    try (var runs = new FaultRuns(capture)) {
      for (Scene scene : scenes) {
        runs.everyLaterFaultAndSomePairs(scene, DRAWN_PAIRS, chance);
      }
      System.out.printf("%d scenes, %s: %s%n", scenes.size(), capture, runs.extent());
      assertThat(runs.broken()).isEmpty();
    }
  }

  @SafeVarargs
  private static List<Consumer<Checkout>> and(
      List<Consumer<Checkout>> first, Consumer<Checkout>... then) {
    return joined(first, List.of(then));
  }

  private static <T> List<T> joined(List<T> first, List<T> then) {
    List<T> all = new ArrayList<>(first);
    all.addAll(then);
    return List.copyOf(all);
  }
}

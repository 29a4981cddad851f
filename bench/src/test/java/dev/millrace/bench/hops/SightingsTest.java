package dev.millrace.bench.hops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bench.report.Section;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SightingsTest {

  /** What is seen of one checkout of two lines that begins at a time. */
  private static List<Runnable> checkout(Sightings into, int number, long startMs) {
    String cart = "cart-" + number;
    String order = "order-" + number;
    return List.of(
        () -> into.requested(cart, startMs),
        () -> into.priceAsked("quote-" + number, cart, startMs + 3),
        () -> into.replied("quote-" + number, startMs + 10),
        () -> into.placed("place-" + number, order, cart, startMs + 12),
        () -> into.seen(Moment.STOCK_ASKED, order, startMs + 20),
        () -> into.seen(Moment.STOCK_ASKED, order, startMs + 21),
        () -> into.seen(Moment.STOCK_DECIDED, order, startMs + 44),
        () -> into.seen(Moment.STOCK_DECIDED, order, startMs + 30),
        () -> into.seen(Moment.PAYMENT_ASKED, order, startMs + 50),
        () -> into.replied("place-" + number, startMs + 50),
        () -> into.seen(Moment.ANSWERED, order, startMs + 56),
        () -> into.seen(Moment.PAYMENT_KNOWN, order, startMs + 60),
        () -> into.seen(Moment.CONFIRMED, order, startMs + 70));
  }

  @Test
  void whatBelongsTogetherIsFoundInAnyOrder() {
    long seed = System.nanoTime();
    var sightings = new Sightings();
    List<Runnable> seen = new ArrayList<>();
    for (int number = 0; number < 20; number++) {
      seen.addAll(checkout(sightings, number, 1_000L * number));
    }
    Collections.shuffle(seen, new Random(seed));
    seen.forEach(Runnable::run);

    List<Map<Moment, Long>> checkouts = sightings.checkouts();

    assertThat(checkouts).as("seed %d", seed).hasSize(20);
    for (Map<Moment, Long> one : checkouts) {
      long startMs = one.get(Moment.REQUESTED);
      assertThat(one)
          .as("seed %d", seed)
          .isEqualTo(
              Map.ofEntries(
                  Map.entry(Moment.REQUESTED, startMs),
                  Map.entry(Moment.PRICE_ASKED, startMs + 3),
                  Map.entry(Moment.PRICED, startMs + 10),
                  Map.entry(Moment.PLACED, startMs + 12),
                  Map.entry(Moment.STOCK_ASKED, startMs + 21),
                  Map.entry(Moment.STOCK_DECIDED, startMs + 44),
                  Map.entry(Moment.PAYMENT_ASKED, startMs + 50),
                  Map.entry(Moment.REPLIED, startMs + 50),
                  Map.entry(Moment.ANSWERED, startMs + 56),
                  Map.entry(Moment.PAYMENT_KNOWN, startMs + 60),
                  Map.entry(Moment.CONFIRMED, startMs + 70)));
    }
  }

  @Test
  void checkoutsOfTheWarmUpDoNotCount() {
    var sightings = new Sightings();
    checkout(sightings, 1, 0).forEach(Runnable::run);
    checkout(sightings, 2, 500).stream().skip(1).forEach(Runnable::run);

    assertThat(sightings.checkouts()).hasSize(1);
  }

  @Test
  void theHopsOfOneWayAddUpToItsTotals() {
    var sightings = new Sightings();
    checkout(sightings, 1, 0).forEach(Runnable::run);
    Map<Moment, Long> moments = sightings.checkouts().getFirst();
    long untilPaymentAsked = 0;
    for (Hop hop :
        List.of(
            Hop.EDGE,
            Hop.PRICING,
            Hop.PLACING,
            Hop.ASKING_STOCK,
            Hop.HOLDING,
            Hop.ASKING_PAYMENT)) {
      untilPaymentAsked += took(moments, hop);
    }

    assertThat(untilPaymentAsked + took(moments, Hop.ANSWERING))
        .isEqualTo(took(moments, Hop.UNTIL_ANSWERED));
    assertThat(untilPaymentAsked + took(moments, Hop.PAYING) + took(moments, Hop.CONFIRMING))
        .isEqualTo(took(moments, Hop.UNTIL_CONFIRMED));
  }

  @Test
  void aHopCountsThoseOfWhichBothEndsWereSeen() {
    var sightings = new Sightings();
    checkout(sightings, 1, 0).forEach(Runnable::run);
    // This one's client gave up, and its payment is not known.
    checkout(sightings, 2, 500).subList(0, 10).forEach(Runnable::run);

    Section section = HopTimes.of(sightings.checkouts()).section();

    assertThat(section.rows()).hasSize(Hop.values().length);
    assertThat(row(section, Hop.HOLDING)).containsExactly(2.0, 23.0, 23.0, 23.0);
    assertThat(row(section, Hop.PAYING)).containsExactly(1.0, 10.0, 10.0, 10.0);
    assertThat(row(section, Hop.UNTIL_ANSWERED)).containsExactly(1.0, 56.0, 56.0, 56.0);
  }

  @Test
  void whatNobodySawHasNoRow() {
    assertThat(HopTimes.of(List.of()).section().rows()).isEmpty();
  }

  private static List<Double> row(Section section, Hop hop) {
    return section.rows().stream()
        .filter(row -> row.name().equals(hop.text()))
        .findFirst()
        .orElseThrow()
        .values();
  }

  private static long took(Map<Moment, Long> moments, Hop hop) {
    return moments.get(hop.to()) - moments.get(hop.from());
  }
}

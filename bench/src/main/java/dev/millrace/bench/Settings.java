package dev.millrace.bench;

import dev.millrace.bench.load.Schedule;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How the load is made.
 *
 * @param seconds length of each measured run
 * @param warmUpSeconds load before each measured run that is not counted
 * @param checkoutsPerSecond fixed rate at which a checkout's latency is measured
 * @param reservationsPerSecond fixed rate at which a reservation's latency is measured
 * @param skus that have stock
 * @param pricedSkus of these that have a price and are bought
 * @param window reservations on their way at once when the backbone's capacity is measured
 * @param clients checkouts on their way at once when capacity is measured
 * @param connections to PostgreSQL
 * @param carts that are filled for the checkouts' capacity; the run ends when they are bought
 * @param urgentPerSecond a hot SKU's reservations and movements, together, beside a feed
 * @param feedRows of a bulk feed
 * @param holds that end at about one moment
 * @param risingRates checkouts a second, one after the other, while the load rises
 * @param oneStatement reserves on PostgreSQL with one statement instead of two
 * @param synchronousCommit PostgreSQL answers once the disk has the commit
 */
record Settings(
    Set<Scenario> scenarios,
    int seconds,
    int warmUpSeconds,
    int checkoutsPerSecond,
    int reservationsPerSecond,
    int skus,
    int pricedSkus,
    int window,
    int clients,
    int connections,
    int carts,
    int urgentPerSecond,
    int feedRows,
    int holds,
    List<Integer> risingRates,
    boolean oneStatement,
    boolean synchronousCommit) {

  /** How long answers are waited for after a run. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  static final int UNITS_EACH = 100_000;
  static final int HOT_UNITS = 10_000_000;

  /** Over which the stock of one SKU is split. */
  static final int BUCKETS = 8;

  private static final int CHECKOUTS_PER_SECOND_MAX = 5_000;
  private static final int RATES_MAX = 20;

  Settings {
    scenarios = Set.copyOf(scenarios);
    risingRates = List.copyOf(risingRates);
    bound("--seconds", seconds, 1, 600);
    bound("--warm-up", warmUpSeconds, 0, 600);
    bound("--rate", checkoutsPerSecond, 1, CHECKOUTS_PER_SECOND_MAX);
    bound("--reservation-rate", reservationsPerSecond, 1, 50_000);
    bound("--skus", skus, 10, 1_000_000);
    bound("--priced-skus", pricedSkus, 10, skus);
    bound("--window", window, 1, 100_000);
    bound("--clients", clients, 1, 2_000);
    bound("--connections", connections, 1, 60);
    bound("--carts", carts, 1, 1_000_000);
    bound("--urgent-rate", urgentPerSecond, 1, 10_000);
    bound("--feed-rows", feedRows, 1, 10_000_000);
    bound("--holds", holds, 1, 10_000_000);
    bound("the number of --rates", risingRates.size(), 1, RATES_MAX);
    risingRates.forEach(rate -> bound("each of --rates", rate, 1, CHECKOUTS_PER_SECOND_MAX));
  }

  Schedule checkoutSchedule() {
    return new Schedule(checkoutsPerSecond, warmUpSeconds, seconds);
  }

  Schedule reservationSchedule() {
    return new Schedule(reservationsPerSecond, warmUpSeconds, seconds);
  }

  Schedule urgentSchedule() {
    return new Schedule(urgentPerSecond, warmUpSeconds, seconds);
  }

  /** Whether one of these is measured. */
  boolean measures(Scenario... any) {
    return Stream.of(any).anyMatch(scenarios::contains);
  }

  /** Whether carts are bought. */
  boolean buysCarts() {
    return scenarios.stream().anyMatch(Scenario::isOfCheckouts);
  }

  /** The number of the SKU that a reservation takes: each once before any twice. */
  int skuNumber(long index) {
    // The stride is a prime that divides no round number, so neighbours are spread over the
    // partitions.
    return (int) (index * 7_919 % skus);
  }

  Map<String, String> describe() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("seconds", Integer.toString(seconds));
    settings.put("warm_up_seconds", Integer.toString(warmUpSeconds));
    settings.put("checkouts_per_second", Integer.toString(checkoutsPerSecond));
    settings.put("reservations_per_second", Integer.toString(reservationsPerSecond));
    settings.put("skus", Integer.toString(skus));
    settings.put("priced_skus", Integer.toString(pricedSkus));
    settings.put("reservations_in_flight", Integer.toString(window));
    settings.put("checkout_clients", Integer.toString(clients));
    settings.put("postgres_connections", Integer.toString(connections));
    settings.put("carts", Integer.toString(carts));
    settings.put("urgent_per_second", Integer.toString(urgentPerSecond));
    settings.put("feed_rows", Integer.toString(feedRows));
    settings.put("holds", Integer.toString(holds));
    settings.put("rising_rates", risingRates.toString());
    settings.put("postgres_one_statement", Boolean.toString(oneStatement));
    settings.put("postgres_synchronous_commit", Boolean.toString(synchronousCommit));
    return settings;
  }

  private static void bound(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, not %d".formatted(option, min, max, value));
    }
  }
}

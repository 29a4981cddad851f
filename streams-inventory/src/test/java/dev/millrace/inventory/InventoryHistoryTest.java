package dev.millrace.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.StockAsOf;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.inventory.history.HistoryFlow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the inventory decided can be asked for as of any moment. */
class InventoryHistoryTest {

  private static final int COMMANDS = 250;
  private static final long HOLD_MS = 400;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theStockAtEveryMomentIsTheFoldOfTheEventsUntilThen(long seed) {
    List<StockEvent> events = events(new Random(seed));
    try (var history = new HistoryFlow(Map.of())) {
      events.forEach(history::happened);
      for (StockEvent event : events) {
        for (long aside : new long[] {-1, 0, 1}) {
          Instant moment = event.getAt().plusMillis(aside);
          List<StockEvent> until =
              events.stream().filter(one -> !one.getAt().isAfter(moment)).toList();
          StockAsOf was = history.asOf(InventoryFlow.SKU, moment);
          assertThat(was.getStock())
              .as("seed %d, %d ms beside event %d", seed, aside, event.getSequence())
              .isEqualTo(until.isEmpty() ? null : InventoryLedger.fold(InventoryFlow.SKU, until));
        }
      }
    }
  }

  /** What happens to a SKU when commands come at random, several within one millisecond too. */
  private static List<StockEvent> events(Random random) {
    List<StockEvent> events = new ArrayList<>();
    try (var inventory = new InventoryFlow(Map.of("MILLRACE_INVENTORY_SWEEP_EVERY", "20ms"))) {
      for (int i = 0; i < COMMANDS; i++) {
        inventory.send(command(inventory, random, i));
        if (random.nextInt(3) > 0) {
          inventory.flow().after(Duration.ofMillis(random.nextInt(60)));
        }
      }
      events.addAll(inventory.flow().takeAll(inventory.flow().topics().stockEvents()));
    }
    assertThat(events).hasSizeGreaterThan(COMMANDS / 2);
    return events;
  }

  private static StockCommand.Builder command(InventoryFlow inventory, Random random, int number) {
    String some = "rsv_" + random.nextInt(number + 1);
    return switch (random.nextInt(8)) {
      case 0 -> inventory.receive(1 + random.nextInt(20));
      case 1 -> inventory.move(MovementType.ADJUST, random.nextInt(9) - 4, null);
      case 2 -> inventory.policy(random.nextInt(4));
      case 3 -> inventory.commit(some, null);
      case 4 -> inventory.release(some, null);
      case 5 -> inventory.extend(some, HOLD_MS);
      default -> inventory.reserve("rsv_" + number, 1 + random.nextInt(3), HOLD_MS);
    };
  }
}

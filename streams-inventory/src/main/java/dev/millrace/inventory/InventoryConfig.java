package dev.millrace.inventory;

import dev.millrace.inventory.stock.AllocationRules;
import dev.millrace.inventory.stock.StandardAllocation;
import dev.millrace.inventory.stock.StockLimits;
import dev.millrace.inventory.stock.WarehousePlaces;
import dev.millrace.kit.process.CommandOutcomes;
import dev.millrace.launch.config.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of the inventory.
 *
 * @param limits bounds of what clients may ask
 * @param allocation how holds are spread over warehouses where the terms do not say
 * @param sweep how holds end by themselves
 * @param movementsKept how long movement ids are recognised
 * @param outcomes how long answers are remembered
 */
public record InventoryConfig(
    StockLimits limits,
    AllocationRules allocation,
    Sweep sweep,
    Duration movementsKept,
    CommandOutcomes.Retention outcomes) {

  /**
   * The search for holds that are due.
   *
   * @param every how often; a hold's units are free again at most so long after its deadline
   * @param entriesMax how many entries of each index one tick may treat
   * @param workMax how long one search for overdue holds may take, so that commands never wait long
   *     for it
   * @param closedHoldsKept how long a hold or a transfer that ended still answers by name
   */
  public record Sweep(Duration every, int entriesMax, Duration workMax, Duration closedHoldsKept) {}

  /** Reads the settings; the caller ends the reading with {@link Settings#orThrow}. */
  public static InventoryConfig from(Settings settings) {
    Duration holdMin =
        settings.duration(
            "MILLRACE_INVENTORY_HOLD_MIN",
            "shortest time for which stock may be held",
            Duration.ofSeconds(1),
            Duration.ofMillis(1),
            Duration.ofHours(1));
    Duration holdMax =
        settings.duration(
            "MILLRACE_INVENTORY_HOLD_MAX",
            "longest time for which stock may be held",
            Duration.ofHours(24),
            Duration.ofSeconds(1),
            Duration.ofDays(90));
    Duration holdDefault =
        settings.duration(
            "MILLRACE_INVENTORY_HOLD_DEFAULT",
            "how long stock is held when neither the request nor the seller's terms say",
            Duration.ofMinutes(15),
            Duration.ofMillis(1),
            Duration.ofDays(90));
    settings.require(
        holdMin.compareTo(holdMax) <= 0,
        "MILLRACE_INVENTORY_HOLD_MIN must not be above MILLRACE_INVENTORY_HOLD_MAX");
    settings.require(
        holdMin.compareTo(holdDefault) <= 0 && holdDefault.compareTo(holdMax) <= 0,
        "MILLRACE_INVENTORY_HOLD_DEFAULT must be between MILLRACE_INVENTORY_HOLD_MIN and"
            + " MILLRACE_INVENTORY_HOLD_MAX");
    return new InventoryConfig(
        new StockLimits(holdMin, holdDefault, holdMax),
        allocation(settings),
        sweep(settings),
        settings.duration(
            "MILLRACE_INVENTORY_MOVEMENTS_KEPT",
            "how long the id of a movement is recognised when it comes again",
            Duration.ofDays(7),
            Duration.ofMinutes(1),
            Duration.ofDays(90)),
        CommandOutcomes.Retention.from(settings, "INVENTORY"));
  }

  private static AllocationRules allocation(Settings settings) {
    StandardAllocation usual =
        settings.choice(
            "MILLRACE_INVENTORY_ALLOCATION",
            "how the warehouses of a hold are chosen when the seller's terms do not say",
            StandardAllocation.HIGHEST_STOCK);
    Optional<WarehousePlaces> places =
        WarehousePlaces.parse(
            settings.text(
                "MILLRACE_INVENTORY_WAREHOUSES",
                "where the warehouses are, for choosing the nearest",
                "",
                ".*",
                "for example wh_main=US/IL,wh_eu=DE; at most 1000"));
    settings.require(
        places.isPresent(),
        "MILLRACE_INVENTORY_WAREHOUSES must name each warehouse once, as warehouse=country or"
            + " warehouse=country/region, separated by commas");
    return new AllocationRules(usual, places.orElse(WarehousePlaces.NONE));
  }

  private static Sweep sweep(Settings settings) {
    return new Sweep(
        settings.duration(
            "MILLRACE_INVENTORY_SWEEP_EVERY",
            "how often overdue holds are searched for",
            Duration.ofMillis(100),
            Duration.ofMillis(20),
            Duration.ofSeconds(1)),
        settings.integer(
            "MILLRACE_INVENTORY_SWEEP_ENTRIES_MAX",
            "how many overdue entries one search may treat, and how many who wait for stock it may"
                + " tell",
            2_000,
            10,
            100_000),
        settings.duration(
            "MILLRACE_INVENTORY_SWEEP_WORK_MAX",
            "how long one search for overdue holds may keep commands waiting",
            Duration.ofMillis(40),
            Duration.ofMillis(1),
            Duration.ofSeconds(1)),
        settings.duration(
            "MILLRACE_INVENTORY_CLOSED_HOLDS_KEPT",
            "how long a hold or a transfer that ended still answers by name",
            Duration.ofHours(24),
            Duration.ofSeconds(1),
            Duration.ofDays(30)));
  }
}

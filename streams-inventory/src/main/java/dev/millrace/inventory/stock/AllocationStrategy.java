package dev.millrace.inventory.stock;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses the warehouses that serve a hold. Pure, and the same question has the same answer. */
public interface AllocationStrategy {

  /** The name under which it is configured. */
  String name();

  /**
   * Spreads units over warehouses.
   *
   * @return exactly as many units as wanted, at most what is available in each warehouse, each
   *     warehouse once; from one warehouse alone if each of the levels has enough for that
   */
  List<Allocation> allocate(Wanted wanted);

  /**
   * What is to be spread.
   *
   * @param levels the seller's that may serve, with at least {@code quantity} units available
   *     together
   * @param quantity units, at least 1
   * @param preferredWarehouseId the one that the seller would rather have asked; may be unknown
   * @param destination where the units will go; null when nobody said
   * @param places where the warehouses are
   */
  record Wanted(
      List<Level> levels,
      int quantity,
      @Nullable String preferredWarehouseId,
      @Nullable Destination destination,
      WarehousePlaces places) {}
}

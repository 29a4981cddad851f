package dev.millrace.inventory.stock;

import java.util.List;

/** Chooses the warehouses that serve a hold. Pure. */
public interface AllocationStrategy {

  /** The name under which it is configured. */
  String name();

  /**
   * Spreads units over warehouses.
   *
   * @param levels the seller's, with at least {@code quantity} units available together
   * @return exactly {@code quantity} units, at most what is available in each warehouse
   */
  List<Allocation> allocate(List<Level> levels, int quantity);
}

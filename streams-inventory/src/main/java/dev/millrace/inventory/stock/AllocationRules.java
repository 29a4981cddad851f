package dev.millrace.inventory.stock;

/**
 * How warehouses are chosen for sellers that do not say.
 *
 * @param usual the strategy
 * @param places where the warehouses are
 */
public record AllocationRules(StandardAllocation usual, WarehousePlaces places) {}

package dev.millrace.inventory.stock;

/**
 * What a movement does to a transfer between two warehouses.
 *
 * @param toWarehouseId where the transfer goes, for its begin and its end
 * @param inTransitDelta change of the units in transit to that warehouse
 * @param lost units that were sent and did not arrive; 0 at the begin
 */
public record TransferLeg(String transferId, String toWarehouseId, int inTransitDelta, int lost) {}

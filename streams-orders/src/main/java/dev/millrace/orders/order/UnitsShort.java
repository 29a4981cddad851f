package dev.millrace.orders.order;

/**
 * Units of a line that were wanted and could not be had.
 *
 * @param requested units that were wanted
 * @param allocated units that the order goes on with, or that are being asked for; 0 if the line
 *     falls away
 * @param refusal why the inventory refused them
 * @param lowered how often fewer units were asked for
 */
public record UnitsShort(
    String lineId,
    String sku,
    String sellerId,
    int requested,
    int allocated,
    String refusal,
    int lowered) {

  static UnitsShort of(Placement.Line line, int allocated, String refusal, int lowered) {
    return new UnitsShort(
        line.lineId(), line.sku(), line.sellerId(), line.quantity(), allocated, refusal, lowered);
  }
}

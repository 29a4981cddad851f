package dev.millrace.standalone.imports;

import dev.millrace.avro.inventory.MoveStock;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.schemas.id.Ids;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One row of a stock feed.
 *
 * @param quantity the counted total, or the change
 * @param source who counts {@code sourceSequence}; both or neither
 */
record StockRow(
    String sku,
    String sellerId,
    String warehouseId,
    MovementType type,
    int quantity,
    @Nullable String source,
    @Nullable Long sourceSequence) {

  private static final int SKU_LENGTH_MAX = 64;

  /** Movements that need no more than these columns. */
  private static final Map<String, MovementType> TYPES =
      Map.of(
          "count", MovementType.COUNT,
          "receive", MovementType.RECEIVE,
          "adjust", MovementType.ADJUST,
          "return_to_stock", MovementType.RETURN_TO_STOCK);

  private static final Set<String> COLUMNS =
      Set.of("sku", "seller_id", "warehouse_id", "type", "quantity", "source", "source_sequence");

  /** The columns that a file must have. */
  static final Set<String> NEEDED = Set.of("sku", "quantity");

  /**
   * Refuses a column that would be left out in silence.
   *
   * @throws IllegalArgumentException naming it
   */
  static void requireKnown(Iterable<String> columns) {
    for (String column : columns) {
      if (!COLUMNS.contains(column)) {
        throw new IllegalArgumentException("there is no column " + column + " in a stock feed");
      }
    }
  }

  /**
   * Reads a row.
   *
   * @param column its text by name, empty where there is none
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static StockRow of(UnaryOperator<String> column) {
    String sku = column.apply("sku");
    if (sku.isBlank() || sku.length() > SKU_LENGTH_MAX) {
      throw new IllegalArgumentException("sku must have 1 to " + SKU_LENGTH_MAX + " characters");
    }
    String source = column.apply("source");
    String sequence = column.apply("source_sequence");
    if (source.isEmpty() != sequence.isEmpty()) {
      throw new IllegalArgumentException("source and source_sequence go together");
    }
    return new StockRow(
        sku,
        orElse(column.apply("seller_id"), Ids.PLATFORM_SELLER),
        orElse(column.apply("warehouse_id"), Ids.MAIN_WAREHOUSE),
        type(orElse(column.apply("type"), "count")),
        quantity(column.apply("quantity")),
        source.isEmpty() ? null : source,
        sequence.isEmpty() ? null : sequence(sequence));
  }

  /** The movement that this row asks for; two with one id are one. */
  MoveStock movement(String movementId) {
    return MoveStock.newBuilder()
        .setMovementType(type)
        .setSellerId(sellerId)
        .setWarehouseId(warehouseId)
        .setQuantity(quantity)
        .setSource(source)
        .setSourceSequence(sourceSequence)
        .setReason("stock feed")
        .setMovementId(movementId)
        .build();
  }

  private static MovementType type(String name) {
    MovementType type = TYPES.get(name.toLowerCase(Locale.ROOT));
    if (type == null) {
      throw new IllegalArgumentException(
          "type must be count, receive, adjust or return_to_stock, not " + name);
    }
    return type;
  }

  private static int quantity(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("quantity is not a whole number: " + text, e);
    }
  }

  private static long sequence(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("source_sequence is not a whole number: " + text, e);
    }
  }

  private static String orElse(String text, String other) {
    return text.isEmpty() ? other : text;
  }
}

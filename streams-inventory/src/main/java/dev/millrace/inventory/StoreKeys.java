package dev.millrace.inventory;

/** Keys of what a SKU has several of. */
public final class StoreKeys {

  /** Cannot occur in an id, so that no two tuples share a key. */
  private static final char SEPARATOR = '\u001f';

  private StoreKeys() {}

  /** Key of a hold, a movement, a transfer. */
  public static String of(String sku, String id) {
    return sku + SEPARATOR + id;
  }

  /** Where the keys begin that have these as their first parts. */
  public static String first(String parts) {
    return parts + SEPARATOR;
  }

  /** Where they end. */
  static String afterLast(String parts) {
    return parts + (char) (SEPARATOR + 1);
  }

  /** The parts of a key. */
  static String[] parts(String key) {
    return key.split(String.valueOf(SEPARATOR), -1);
  }

  /** Key of what has two names within the SKU. */
  static String of(String sku, String first, String second) {
    return sku + SEPARATOR + first + SEPARATOR + second;
  }
}

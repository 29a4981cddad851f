package dev.millrace.inventory;

/** Keys of what a SKU has several of. */
final class StoreKeys {

  /** Cannot occur in an id, so that no two tuples share a key. */
  private static final char SEPARATOR = '\u001f';

  private StoreKeys() {}

  /** Key of a hold, a movement, a transfer. */
  static String of(String sku, String id) {
    return sku + SEPARATOR + id;
  }

  /** Key of what has two names within the SKU. */
  static String of(String sku, String first, String second) {
    return sku + SEPARATOR + first + SEPARATOR + second;
  }
}

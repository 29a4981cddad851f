package dev.millrace.edge;

import dev.millrace.edge.bus.HotSkus;

/** No SKU is split, but the one that is named so. */
final class OneHotSku implements HotSkus {

  /** A SKU of four buckets. */
  static final String HOT = "HOT-SKU";

  @Override
  public int buckets(String sku) {
    return sku.equals(HOT) ? 4 : 1;
  }

  @Override
  public void close() {}
}

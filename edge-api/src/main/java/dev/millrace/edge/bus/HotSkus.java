package dev.millrace.edge.bus;

/** Which SKUs are split into buckets now. Safe for many threads; may be behind for a moment. */
public interface HotSkus extends AutoCloseable {

  /** How many buckets the SKU's stock is split into; 1 for most SKUs. */
  int buckets(String sku);

  @Override
  void close();
}

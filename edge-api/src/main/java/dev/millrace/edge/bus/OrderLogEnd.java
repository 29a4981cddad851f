package dev.millrace.edge.bus;

import java.util.OptionalLong;

/** Says how far the log of order events goes. Safe for many threads. */
public interface OrderLogEnd extends AutoCloseable {

  /**
   * The offset behind the last record of a partition, committed or not; empty when the log does not
   * say.
   */
  OptionalLong of(int partition);

  @Override
  void close();
}

package dev.millrace.gateways.work;

import java.time.Duration;

/** Waits; false when the worker is closing and what it does is to be left as it is. */
@FunctionalInterface
public interface Pause {
  boolean await(Duration duration) throws InterruptedException;
}

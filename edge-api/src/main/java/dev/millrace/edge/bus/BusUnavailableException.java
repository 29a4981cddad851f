package dev.millrace.edge.bus;

import org.jspecify.annotations.Nullable;

/** The log cannot take commands or bring replies just now. */
public final class BusUnavailableException extends RuntimeException {

  public BusUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

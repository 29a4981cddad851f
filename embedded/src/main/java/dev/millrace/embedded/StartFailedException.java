package dev.millrace.embedded;

import org.jspecify.annotations.Nullable;

/** The broker or the registry did not come up; the message says which, why, and what to look at. */
public final class StartFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartFailedException(String message) {
    this(message, null);
  }

  StartFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

package dev.millrace.standalone.run;

/** An instance that could not start; the message says which part and why. */
public final class StartFailure extends RuntimeException {
  StartFailure(String message, Throwable cause) {
    super(message, cause);
  }
}

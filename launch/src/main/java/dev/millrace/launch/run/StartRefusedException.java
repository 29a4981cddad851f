package dev.millrace.launch.run;

/** A process that must not start yet; the message says why and what to do, in one sentence. */
public final class StartRefusedException extends RuntimeException {

  public StartRefusedException(String message) {
    super(message);
  }
}

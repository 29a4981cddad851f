package dev.millrace.bench.load;

/** What became of one request. */
public sealed interface Outcome {

  /** Carried out. */
  record Done() implements Outcome {}

  /**
   * Answered with a no that has a name; the system works.
   *
   * @param name of the refusal
   */
  record Refused(String name) implements Outcome {}

  /**
   * Not answered as it should be.
   *
   * @param reason few different ones, because they are counted by it
   */
  record Failed(String reason) implements Outcome {}

  Outcome DONE = new Done();
}

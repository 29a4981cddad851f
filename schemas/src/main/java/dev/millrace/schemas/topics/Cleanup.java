package dev.millrace.schemas.topics;

/** What happens to old records of a topic. */
public enum Cleanup {
  /** Dropped when the retention has passed. */
  DELETE("delete"),
  /** The latest of each key stays. */
  COMPACT("compact");

  private final String policy;

  Cleanup(String policy) {
    this.policy = policy;
  }

  /** Value of Kafka's cleanup.policy. */
  public String policy() {
    return policy;
  }
}

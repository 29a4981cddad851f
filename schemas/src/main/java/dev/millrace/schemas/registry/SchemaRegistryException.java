package dev.millrace.schemas.registry;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The registry refused, or could not be asked. The message says what was wanted, where, and why.
 */
public final class SchemaRegistryException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  /** Why the registry did not do what it was asked. */
  public enum Reason {
    /** No answer: refused connection, broken connection, or time ran out. */
    UNREACHABLE(true),
    /** The registry answered that it failed itself (5xx). */
    SERVER_ERROR(true),
    /** The registry asked for fewer requests (429). */
    THROTTLED(true),
    /** The calling thread was interrupted while waiting; its interrupt flag is set again. */
    INTERRUPTED(true),
    /** The schema breaks the compatibility rule of its subject. */
    INCOMPATIBLE(false),
    /** The registry cannot accept this schema or setting at all. */
    INVALID(false),
    /** No such id, subject, or schema under the subject. */
    NOT_FOUND(false),
    /** The registry wants other credentials. */
    FORBIDDEN(false),
    /** Any other refusal. */
    REFUSED(false),
    /**
     * The answer is not what the protocol promises: not a registry, or a schema that is not Avro.
     */
    UNINTELLIGIBLE(false);

    private final boolean retriable;

    Reason(boolean retriable) {
      this.retriable = retriable;
    }

    /** True if the same request may succeed later. */
    public boolean retriable() {
      return retriable;
    }
  }

  private final Reason reason;

  public SchemaRegistryException(Reason reason, String message) {
    this(reason, message, null);
  }

  public SchemaRegistryException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** True if the same request may succeed later: the fault is the registry's, not the schema's. */
  public boolean retriable() {
    return reason.retriable();
  }
}

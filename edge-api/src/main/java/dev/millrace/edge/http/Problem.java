package dev.millrace.edge.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client reads when something is wrong (RFC 9457).
 *
 * @param code stable snake-case name; clients branch on it
 * @param retryAfterSeconds 0 when waiting does not help
 * @param extra members that only this problem has
 */
public record Problem(
    int status,
    String code,
    String detail,
    List<Item> errors,
    int retryAfterSeconds,
    @Nullable ObjectNode extra) {

  /**
   * One thing that is wrong.
   *
   * @param pointer JSON pointer, parameter, header or SKU
   */
  public record Item(
      @Nullable String pointer,
      String code,
      String detail,
      @Nullable Long requested,
      @Nullable Long available) {

    public Item(String pointer, String code, String detail) {
      this(pointer, code, detail, null, null);
    }
  }

  /** Longest list of things that are wrong in one answer. */
  public static final int ERRORS_MAX = 100;

  public Problem {
    errors = List.copyOf(errors.subList(0, Math.min(errors.size(), ERRORS_MAX)));
  }

  public static Problem of(int status, String code, String detail) {
    return new Problem(status, code, detail, List.of(), 0, null);
  }

  /** The body or a parameter has not the shape that the contract asks for. */
  public static Problem invalid(List<Item> errors) {
    return new Problem(
        400, "invalid_request", "The request does not follow the contract.", errors, 0, null);
  }

  public static Problem invalid(String pointer, String code, String detail) {
    return invalid(List.of(new Item(pointer, code, detail)));
  }

  public static Problem notFound(String what) {
    return of(404, what + "_not_found", "There is no such " + what.replace('_', ' ') + ".");
  }

  /** Nothing was done, and trying again soon is sensible. */
  public static Problem unavailable(String code, String detail) {
    return new Problem(503, code, detail, List.of(), 1, null);
  }

  public Problem withExtra(ObjectNode members) {
    return new Problem(status, code, detail, errors, retryAfterSeconds, members);
  }

  public ProblemException exception() {
    return new ProblemException(this);
  }
}

package dev.millrace.search.index;

import java.io.Serial;

/**
 * The caller asked for something that cannot be searched for; the refusal says which rule it broke.
 */
public final class InvalidSearchException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final SearchRefusal refusal;
  private final String parameter;

  /**
   * @param parameter the parameter it is about
   * @param detail for people
   */
  public InvalidSearchException(SearchRefusal refusal, String parameter, String detail) {
    super(detail, null, false, false);
    this.refusal = refusal;
    this.parameter = parameter;
  }

  public SearchRefusal refusal() {
    return refusal;
  }

  public String parameter() {
    return parameter;
  }

  /** What is wrong, for people. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}

package dev.millrace.schemas.topics;

/** Headers of records that the edge and the contexts must spell alike. */
public final class HeaderNames {

  /** Decimal number of the replies partition that the asking edge reads. */
  public static final String REPLY_PARTITION = "reply-partition";

  /** W3C trace context. */
  public static final String TRACEPARENT = "traceparent";

  /** Of HTTP answers about state: how far the store had read, {@code topic:partition:offset}. */
  public static final String POSITION = "Commerce-Position";

  private HeaderNames() {}
}

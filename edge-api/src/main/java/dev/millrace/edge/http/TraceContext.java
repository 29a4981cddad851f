package dev.millrace.edge.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * W3C trace context: the caller's trace goes on, or a new one begins.
 *
 * @param traceparent names the edge's own span, the parent of everything the request causes
 */
public record TraceContext(String traceId, String traceparent) {

  private static final Pattern TRACEPARENT =
      Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})");

  public static TraceContext of(@Nullable String header) {
    var matcher = TRACEPARENT.matcher(header == null ? "" : header.strip());
    boolean given = matcher.matches();
    String traceId = given ? matcher.group(1) : randomHex() + randomHex();
    String flags = given ? matcher.group(2) : "01";
    return new TraceContext(traceId, "00-" + traceId + "-" + randomHex() + "-" + flags);
  }

  private static String randomHex() {
    // Never zero: an all-zero id means "no id".
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong() | 1L);
  }
}

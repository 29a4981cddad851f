package dev.millrace.edge.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the request headers that the conventions define. */
public final class Headers {

  public static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  public static final String IDEMPOTENT_REPLAYED = "Idempotent-Replayed";
  public static final String COMMERCE_POSITION = "Commerce-Position";

  /** Longest time a client may ask to wait. */
  public static final Duration WAIT_MAX = Duration.ofSeconds(30);

  private static final int KEY_LENGTH_MAX = 255;
  private static final Pattern POSITION = Pattern.compile("[a-z0-9.-]{1,120}:\\d{1,6}:\\d{1,18}");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");
  private static final Pattern ETAG = Pattern.compile("\"(\\d{1,18})\"");

  private Headers() {}

  /**
   * An idempotency key, quoted (a structured-field string) or bare.
   *
   * @throws ProblemException 400 if it is empty, too long or holds anything but visible ASCII
   */
  public static @Nullable String idempotencyKey(@Nullable String header) {
    if (header == null) {
      return null;
    }
    String key = header.strip();
    if (key.length() >= 2 && key.startsWith("\"") && key.endsWith("\"")) {
      key = key.substring(1, key.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\");
    }
    if (key.isEmpty()
        || key.length() > KEY_LENGTH_MAX
        || !key.chars().allMatch(c -> c >= 0x20 && c <= 0x7e)) {
      throw Problem.invalid(
              IDEMPOTENCY_KEY, "invalid_idempotency_key", "must have 1 to 255 visible characters")
          .exception();
    }
    return key;
  }

  /**
   * How long the client wants to wait; empty when it does not say. Unknown preferences are ignored.
   */
  public static Optional<Duration> preferredWait(@Nullable String prefer) {
    if (prefer == null) {
      return Optional.empty();
    }
    Duration wait = null;
    for (String one : prefer.toLowerCase(Locale.ROOT).split("[,;]", 20)) {
      String preference = one.strip();
      if (preference.equals("respond-async")) {
        return Optional.of(Duration.ZERO);
      }
      if (preference.startsWith("wait=") && SECONDS.matcher(preference.substring(5)).matches()) {
        wait = seconds(preference.substring(5));
      }
    }
    return Optional.ofNullable(wait);
  }

  /** The value of {@code ?wait=}. */
  public static Duration waitParameter(@Nullable String wait) {
    if (wait == null) {
      return Duration.ZERO;
    }
    if (!SECONDS.matcher(wait).matches() || Long.parseLong(wait) > WAIT_MAX.toSeconds()) {
      throw Problem.invalid("wait", "out_of_bounds", "must be from 0 to 30 seconds").exception();
    }
    return seconds(wait);
  }

  /** A position as clients see it: opaque. */
  public static String positionToken(String position) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(position.getBytes(StandardCharsets.UTF_8));
  }

  /** What {@link #positionToken} hid. */
  public static @Nullable String position(@Nullable String token) {
    if (token == null) {
      return null;
    }
    try {
      String position = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (POSITION.matcher(position).matches()) {
        return position;
      }
    } catch (IllegalArgumentException e) {
      // Falls through: one answer for all that is not a position.
    }
    throw Problem.invalid("min_position", "invalid_position", "is not a Commerce-Position")
        .exception();
  }

  public static String etag(long version) {
    return "\"" + version + "\"";
  }

  /**
   * The version that {@code If-Match} asks for; null when there is none or any will do.
   *
   * @throws ProblemException 412 if it names no version of ours
   */
  public static @Nullable Long ifMatch(@Nullable String header) {
    if (header == null || header.strip().equals("*")) {
      return null;
    }
    var matcher = ETAG.matcher(header.strip());
    if (!matcher.matches()) {
      throw Problem.of(412, "version_conflict", "If-Match names no version of this resource.")
          .exception();
    }
    return Long.parseLong(matcher.group(1));
  }

  /** Whether {@code If-None-Match} names this version. */
  public static boolean noneMatches(@Nullable String header, long version) {
    if (header == null) {
      return false;
    }
    String mine = etag(version);
    for (String one : header.split(",", 50)) {
      String tag = one.strip();
      if (tag.equals("*") || tag.equals(mine) || tag.equals("W/" + mine)) {
        return true;
      }
    }
    return false;
  }

  private static Duration seconds(String text) {
    return Duration.ofSeconds(Math.min(Long.parseLong(text), WAIT_MAX.toSeconds()));
  }
}

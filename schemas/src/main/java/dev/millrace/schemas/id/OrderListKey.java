package dev.millrace.schemas.id;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Keys of the lists of orders: whose list, then the order's place in it. The latest order comes
 * first, and of one millisecond the one with the least id. A place never changes, so it serves as a
 * cursor.
 */
public final class OrderListKey {

  /** Whose list is that of the orders that need a person. */
  public static final String EXCEPTIONS = "exceptions";

  /** In no id of the API, and before every character of one. */
  private static final char SEPARATOR = '\u001f';

  /** A moment in the year 2286, in as many digits as every moment until then. */
  private static final long LAST_MS = 9_999_999_999_999L;

  private static final int DIGITS = 13;
  private static final int PLACE_LENGTH_MAX = DIGITS + 1 + Ids.LENGTH_MAX;
  private static final Pattern PLACE = Pattern.compile("\\d{13}\u001f[^\u001f]+");

  private OrderListKey() {}

  /**
   * Whether somebody of this name can have a list. No id of the API has the character that parts
   * the keys; one that had would be taken for another's.
   */
  public static boolean canOwn(String owner) {
    return !owner.isEmpty() && owner.indexOf(SEPARATOR) < 0;
  }

  /** The key of an order in the owner's list. */
  public static String of(String owner, Instant placedAt, String orderId) {
    return first(owner) + place(placedAt, orderId);
  }

  /** Where the keys of the owner's list begin. */
  public static String first(String owner) {
    return owner + SEPARATOR;
  }

  /** Where an order stands in any list. */
  public static String place(Instant placedAt, String orderId) {
    long fromTheEnd = Math.clamp(LAST_MS - placedAt.toEpochMilli(), 0, LAST_MS);
    String number = Long.toString(fromTheEnd);
    return "0".repeat(DIGITS - number.length()) + number + SEPARATOR + orderId;
  }

  /** Whether a text is a place in a list. */
  public static boolean isPlace(String text) {
    return text.length() <= PLACE_LENGTH_MAX && PLACE.matcher(text).matches();
  }
}

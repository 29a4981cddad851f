package dev.millrace.edge.http;

import dev.millrace.schemas.id.Ids;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** What strings from outside may hold. */
public final class Texts {

  public static final int ID_LENGTH_MAX = Ids.LENGTH_MAX;
  public static final String ID_RULE =
      "must begin with a letter or digit and hold only letters, digits, blanks and ._:+~@()&,*'-";

  /** The pattern that the contract states for ids. */
  public static final String ID_PATTERN =
      "[A-Za-z0-9_]([A-Za-z0-9 ._:+~@()&,*'-]{0,126}[A-Za-z0-9._:+~@()&,*'-])?";

  private static final Instant LATEST = Instant.ofEpochMilli(253_402_300_799_000L);

  private static final Pattern ID = Pattern.compile(ID_PATTERN);

  private Texts() {}

  public static boolean isId(String text) {
    return text.length() <= ID_LENGTH_MAX && ID.matcher(text).matches();
  }

  /**
   * An RFC 3339 time from 1970 to 9999.
   *
   * @throws DateTimeException if the text is no such time; the message is for the caller
   */
  public static Instant instant(String text) {
    Instant instant;
    try {
      instant = OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new DateTimeException("must be an RFC 3339 time", e);
    }
    if (instant.isBefore(Instant.EPOCH) || instant.isAfter(LATEST)) {
      throw new DateTimeException("must be from 1970 to 9999");
    }
    return instant;
  }

  /** No control characters but line breaks and tabs, and no halves of characters. */
  public static boolean isClean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t') {
        return false;
      }
      if (Character.isHighSurrogate(c)) {
        if (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      } else if (Character.isLowSurrogate(c)) {
        return false;
      }
    }
    return true;
  }
}

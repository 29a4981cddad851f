package dev.millrace.edge.http;

import dev.millrace.schemas.id.Ids;
import java.util.regex.Pattern;

/** What strings from outside may hold. */
public final class Texts {

  public static final int ID_LENGTH_MAX = Ids.LENGTH_MAX;
  public static final String ID_RULE =
      "must begin with a letter or digit and hold only letters, digits, blanks and ._:+~@()&,*'-";

  /** The pattern that the contract states for ids. */
  public static final String ID_PATTERN =
      "[A-Za-z0-9_]([A-Za-z0-9 ._:+~@()&,*'-]{0,126}[A-Za-z0-9._:+~@()&,*'-])?";

  private static final Pattern ID = Pattern.compile(ID_PATTERN);

  private Texts() {}

  public static boolean isId(String text) {
    return text.length() <= ID_LENGTH_MAX && ID.matcher(text).matches();
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

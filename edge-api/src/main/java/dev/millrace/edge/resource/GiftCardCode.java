package dev.millrace.edge.resource;

import dev.millrace.schemas.id.Ids;
import java.util.Locale;
import java.util.Optional;

/**
 * The code on a gift card: 20 characters that nobody can guess and few can misread, in groups of
 * four. Only its digest is ever stored.
 */
final class GiftCardCode {

  /** 32 characters, without those that look like others. */
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private static final int CHARACTERS = 20;
  private static final int GROUP = 4;

  private GiftCardCode() {}

  /**
   * The code that these bytes make.
   *
   * @param random at least 20 of them, which nobody else knows
   */
  static String of(byte[] random) {
    var code = new StringBuilder();
    for (int i = 0; i < CHARACTERS; i++) {
      if (i > 0 && i % GROUP == 0) {
        code.append('-');
      }
      code.append(ALPHABET.charAt(random[i] & 31));
    }
    return code.toString();
  }

  /** The account of the card with this code, however it was typed; empty if it can be no code. */
  static Optional<String> account(String typed) {
    var code = new StringBuilder();
    for (char one : typed.toUpperCase(Locale.ROOT).toCharArray()) {
      char meant = one == 'O' ? '0' : one == 'I' || one == 'L' ? '1' : one;
      if (ALPHABET.indexOf(meant) >= 0) {
        code.append(meant);
      } else if (meant != '-' && meant != ' ') {
        return Optional.empty();
      }
    }
    return code.length() == CHARACTERS
        ? Optional.of(Ids.giftCardOf(code.toString()))
        : Optional.empty();
  }
}

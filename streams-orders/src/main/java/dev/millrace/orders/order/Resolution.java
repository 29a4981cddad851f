package dev.millrace.orders.order;

import java.util.Locale;
import java.util.Optional;

/** How the staff settle what needs a person. */
public enum Resolution {
  /** The provider is asked again for what failed. */
  RETRY_PAYMENT_STEP,
  /** The inventory is asked again to sell what it refused. */
  RETRY_STOCK,
  /** An account is asked again for what it refused. */
  RETRY_CREDIT,
  /** It was settled elsewhere, and the note says how. */
  ACCEPT_AS_IS,
  /** The order is given up. */
  CANCEL;

  /** The stable name that clients use. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The action of this name. */
  public static Optional<Resolution> ofCode(String code) {
    for (Resolution one : values()) {
      if (one.code().equals(code)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }
}

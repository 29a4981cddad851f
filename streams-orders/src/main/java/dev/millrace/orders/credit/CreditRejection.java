package dev.millrace.orders.credit;

import java.util.Locale;

/** Why a request to an account is refused; nothing happened to it. */
public enum CreditRejection {
  MALFORMED_COMMAND("Ids are bounded, and amounts are at least 1."),
  GIFT_CARD_UNKNOWN("There is no such gift card."),
  GIFT_CARD_EXPIRED("The gift card has run out."),
  CREDIT_INSUFFICIENT("The account has less money than that."),
  CURRENCY_MISMATCH("The account is kept in another currency."),
  ACCOUNT_KIND_MISMATCH("The account is of another kind."),
  CREDIT_ID_REUSED("This id was used for something else."),
  HOLD_UNKNOWN("There is no such hold."),
  HOLD_ALREADY_TAKEN("The hold has been spent."),
  HOLD_ALREADY_RELEASED("The hold has ended."),
  GIVE_BACK_EXCEEDS_TAKEN("No more is given back than was spent."),
  CREDIT_TOO_LARGE("An account holds a bounded amount."),
  TOO_MANY_HOLDS("The account has too many holds.");

  private final String detail;

  CreditRejection(String detail) {
    this.detail = detail;
  }

  /** The stable name that clients see. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For people. */
  public String detail() {
    return detail;
  }
}

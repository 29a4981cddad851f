package dev.millrace.orders.account;

import java.util.Locale;

/** Why a request to an account is refused; nothing happened to it. */
public enum AccountRejection {
  MALFORMED_COMMAND("Ids and times are bounded, and amounts are at least 1."),
  GIFT_CARD_UNKNOWN("There is no such gift card."),
  GIFT_CARD_EXPIRED("The gift card has run out."),
  CREDIT_INSUFFICIENT("The account has less money than that."),
  COUPON_EXHAUSTED("The coupon has been used as often as it can be."),
  COUPON_USED_BY_CUSTOMER("The customer has used the coupon as often as one may."),
  CURRENCY_MISMATCH("The account is kept in another currency."),
  ACCOUNT_KIND_MISMATCH("The account is of another kind."),
  CREDIT_ID_REUSED("This id was used for something else."),
  HOLD_UNKNOWN("There is no such hold."),
  HOLD_ALREADY_TAKEN("The hold has been spent."),
  HOLD_ALREADY_RELEASED("The hold has ended."),
  TAKE_EXCEEDS_HOLD("No more is spent than is held."),
  GIVE_BACK_EXCEEDS_TAKEN("No more comes back than was spent."),
  CREDIT_TOO_LARGE("An account holds a bounded amount."),
  TOO_MANY_HOLDS("The account has too many holds at this time."),
  TOO_MANY_GIVE_BACKS("Something of this hold came back too often.");

  private final String detail;

  AccountRejection(String detail) {
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

package dev.millrace.orders.order;

import java.util.Locale;

/** Why somebody sends units back. */
public enum ReturnReason {
  UNWANTED(false),
  WRONG_SIZE(false),
  DAMAGED(true),
  DEFECTIVE(true),
  WRONG_ITEM(true),
  NOT_AS_DESCRIBED(true),
  LATE(true),
  OTHER(false);

  private final boolean isSellersFault;

  ReturnReason(boolean isSellersFault) {
    this.isSellersFault = isSellersFault;
  }

  /** Whether the customer must not pay for it: then there are no fees. */
  public boolean isSellersFault() {
    return isSellersFault;
  }

  /** The stable name that clients see. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}

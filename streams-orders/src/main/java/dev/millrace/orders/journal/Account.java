package dev.millrace.orders.journal;

import dev.millrace.schemas.id.LedgerKey;
import java.util.Locale;

/**
 * An account of the platform's books.
 *
 * @param owner whose it is; empty where there is one of the kind
 */
public record Account(Kind kind, String owner) {

  /** On which side of the books an account grows. */
  public enum Type {
    /** Grows by debits. */
    ASSET,
    /** Grows by credits. */
    LIABILITY,
    /** Grows by credits. */
    INCOME,
    /** Stands against memo assets, and grows by credits. */
    CONTRA;

    /** The type as records and answers spell it. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What an account says. */
  public enum Kind {
    /**
     * What is on cards and credit that no order paid for: given away, or paid for outside of these
     * books, which say so with another entry if they are kept together.
     */
    ISSUED_CREDIT(Type.ASSET, false),
    /** What a payment provider has taken for the platform, less what it gave back. */
    PROVIDER_RECEIVABLE(Type.ASSET, true),
    /** Cash that was taken on delivery, less what was handed back. */
    CASH(Type.ASSET, false),
    /** What buyers owe for confirmed orders, until the money is taken. */
    BUYER_RECEIVABLE(Type.ASSET, false),
    /** Confirmed, but not yet taken: nobody's income yet. */
    DEFERRED_SALES(Type.LIABILITY, false),
    /** What the platform owes a seller. */
    SELLER_PAYABLE(Type.LIABILITY, true),
    /** Tax that the platform has to pay. */
    TAX_PAYABLE(Type.LIABILITY, false),
    /**
     * What cards are good for: what was put on them, less what paid orders and did not come back.
     */
    GIFT_CARDS(Type.LIABILITY, false),
    /** The same of customers' credit, with what became credit because an order went back. */
    STORE_CREDIT(Type.LIABILITY, false),
    /** Money that moved beyond what the order's lines explain; a person must look. */
    UNALLOCATED(Type.LIABILITY, false),
    /** The platform's commission. */
    PLATFORM_FEES(Type.INCOME, false),
    /** What buyers pay for shipping, before tax. */
    SHIPPING_INCOME(Type.INCOME, false),
    /** What is kept of the price of returned units for taking them back. */
    RESTOCKING_FEES(Type.INCOME, false),
    /** What is kept of the price of returned units for the way back. */
    RETURN_SHIPPING_FEES(Type.INCOME, false),
    /** A memo: money that a provider holds ready, neither taken nor given back. */
    AUTHORISED_PROMISE(Type.ASSET, true),
    /** A memo: the other side of the promises. */
    PROMISE_CONTRA(Type.CONTRA, false);

    private final Type type;
    private final boolean owned;

    Kind(Type type, boolean owned) {
      this.type = type;
      this.owned = owned;
    }

    /** On which side it grows. */
    public Type type() {
      return type;
    }

    /** The kind as names of accounts spell it. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind that is spelt so.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Kind of(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }

  public Account {
    if (kind.owned == owner.isEmpty()) {
      throw new IllegalArgumentException(kind + " cannot be of '" + owner + "'");
    }
  }

  static Account of(Kind kind) {
    return new Account(kind, "");
  }

  static Account of(Kind kind, String owner) {
    return new Account(kind, owner);
  }

  /** Its name in records and answers, for example {@code seller_payable:sel_1}. */
  public String id() {
    return kind.owned ? LedgerKey.account(kind.code(), owner) : kind.code();
  }
}

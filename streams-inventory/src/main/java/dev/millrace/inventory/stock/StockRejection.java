package dev.millrace.inventory.stock;

import java.util.Locale;

/** Why a command was refused; the names are part of the contract. */
public enum StockRejection {
  MALFORMED_COMMAND("The command is not complete, or one of its ids or texts is not allowed."),
  INVALID_QUANTITY("The quantity is outside its bounds."),
  INVALID_SAFETY_STOCK("The safety stock is outside its bounds."),
  INVALID_REORDER_POINT("The reorder point is outside its bounds."),
  INVALID_HOLD_TIME("The time to hold is outside its bounds."),
  VERSION_CONFLICT("The stock has changed since the version that was expected."),
  LATE_UPDATE("The sender's count is not above the last one that was seen."),
  TOO_MANY_SOURCES("Too many senders count their movements here already."),
  INVALID_TRANSFER("The transfer does not go there, or goes nowhere else."),
  TRANSFER_ID_REUSED("The transfer id stands for a transfer of other content."),
  TRANSFER_NOT_FOUND("There is no transfer of this id."),
  TRANSFER_CLOSED("The transfer has ended with another number of units."),
  NEGATIVE_STOCK("There are fewer units on hand than would be taken away."),
  WOULD_BREAK_RESERVATIONS("The units are held for somebody."),
  STOCK_LIMIT_EXCEEDED("There would be more units in one warehouse than can be kept."),
  TOO_MANY_LEVELS("The SKU is kept in too many places already."),
  IN_STOCK("There are units available now."),
  TOO_MANY_WATCHES("Too many customers wait for the SKU already."),
  INVALID_SALES_TERMS("One of the terms is outside its bounds, or refers to what is missing."),
  TOO_MANY_SELLERS("Too many sellers have set terms for the SKU already."),
  OVER_ORDER_LIMIT("The seller does not sell so many units in one order."),
  OVER_CUSTOMER_LIMIT("The seller does not sell so many units to one customer."),
  INSUFFICIENT_STOCK("There are not enough units available."),
  RESERVATION_ID_REUSED("The reservation id stands for a hold of other content."),
  RESERVATION_NOT_FOUND("There is no reservation of this id."),
  ALREADY_COMMITTED("The reservation was committed before."),
  ALREADY_RELEASED("The reservation was released before."),
  RESERVATION_EXPIRED("The reservation's deadline has passed."),
  RESERVATION_NOT_COMMITTED("The reservation has not been committed."),
  RESERVATION_NOT_DUE("The reservation's deadline has not passed yet."),
  COMMIT_EXCEEDS_HOLD("More units would be sold than are held."),
  INVALID_BUCKETS("The number of buckets is outside its bounds."),
  NOT_SPLITTABLE("A seller limits its customers, or promises units beyond stock."),
  ALREADY_SPLIT("The stock is split into another number of buckets, or is just being merged."),
  STOCK_IS_SPLIT("The stock is split into buckets: merge it first.");

  private final String code;
  private final String sentence;

  StockRejection(String sentence) {
    this.code = name().toLowerCase(Locale.ROOT);
    this.sentence = sentence;
  }

  /** Stable snake-case name. */
  public String code() {
    return code;
  }

  /** Whether it may be overdue holds that stand in the way: ending them first may help. */
  boolean isAboutHeldUnits() {
    return this == INSUFFICIENT_STOCK
        || this == OVER_CUSTOMER_LIMIT
        || this == RESERVATION_EXPIRED
        || this == WOULD_BREAK_RESERVATIONS;
  }

  /** The same for people. */
  public String sentence() {
    return sentence;
  }
}

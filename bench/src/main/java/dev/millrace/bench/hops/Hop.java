package dev.millrace.bench.hops;

/** A stretch of a checkout's way. All but the totals follow one another. */
public enum Hop {
  EDGE(Moment.REQUESTED, Moment.PRICE_ASKED, "request sent -> price asked (edge, cart)"),
  PRICING(Moment.PRICE_ASKED, Moment.PRICED, "price asked -> quoted (pricing)"),
  PLACING(Moment.PRICED, Moment.PLACED, "quoted -> order command (edge)"),
  ASKING_STOCK(Moment.PLACED, Moment.STOCK_ASKED, "order command -> stock asked (orders)"),
  HOLDING(
      Moment.STOCK_ASKED, Moment.STOCK_DECIDED, "stock asked -> slowest line decided (inventory)"),
  ASKING_PAYMENT(
      Moment.STOCK_DECIDED, Moment.PAYMENT_ASKED, "stock decided -> payment asked (orders)"),
  PAYING(Moment.PAYMENT_ASKED, Moment.PAYMENT_KNOWN, "payment asked -> its result (gateways)"),
  CONFIRMING(Moment.PAYMENT_KNOWN, Moment.CONFIRMED, "payment result -> confirmed (orders)"),
  ANSWERING(Moment.REPLIED, Moment.ANSWERED, "order's reply -> client has it (edge)"),
  UNTIL_ANSWERED(Moment.REQUESTED, Moment.ANSWERED, "total: request sent -> client has it"),
  UNTIL_CONFIRMED(Moment.REQUESTED, Moment.CONFIRMED, "total: request sent -> confirmed");

  private final Moment from;
  private final Moment to;
  private final String text;

  Hop(Moment from, Moment to, String text) {
    this.from = from;
    this.to = to;
    this.text = text;
  }

  public Moment from() {
    return from;
  }

  public Moment to() {
    return to;
  }

  /** For people: from what to what, and whose work it is. */
  public String text() {
    return text;
  }
}

package dev.millrace.schemas.id;

/** What an id names; its prefix makes a wrong id visible at a glance. */
public enum IdKind {
  PRODUCT("prd"),
  SELLER("sel"),
  CUSTOMER("cus"),
  CART("crt"),
  CART_LINE("lin"),
  QUOTE("quo"),
  ORDER("ord"),
  PAYMENT("pay"),
  SHIPMENT("shp"),
  RETURN("ret"),
  RESERVATION("rsv"),
  WATCH("wch"),
  GIFT_CARD("gft"),
  ACCOUNT("acc"),
  OPERATION("op"),
  COMMAND("cmd");

  private final String prefix;

  IdKind(String prefix) {
    this.prefix = prefix;
  }

  public String prefix() {
    return prefix;
  }
}

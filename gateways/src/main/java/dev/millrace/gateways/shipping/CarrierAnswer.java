package dev.millrace.gateways.shipping;

/** What a carrier says to a call. */
public sealed interface CarrierAnswer {

  /**
   * There is a label.
   *
   * @param pdf the label; empty if the carrier gives none, or one that is too large
   */
  record Bought(Rate rate, String trackingNumber, PdfLabel pdf) implements CarrierAnswer {}

  /** The label is given back. */
  record Voided() implements CarrierAnswer {}

  record Refused(String code) implements CarrierAnswer {}
}

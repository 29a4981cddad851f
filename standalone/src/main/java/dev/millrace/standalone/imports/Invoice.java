package dev.millrace.standalone.imports;

import java.util.List;

/**
 * A retailer's invoice.
 *
 * @param cancels true for a credit note, whose quantities are what came back
 * @param customer the retailer's customer number, or one made of the invoice number when it has
 *     none
 * @param country ISO 3166-1 alpha-2
 */
record Invoice(
    String number, boolean cancels, String customer, String country, List<InvoiceLine> lines) {

  /**
   * One line; lines of one invoice with the same code are one.
   *
   * @param quantity positive, also on a credit note
   */
  record InvoiceLine(String stockCode, int quantity) {}
}

package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockRejection.INVALID_HOLD_TIME;
import static dev.millrace.inventory.stock.StockRejection.INVALID_SALES_TERMS;
import static dev.millrace.inventory.stock.StockRejection.STOCK_IS_SPLIT;
import static dev.millrace.inventory.stock.StockRejection.TOO_MANY_SELLERS;
import static dev.millrace.inventory.stock.StockRejection.VERSION_CONFLICT;
import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.inventory.stock.StockCommand.SetSalesTerms;
import dev.millrace.kit.decide.Decision;
import java.time.Instant;

/** What the terms of a seller do. */
final class TermsDecider {

  private TermsDecider() {}

  static Decision<StockEvent, StockRejection> decide(
      SkuStock stock, SetSalesTerms set, StockLimits limits, Instant now) {
    SalesTerms terms = set.terms();
    if (!terms.isSound()) {
      return reject(INVALID_SALES_TERMS);
    }
    if (terms.holdMs() != null && !limits.allowsHold(terms.holdMs())) {
      return reject(INVALID_HOLD_TIME);
    }
    if (stock.isOtherThan(set.expectedVersion())) {
      return reject(VERSION_CONFLICT);
    }
    if (stock.isSplit()) {
      return reject(STOCK_IS_SPLIT);
    }
    SellerStock seller = stock.seller(terms.sellerId());
    if (seller == null && stock.sellers().size() >= StockLimits.SELLERS_MAX) {
      return reject(TOO_MANY_SELLERS);
    }
    SalesTerms before = seller == null ? SalesTerms.none(terms.sellerId()) : seller.terms();
    // The same terms again must not begin the customers' counts anew.
    return before.equals(terms) ? accept() : accept(new StockEvent.SalesTermsSet(now, terms));
  }
}

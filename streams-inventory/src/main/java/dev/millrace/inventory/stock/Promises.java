package dev.millrace.inventory.stock;

import java.util.ArrayList;
import java.util.List;

/** How events change the terms of the sellers and what they have promised beyond stock. */
final class Promises {

  private Promises() {}

  /**
   * The sellers after one more event.
   *
   * @param sequence of the event
   */
  static List<SellerStock> after(List<SellerStock> sellers, StockEvent event, long sequence) {
    return switch (event) {
      case StockEvent.SalesTermsSet e -> on(sellers, e.terms(), sequence);
      case StockEvent.StockReserved e ->
          changed(sellers, e.request().sellerId(), e.backordered(), 0);
      case StockEvent.ReservationCommitted e ->
          changed(sellers, e.sellerId(), -e.owed() - e.withdrawn(), e.owed());
      case StockEvent.ReservationReleased e -> changed(sellers, e.sellerId(), -e.withdrawn(), 0);
      case StockEvent.ReservationExpired e -> changed(sellers, e.sellerId(), -e.withdrawn(), 0);
      case StockEvent.BackorderFilled e ->
          e.committed()
              ? changed(sellers, e.sellerId(), 0, -e.units())
              : changed(sellers, e.sellerId(), -e.units(), 0);
      case StockEvent.BackorderWithdrawn e -> changed(sellers, e.sellerId(), 0, -e.quantity());
      case StockEvent.UnitsTaken e -> {
        List<SellerStock> after = sellers;
        for (SalesTerms terms : e.terms()) {
          after = on(after, terms, sequence);
        }
        yield after;
      }
      case StockEvent.OfSplit e -> sellers;
      case StockEvent.StockMoved e -> sellers;
      case StockEvent.StockPolicySet e -> sellers;
      case StockEvent.Crossing e -> sellers;
      case StockEvent.StockWatched e -> sellers;
      case StockEvent.StockWatchEnded e -> sellers;
      case StockEvent.ReservationExtended e -> sellers;
    };
  }

  private static List<SellerStock> on(List<SellerStock> sellers, SalesTerms terms, long sequence) {
    List<SellerStock> after = new ArrayList<>(sellers);
    int index = indexOf(sellers, terms.sellerId());
    if (index < 0) {
      after.add(new SellerStock(terms, sequence, 0, 0));
    } else {
      after.set(index, sellers.get(index).on(terms, sequence));
    }
    return after;
  }

  private static List<SellerStock> changed(
      List<SellerStock> sellers, String sellerId, int backorderedDelta, int owedDelta) {
    if (backorderedDelta == 0 && owedDelta == 0) {
      return sellers;
    }
    int index = indexOf(sellers, sellerId);
    if (index < 0) {
      throw new IllegalStateException(sellerId + " set no terms, but promised units beyond stock");
    }
    List<SellerStock> after = new ArrayList<>(sellers);
    after.set(index, sellers.get(index).changed(backorderedDelta, owedDelta));
    return after;
  }

  private static int indexOf(List<SellerStock> sellers, String sellerId) {
    for (int i = 0; i < sellers.size(); i++) {
      if (sellers.get(i).terms().sellerId().equals(sellerId)) {
        return i;
      }
    }
    return -1;
  }
}

package dev.millrace.standalone.audit;

import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.ReturnClaim;
import dev.millrace.avro.orders.ReturnFinding;
import dev.millrace.orders.order.RequestIds;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the log says of units that an order sends instead of others that come back. */
final class ExchangeBook {

  /** Where an exchange stands, for its stock. */
  enum Standing {
    /** It may be held. */
    OPEN,
    /** The inventory is asked to sell it. */
    SELLING,
    SOLD,
    ENDED
  }

  /** Units that are wanted instead, and the hold that is asked for. */
  static final class Entry {
    final String exchangeId;
    final String returnId;
    final String lineId;
    final String sku;
    Standing standing = Standing.OPEN;

    /** Units that are sold, or are to be. */
    int units;

    private Entry(String exchangeId, String returnId, String lineId, String sku) {
      this.exchangeId = exchangeId;
      this.returnId = returnId;
      this.lineId = lineId;
      this.sku = sku;
    }
  }

  private final String orderId;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  ExchangeBook(String orderId) {
    this.orderId = orderId;
  }

  Collection<Entry> entries() {
    return entries.values();
  }

  /** Enters the next event of the order. */
  void enter(OrderEvent event) {
    if (event.getReturnRequested() != null) {
      String returnId = event.getReturnRequested().getReturnId();
      event.getReturnRequested().getLines().forEach(claim -> open(returnId, claim));
    }
    if (event.getReturnInspected() != null) {
      String returnId = event.getReturnInspected().getReturnId();
      event.getReturnInspected().getFindings().forEach(found -> inspect(returnId, found));
    }
    if (event.getReturnRejected() != null) {
      end(event.getReturnRejected().getReturnId());
    }
    if (event.getReturnCancelled() != null) {
      end(event.getReturnCancelled().getReturnId());
    }
    if (event.getReturnExpired() != null) {
      end(event.getReturnExpired().getReturnId());
    }
    if (event.getExchangeRefused() != null) {
      of(event.getExchangeRefused().getExchangeId()).forEach(one -> one.standing = Standing.ENDED);
    }
    if (event.getExchangeSold() != null) {
      var sold = event.getExchangeSold();
      of(sold.getExchangeId())
          .forEach(
              one -> {
                one.standing = Standing.SOLD;
                one.units =
                    sold.getAllocations().stream().mapToInt(from -> from.getQuantity()).sum();
              });
    }
  }

  private void open(String returnId, ReturnClaim claim) {
    if (claim.getExchange() != null) {
      String exchangeId = RequestIds.exchange(orderId, returnId, claim.getLineId());
      entries.put(
          exchangeId,
          new Entry(exchangeId, returnId, claim.getLineId(), claim.getExchange().getSku()));
    }
  }

  private void inspect(String returnId, ReturnFinding found) {
    for (Entry one : entries.values()) {
      if (one.returnId.equals(returnId)
          && one.lineId.equals(found.getLineId())
          && one.standing == Standing.OPEN) {
        one.units = found.getExchanged();
        one.standing = found.getExchanged() == 0 ? Standing.ENDED : Standing.SELLING;
      }
    }
  }

  private void end(String returnId) {
    for (Entry one : entries.values()) {
      if (one.returnId.equals(returnId)) {
        one.standing = Standing.ENDED;
      }
    }
  }

  private List<Entry> of(String exchangeId) {
    Entry found = entries.get(exchangeId);
    List<Entry> all = new ArrayList<>(1);
    if (found != null) {
      all.add(found);
    }
    return all;
  }
}

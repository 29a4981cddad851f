package dev.millrace.simulation;

import dev.millrace.avro.ledger.JournalEntry;
import dev.millrace.avro.ledger.LedgerPosting;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.OrderExchange;
import dev.millrace.avro.orders.state.OrderState;
import dev.millrace.gateways.payments.SandboxCharge;
import dev.millrace.gateways.shipping.SoldLabels;
import dev.millrace.orders.OrdersLedger;
import dev.millrace.orders.ledger.LedgerBooks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One order as its events tell it, beside what the provider has in its own books for it. */
final class OrderBook {

  private final String orderId;
  private final List<OrderEvent> events = new ArrayList<>();
  private List<SandboxCharge> charges = List.of();
  private List<SoldLabels.Label> labels = List.of();
  private boolean needsAttention;
  private boolean missesAShipment;
  private boolean inDoubt;
  private boolean wasConfirmed;
  private long totalMaxMinor;
  private long returnsMinor;
  private @Nullable OrderState folded;
  private @Nullable Map<String, Long> accounts;

  OrderBook(String orderId) {
    this.orderId = orderId;
  }

  void enter(OrderEvent event) {
    events.add(event);
    folded = null;
    accounts = null;
    if (event.getOrderPlaced() != null) {
      totalMaxMinor = Math.max(totalMaxMinor, event.getOrderPlaced().getQuote().getTotalMinor());
    }
    if (event.getItemsReturned() != null) {
      returnsMinor += event.getItemsReturned().getRefundMinor();
    }
    if (event.getReturnInspected() != null) {
      returnsMinor += event.getReturnInspected().getRefundMinor();
    }
    if (event.getExchangeRefused() != null) {
      returnsMinor += event.getExchangeRefused().getRefundMinor();
    }
    if (event.getRefundGranted() != null) {
      returnsMinor += event.getRefundGranted().getAmountMinor();
    }
    if (event.getOrderNeedsAttention() != null) {
      boolean isGone =
          event.getOrderNeedsAttention().getReason().equals(ParcelPromises.LEFT_THOUGH_CANCELLED);
      missesAShipment |= isGone;
      needsAttention |= !isGone;
    }
    wasConfirmed |= event.getOrderConfirmed() != null;
  }

  void money(List<SandboxCharge> own) {
    charges = own;
  }

  void labels(List<SoldLabels.Label> own) {
    labels = own;
  }

  /** What the carrier ever sold for it. */
  List<SoldLabels.Label> labels() {
    return labels;
  }

  /** The worker could not find out what became of a request. */
  void doubt() {
    inDoubt = true;
  }

  String orderId() {
    return orderId;
  }

  /** What the events fold to. */
  OrderState state() {
    if (folded == null) {
      folded = OrdersLedger.fold(events);
    }
    return folded;
  }

  /** Debits less credits of each kind of account that the order moved, by a ledger made of it. */
  Map<String, Long> accounts() {
    if (accounts == null) {
      Map<String, Long> sums = new TreeMap<>();
      for (JournalEntry entry : LedgerBooks.entries(events, List.of())) {
        for (LedgerPosting posting : entry.getPostings()) {
          String kind = posting.getAccount().split(":", 2)[0];
          sums.merge(kind, posting.getAmountMinor(), Math::addExact);
        }
      }
      accounts = sums;
    }
    return accounts;
  }

  Order view() {
    return state().getOrder();
  }

  /** What is sent, or is to be, instead of units that come back. */
  List<OrderExchange> exchanges() {
    return view().getReturns().stream()
        .filter(one -> one.getExchanges() != null)
        .flatMap(one -> one.getExchanges().stream())
        .toList();
  }

  String status() {
    return view().getStatus();
  }

  /** Whether a carrier has what was given up, which a person must look after. */
  boolean missesAShipment() {
    return missesAShipment;
  }

  /** Whether it ever asked for a person, but for {@link #missesAShipment}. */
  boolean needsAttention() {
    return needsAttention;
  }

  /** Whether a person must look because nobody can say what the provider did. */
  boolean isMoneyInDoubt() {
    return inDoubt && needsAttention;
  }

  /** What units that were given up cost. */
  long cancelledMinor() {
    return view().getCancelledMinor();
  }

  /** Whether the inventory was asked again for units that it had refused to sell. */
  boolean askedAgainForUnits() {
    return events.stream().anyMatch(event -> event.getLineStockRetried() != null);
  }

  /** Whether a unit was lost that had been promised. */
  boolean hasLostUnits() {
    return events.stream().anyMatch(event -> event.getLineStockLost() != null);
  }

  boolean wasConfirmed() {
    return wasConfirmed;
  }

  /** The dearest of its attempts. */
  long totalMaxMinor() {
    return totalMaxMinor;
  }

  /** What returns were promised back. */
  long returnsMinor() {
    return returnsMinor;
  }

  List<SandboxCharge> charges() {
    return charges;
  }

  /** What the provider has taken and not given back. */
  long keptMinor() {
    return charges.stream().mapToLong(one -> one.capturedMinor() - one.refundedMinor()).sum();
  }

  /** What the provider could still take. */
  long promisedMinor() {
    return charges.stream()
        .filter(one -> !one.voided() && !one.ended())
        .mapToLong(one -> one.authorizedMinor() - one.capturedMinor())
        .sum();
  }

  /** Its life in short, for those who look into a failure. */
  String life() {
    List<String> life = new ArrayList<>();
    events.forEach(event -> life.add(event.getAt() + " " + event.getType()));
    return "%s is %s%s: %s; at the provider: %s"
        .formatted(orderId, status(), inDoubt ? " and was in doubt" : "", life, charges);
  }
}

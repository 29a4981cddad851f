package dev.millrace.orders.ledger;

import dev.millrace.avro.ledger.JournalEntry;
import dev.millrace.avro.ledger.LedgerPosting;
import dev.millrace.avro.ledger.LedgerTerms;
import dev.millrace.avro.ledger.state.LedgerClaim;
import dev.millrace.avro.ledger.state.LedgerFee;
import dev.millrace.avro.ledger.state.LedgerOrder;
import dev.millrace.avro.ledger.state.LedgerSlot;
import dev.millrace.orders.journal.Account.Kind;
import dev.millrace.orders.journal.Claim;
import dev.millrace.orders.journal.Entry;
import dev.millrace.orders.journal.Fee;
import dev.millrace.orders.journal.OrderBook;
import dev.millrace.orders.journal.Slot;
import dev.millrace.orders.journal.Terms;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries and books as they are written, and books back again. */
final class JournalAvro {

  private JournalAvro() {}

  static JournalEntry entry(Entry entry) {
    return entry(entry, entry.orderId(), null);
  }

  /** An entry of an account that no order moved. */
  static JournalEntry creditEntry(Entry entry) {
    return entry(entry, "", entry.orderId());
  }

  private static JournalEntry entry(Entry entry, String orderId, @Nullable String accountId) {
    return new JournalEntry(
        entry.entryId(),
        orderId,
        entry.number(),
        entry.eventSequence(),
        entry.eventType(),
        entry.at(),
        avro(entry.terms()),
        entry.postings().stream()
            .map(one -> new LedgerPosting(one.account().id(), one.currency(), one.amountMinor()))
            .toList(),
        accountId);
  }

  static Terms terms(LedgerTerms terms) {
    return new Terms(
        terms.getCommissionBasisPoints(), terms.getPlatformRemitsTax(), terms.getProvider());
  }

  private static LedgerTerms avro(Terms terms) {
    return new LedgerTerms(
        terms.commissionBasisPoints(), terms.platformRemitsTax(), terms.provider());
  }

  /**
   * The books of an order.
   *
   * @param entries the latest
   */
  static LedgerOrder order(OrderBook book, List<JournalEntry> entries) {
    return new LedgerOrder(
        book.orderId(),
        book.lastSequence(),
        book.entryCount(),
        avro(book.terms()),
        book.currency(),
        book.slots().stream().map(JournalAvro::avro).toList(),
        book.promisedMinor(),
        book.owedMinor(),
        book.unallocatedMinor(),
        book.claims().stream()
            .map(claim -> new LedgerClaim(claim.requestId(), claim.partsMinor()))
            .toList(),
        entries,
        book.fees().stream()
            .map(fee -> new LedgerFee(fee.kind().code(), fee.dueMinor(), fee.keptMinor()))
            .toList(),
        book.cash(),
        book.credit());
  }

  static OrderBook book(LedgerOrder order) {
    return new OrderBook(
        order.getOrderId(),
        order.getLastSequence(),
        order.getEntryCount(),
        terms(order.getTerms()),
        order.getCurrency(),
        order.getSlots().stream().map(JournalAvro::slot).toList(),
        order.getPromisedMinor(),
        order.getOwedMinor(),
        order.getUnallocatedMinor(),
        order.getClaims().stream()
            .map(claim -> new Claim(claim.getRequestId(), claim.getPartsMinor()))
            .toList(),
        order.getFees().stream()
            .map(fee -> new Fee(Kind.of(fee.getAccount()), fee.getDueMinor(), fee.getKeptMinor()))
            .toList(),
        order.getCash(),
        order.getCredit());
  }

  private static LedgerSlot avro(Slot slot) {
    return new LedgerSlot(
        slot.lineId(),
        slot.sellerId(),
        slot.quantity(),
        slot.returned(),
        slot.totalMinor(),
        slot.taxMinor(),
        slot.commissionMinor(),
        slot.capturedMinor(),
        slot.refundedMinor(),
        slot.grantedMinor(),
        slot.waivedMinor());
  }

  private static Slot slot(LedgerSlot slot) {
    return new Slot(
        slot.getLineId(),
        slot.getSellerId(),
        slot.getQuantity(),
        slot.getReturned(),
        slot.getTotalMinor(),
        slot.getTaxMinor(),
        slot.getCommissionMinor(),
        slot.getCapturedMinor(),
        slot.getRefundedMinor(),
        slot.getGrantedMinor(),
        slot.getWaivedMinor());
  }
}

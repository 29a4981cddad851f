package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.ledger.JournalEntry;
import dev.millrace.avro.ledger.LedgerPosting;
import dev.millrace.avro.ledger.state.LedgerBalance;
import dev.millrace.edge.http.Json;
import java.util.Collection;

/** The books as answers show them. */
final class LedgerJson {

  private static final String ASSET = "asset";

  private LedgerJson() {}

  static ObjectNode of(JournalEntry entry) {
    ObjectNode node =
        Json.object()
            .put("entry_id", entry.getEntryId())
            .put("number", entry.getNumber())
            .put("event_sequence", entry.getEventSequence())
            .put("event_type", OrderJson.snake(entry.getEventType()))
            .put("at", entry.getAt().toString())
            .put("commission_basis_points", entry.getTerms().getCommissionBasisPoints())
            .put("platform_remits_tax", entry.getTerms().getPlatformRemitsTax());
    ArrayNode postings = node.putArray("postings");
    for (LedgerPosting posting : entry.getPostings()) {
      ObjectNode side = postings.addObject();
      side.put("account", posting.getAccount())
          .put("side", posting.getAmountMinor() > 0 ? "debit" : "credit");
      side.set("amount", Json.money(Math.abs(posting.getAmountMinor()), posting.getCurrency()));
    }
    return node;
  }

  /** An account with its balances, at least one. */
  static ObjectNode account(Collection<LedgerBalance> balances) {
    LedgerBalance first = balances.iterator().next();
    ObjectNode node = Json.object().put("account", first.getAccount()).put("type", first.getType());
    ArrayNode each = node.putArray("balances");
    balances.forEach(one -> each.add(of(one)));
    return node;
  }

  static ObjectNode of(LedgerBalance balance) {
    long debitMinor = balance.getDebitMinor();
    long creditMinor = balance.getCreditMinor();
    boolean growsByDebits = balance.getType().equals(ASSET);
    String currency = balance.getCurrency();
    ObjectNode node = Json.object();
    node.set("debit", Json.money(debitMinor, currency));
    node.set("credit", Json.money(creditMinor, currency));
    node.set(
        "balance",
        Json.money(growsByDebits ? debitMinor - creditMinor : creditMinor - debitMinor, currency));
    return node.put("postings", balance.getPostings());
  }
}

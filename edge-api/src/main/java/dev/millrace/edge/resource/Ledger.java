package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.ledger.state.LedgerBalance;
import dev.millrace.avro.ledger.state.LedgerOrder;
import dev.millrace.edge.auth.Caller;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.bus.OrderLogEnd;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Json;
import dev.millrace.edge.http.Problem;
import dev.millrace.edge.state.StateClient;
import dev.millrace.edge.state.StatePage;
import dev.millrace.edge.state.StateStore;
import dev.millrace.schemas.id.LedgerKey;
import dev.millrace.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The books. Each partition has the part of an account that its orders moved, so a balance is the
 * sum over all of them; partitions list by the same keys, so their pages merge to one.
 */
public final class Ledger {

  private static final int LIMIT_MAX = 200;
  private static final int LIMIT_DEFAULT = 50;
  private static final int CURSOR_LENGTH_MAX = 1_024;

  /** More than there are currencies in use. */
  private static final int CURRENCIES_MAX = 200;

  private final Reads reads;
  private final EveryPartition partitions;
  private final FollowedOrders followed;

  /** Balances over all partitions, by key. */
  private record Merged(TreeMap<String, LedgerBalance> balances, boolean more) {}

  public Ledger(Topics topics, Reads reads, OrderLogEnd logEnd) {
    this.reads = reads;
    this.partitions = new EveryPartition(topics.orderEvents().partitions());
    this.followed = new FollowedOrders(topics, reads, logEnd, partitions);
  }

  /** The entries of one order. */
  public Answer ofOrder(Call call) {
    requireLedger();
    String orderId = OrderAccess.find(reads, call).getOrderId();
    followed.await(StateStore.LEDGER_ORDERS, call.minPosition());
    LedgerOrder books = reads.find(StateStore.LEDGER_ORDERS, orderId).orElse(null);
    ObjectNode body =
        Json.object()
            .put("order_id", orderId)
            .put("entry_count", books == null ? 0 : books.getEntryCount());
    ArrayNode entries = body.putArray("entries");
    if (books != null) {
      books.getEntries().forEach(entry -> entries.add(LedgerJson.of(entry)));
    }
    return Answer.ok(body);
  }

  /** All accounts, by their names. */
  public Answer accounts(Call call) {
    Long asked = call.queryNumber("limit", 1, LIMIT_MAX);
    int limit = asked == null ? LIMIT_DEFAULT : asked.intValue();
    String after = key(call.query("cursor", CURSOR_LENGTH_MAX));
    requireLedger();
    followed.await(StateStore.LEDGER_BALANCES, call.minPosition());
    Merged merged = merged("", after, limit);
    ObjectNode body = Json.object();
    ArrayNode items = body.putArray("items");
    merged.balances().values().stream()
        .limit(limit)
        .forEach(one -> items.add(LedgerJson.account(List.of(one))));
    boolean more = merged.more() || merged.balances().size() > limit;
    String last = merged.balances().keySet().stream().limit(limit).reduce("", (a, b) -> b);
    body.put("next", more && !last.isEmpty() ? cursor(last) : null);
    return Answer.ok(body);
  }

  /** One account; to a seller there is only its own payable. */
  public Answer account(Call call) {
    String account = call.path("account");
    Caller caller = call.caller();
    requireLedger();
    boolean isOwn = account.equals(LedgerKey.account(LedgerKey.SELLER_PAYABLE, caller.subject()));
    Collection<LedgerBalance> balances =
        caller.role() == Role.SELLER && !isOwn ? List.of() : balances(call, account);
    if (balances.isEmpty()) {
      throw Problem.notFound("ledger_account").exception();
    }
    return Answer.ok(LedgerJson.account(balances));
  }

  /** What the platform owes a seller. */
  public Answer ofSeller(Call call) {
    String sellerId = call.path("seller_id");
    requireLedger();
    if (call.caller().role() == Role.SELLER && !sellerId.equals(call.caller().subject())) {
      throw Problem.notFound("seller").exception();
    }
    ObjectNode body = Json.object().put("seller_id", sellerId);
    ArrayNode balances = body.putArray("balances");
    balances(call, LedgerKey.account(LedgerKey.SELLER_PAYABLE, sellerId))
        .forEach(one -> balances.add(LedgerJson.of(one)));
    return Answer.ok(body);
  }

  private Collection<LedgerBalance> balances(Call call, String account) {
    followed.await(StateStore.LEDGER_BALANCES, call.minPosition());
    return merged(LedgerKey.first(account), null, CURRENCIES_MAX).balances().values();
  }

  private Merged merged(String prefix, @Nullable String after, int limit) {
    List<StatePage<LedgerBalance>> pages =
        partitions.ask(
            partition -> reads.page(StateStore.LEDGER_BALANCES, partition, prefix, after, limit));
    var balances = new TreeMap<String, LedgerBalance>();
    for (StatePage<LedgerBalance> page : pages) {
      for (StatePage.Entry<LedgerBalance> entry : page.entries()) {
        balances.merge(entry.key(), entry.value(), Ledger::plus);
      }
    }
    return new Merged(balances, pages.stream().anyMatch(StatePage::more));
  }

  private static LedgerBalance plus(LedgerBalance one, LedgerBalance other) {
    return LedgerBalance.newBuilder(one)
        .setDebitMinor(Math.addExact(one.getDebitMinor(), other.getDebitMinor()))
        .setCreditMinor(Math.addExact(one.getCreditMinor(), other.getCreditMinor()))
        .setPostings(one.getPostings() + other.getPostings())
        .build();
  }

  private void requireLedger() {
    if (!reads.has(StateClient.LEDGER)) {
      throw Problem.of(404, "ledger_not_kept", "The books of the money are not kept here.")
          .exception();
    }
  }

  private static String cursor(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String key(@Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.invalid("cursor", "invalid_cursor", "is not a cursor of this list").exception();
    }
  }
}

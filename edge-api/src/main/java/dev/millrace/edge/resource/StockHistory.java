package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.inventory.KeptHistory;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockAsOf;
import dev.millrace.avro.inventory.StockEventPage;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Json;
import dev.millrace.edge.http.Problem;
import dev.millrace.edge.http.ProblemException;
import dev.millrace.edge.state.StateClient;
import dev.millrace.edge.state.StateStore;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The past of a SKU's stock. The history follows the inventory at a distance, so a read first asks
 * the inventory how far the SKU has come, and the history answers once it has come as far.
 */
public final class StockHistory {

  private static final int EVENTS_MAX = 200;
  private static final int EVENTS_DEFAULT = 50;

  private final Reads reads;
  private final Clock clock;

  public StockHistory(Reads reads, Clock clock) {
    this.reads = reads;
    this.clock = clock;
  }

  /** Events of a SKU, oldest first; a seller gets those about its own stock. */
  public Answer events(Call call) {
    Map<String, String> question = new HashMap<>();
    Long after = call.queryNumber("after_sequence", 0, 999_999_999_999L);
    if (after != null) {
      question.put("after_sequence", after.toString());
    }
    Long limit = call.queryNumber("limit", 1, EVENTS_MAX);
    question.put("limit", Long.toString(limit == null ? EVENTS_DEFAULT : limit));
    String type = call.query("type", 40);
    if (type != null) {
      question.put("type", StockEventJson.fieldOf(type));
    }
    if (call.caller().role() == Role.SELLER) {
      question.put("seller", call.caller().subject());
    }
    Stock now = stockNow(call);
    // Without a position the newest events may be missing, but never all of them.
    question.put("through", Long.toString(call.minPosition() == null ? 1 : now.getSequence()));
    StockEventPage page =
        reads
            .ask(StateStore.STOCK_EVENTS, call.path("sku"), question)
            .orElseThrow(() -> Problem.notFound("stock").exception());
    if (page.getPruned()) {
      throw pruned(page.getKept());
    }
    ObjectNode body = Json.object().put("sku_id", call.path("sku"));
    ArrayNode events = body.putArray("events");
    page.getEvents().forEach(event -> events.add(StockEventJson.of(event, call.caller())));
    body.put("next_after_sequence", page.getNextAfterSequence());
    body.set("kept", kept(page.getKept()));
    return Answer.ok(body);
  }

  /** The stock after the last event that is not later than the moment. */
  Answer asOf(Call call, Instant moment) {
    if (moment.isAfter(clock.instant())) {
      throw Problem.invalid("as_of", "out_of_bounds", "must not be in the future").exception();
    }
    Stock now = stockNow(call);
    StockAsOf was =
        reads
            .ask(
                StateStore.STOCK_AS_OF,
                call.path("sku"),
                Map.of(
                    "as_of",
                    Long.toString(moment.toEpochMilli()),
                    "through",
                    Long.toString(now.getSequence())))
            .orElseThrow(() -> Problem.notFound("stock").exception());
    if (was.getPruned()) {
      throw pruned(was.getKept());
    }
    Stock stock = was.getStock();
    if (stock == null) {
      throw Problem.of(404, "stock_not_found", "There was no such stock yet.").exception();
    }
    return Reads.versioned(
        call,
        Answer.ok(StockJson.of(stock, call.caller()).put("as_of", moment.toString())),
        stock.getSequence());
  }

  private Stock stockNow(Call call) {
    if (!reads.has(StateClient.STOCK_HISTORY)) {
      throw Problem.of(404, "history_not_kept", "The past of the stock is not kept here.")
          .exception();
    }
    return reads
        .find(StateStore.STOCK, call.path("sku"), call.minPosition())
        .orElseThrow(() -> Problem.notFound("stock").exception());
  }

  private static ProblemException pruned(KeptHistory kept) {
    return Problem.of(410, "history_pruned", "This part of the past is not kept any more.")
        .withExtra(Json.object().set("kept", kept(kept)))
        .exception();
  }

  private static ObjectNode kept(KeptHistory kept) {
    return Json.object()
        .put("first_sequence", kept.getFirstSequence())
        .put("last_sequence", kept.getLastSequence())
        .put("known_from", kept.getKnownFrom().toString());
  }
}

package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.inventory.KeptHistory;
import dev.millrace.avro.inventory.SplitState;
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
import dev.millrace.schemas.id.BucketKey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The past of a SKU's stock. The history follows the inventory at a distance, so a read first asks
 * the inventory how far the SKU has come, and the history answers once it has come as far. The
 * buckets of a split SKU have a past each.
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

  /**
   * Events of a SKU, or of one of its buckets, oldest first; a seller gets those about its own
   * stock. One page is of one bucket: each counts its events without gaps, so pages stay as they
   * were whatever comes later, which no order by time over several writers could promise.
   */
  public Answer events(Call call) {
    Long bucket = call.queryNumber("bucket", 0, BucketKey.BUCKETS_MAX - 1);
    String key = BucketKey.of(call.path("sku"), bucket == null ? 0 : bucket.intValue());
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
    Stock now = stockNow(call, key);
    int bucketsEver = bucketsEver(BucketKey.isBucket(key) ? stockNow(call, call.path("sku")) : now);
    // Without a position the newest events may be missing, but never all of them.
    question.put("through", Long.toString(call.minPosition() == null ? 1 : now.getSequence()));
    StockEventPage page =
        reads
            .ask(StateStore.STOCK_EVENTS, key, question)
            .orElseThrow(() -> Problem.notFound("stock").exception());
    if (page.getPruned()) {
      throw pruned(page.getKept());
    }
    ObjectNode body =
        Json.object()
            .put("sku_id", call.path("sku"))
            .put("bucket", BucketKey.bucket(key))
            .put("buckets_ever", bucketsEver);
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
    Stock home =
        stockAt(call.path("sku"), stockNow(call, call.path("sku")), moment)
            .orElseThrow(
                () ->
                    Problem.of(404, "stock_not_found", "There was no such stock yet.").exception());
    return Reads.versioned(
        call,
        Answer.ok(
            StockJson.of(Buckets.together(home, bucketsAt(call, home, moment)), call.caller())
                .put("as_of", moment.toString())),
        home.getSequence());
  }

  /** What was in the buckets then; each by its own clock, as the stock of now is read. */
  private List<Stock> bucketsAt(Call call, Stock home, Instant moment) {
    List<Stock> buckets = new ArrayList<>();
    for (int bucket = 1; bucket < bucketsEver(home); bucket++) {
      String key = BucketKey.of(home.getSku(), bucket);
      reads
          .find(StateStore.STOCK, key, call.minPosition())
          .flatMap(now -> stockAt(key, now, moment))
          .ifPresent(buckets::add);
    }
    return buckets;
  }

  /** The stock under a key at the moment; nothing if there was none yet. */
  private Optional<Stock> stockAt(String key, Stock now, Instant moment) {
    StockAsOf was =
        reads
            .ask(
                StateStore.STOCK_AS_OF,
                key,
                Map.of(
                    "as_of",
                    Long.toString(moment.toEpochMilli()),
                    "through",
                    Long.toString(now.getSequence())))
            .orElseThrow(() -> Problem.notFound("stock").exception());
    if (was.getPruned()) {
      throw pruned(was.getKept());
    }
    return Optional.ofNullable(was.getStock());
  }

  private static int bucketsEver(Stock home) {
    SplitState split = home.getSplit();
    return split == null ? 1 : split.getMostBuckets();
  }

  private Stock stockNow(Call call, String key) {
    if (!reads.has(StateClient.STOCK_HISTORY)) {
      throw Problem.of(404, "history_not_kept", "The past of the stock is not kept here.")
          .exception();
    }
    return reads
        .find(StateStore.STOCK, key, call.minPosition())
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

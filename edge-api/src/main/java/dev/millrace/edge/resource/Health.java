package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.edge.bus.CommandBus;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Json;
import dev.millrace.edge.state.SearchClient;
import dev.millrace.edge.state.StateClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** /livez and /readyz. */
public final class Health {

  private static final List<String> CONTEXTS =
      List.of("inventory", "pricing", "catalog", "customers", "orders");

  private final CommandBus bus;
  private final StateClient state;
  private final SearchClient search;

  public Health(CommandBus bus, StateClient state, SearchClient search) {
    this.bus = bus;
    this.state = state;
    this.search = search;
  }

  public Answer live(Call call) {
    return Answer.ok(Json.object().put("status", "live"));
  }

  /** Ready when the log and every context answer; each is named, so one sees which does not. */
  public Answer ready(Call call) {
    // One thread for each question, so that the slowest and not their sum is waited for.
    Executor threads = Thread::startVirtualThread;
    Map<String, CompletableFuture<Boolean>> dependencies = new LinkedHashMap<>();
    dependencies.put("log", CompletableFuture.completedFuture(bus.ready()));
    for (String context : CONTEXTS) {
      dependencies.put(context, CompletableFuture.supplyAsync(() -> state.ready(context), threads));
    }
    dependencies.put("search", CompletableFuture.supplyAsync(search::ready, threads));
    ObjectNode body = Json.object();
    ArrayNode list = Json.array();
    boolean all = true;
    for (Map.Entry<String, CompletableFuture<Boolean>> one : dependencies.entrySet()) {
      boolean ready = one.getValue().join();
      all &= ready;
      list.addObject().put("name", one.getKey()).put("ready", ready);
    }
    body.put("status", all ? "ready" : "not_ready").set("dependencies", list);
    return Answer.json(all ? 200 : 503, body);
  }
}

package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.catalog.Product;
import dev.millrace.avro.inventory.UnwatchStock;
import dev.millrace.avro.inventory.WatchForStock;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Fields;
import dev.millrace.edge.http.Json;
import dev.millrace.edge.http.Problem;
import dev.millrace.edge.http.Texts;
import dev.millrace.edge.state.StateStore;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import org.jspecify.annotations.Nullable;

/**
 * /v1/products/{product_id}/back-in-stock: customers who want to be told when a SKU can be bought
 * again. A customer waits for a seller's SKU once, however often they ask.
 */
public final class BackInStock {

  private final StockRequests requests;
  private final Reads reads;

  public BackInStock(StockRequests requests, Reads reads) {
    this.requests = requests;
    this.reads = reads;
  }

  public Answer watch(Call call) {
    Fields body = call.body();
    String sku = body.id("sku_id");
    String named = body.optionalId("seller_id");
    body.done();
    String seller = sellerOf(call, sku, named);
    var watch = new WatchForStock(watchId(call, sku, seller), seller, call.caller().subject());
    return requests.send(
        call,
        sku,
        (command, identity) -> command.setWatch(watch),
        location(call),
        reply -> Answer.json(201, json(call, sku, seller, true)));
  }

  /** Names the SKU in the query: not every client and proxy passes the body of a DELETE on. */
  public Answer unwatch(Call call) {
    call.body().done();
    String sku = queryId(call, "sku_id");
    if (sku == null) {
      throw Problem.invalid("sku_id", "required", "is missing").exception();
    }
    String seller = sellerOf(call, sku, queryId(call, "seller_id"));
    var unwatch = new UnwatchStock(watchId(call, sku, seller), seller);
    return requests.send(
        call,
        sku,
        (command, identity) -> command.setUnwatch(unwatch),
        location(call),
        reply -> Answer.ok(json(call, sku, seller, false)));
  }

  /** The seller named, or the product's; ends the call if the product or its SKU is not there. */
  private String sellerOf(Call call, String sku, @Nullable String named) {
    Product product =
        reads
            .find(StateStore.PRODUCTS, call.path("product_id"))
            .orElseThrow(() -> Problem.notFound("product").exception());
    if (product.getDetails().getVariants().stream().noneMatch(it -> it.getSku().equals(sku))) {
      throw Problem.notFound("sku").exception();
    }
    return named == null ? product.getDetails().getSellerId() : named;
  }

  private static String watchId(Call call, String sku, String seller) {
    return Ids.derived(IdKind.WATCH, call.caller().subject(), sku, seller);
  }

  private static @Nullable String queryId(Call call, String name) {
    String value = call.query(name, Texts.ID_LENGTH_MAX);
    if (value != null && !Texts.isId(value)) {
      throw Problem.invalid(name, "invalid_id", Texts.ID_RULE).exception();
    }
    return value;
  }

  private static String location(Call call) {
    return "/v1/products/" + call.path("product_id");
  }

  private static ObjectNode json(Call call, String sku, String seller, boolean waiting) {
    return Json.object()
        .put("product_id", call.path("product_id"))
        .put("sku_id", sku)
        .put("seller_id", seller)
        .put("waiting", waiting);
  }
}

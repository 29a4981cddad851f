package dev.millrace.standalone.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import dev.millrace.standalone.imports.Invoice.InvoiceLine;
import dev.millrace.standalone.imports.ShopClient.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Replays a retailer's invoices as checkouts through the edge, then its credit notes as returns of
 * what was bought. Idempotency keys come from the invoice numbers, so a replay that is broken off
 * and begun again orders nothing twice.
 */
public final class OrderReplay {

  /** Longest order that the shop takes; longer invoices become several orders. */
  static final int LINES_PER_ORDER_MAX = 100;

  /** What became of the invoices. */
  public record Summary(
      long placed, long confirmed, Map<String, Long> refused, long returned, double seconds) {}

  /** What a customer may still return of an order's line. */
  private static final class Returnable {
    final String orderId;
    final String lineId;
    final String sku;
    int quantity;

    Returnable(String orderId, String lineId, String sku, int quantity) {
      this.orderId = orderId;
      this.lineId = lineId;
      this.sku = sku;
      this.quantity = quantity;
    }
  }

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ShopClient shop;
  private final ErrorFile errors;
  private final int concurrency;
  private final AtomicLong placed = new AtomicLong();
  private final AtomicLong confirmed = new AtomicLong();
  private final AtomicLong returned = new AtomicLong();
  private final Map<String, AtomicLong> refused = new ConcurrentHashMap<>();

  /** By invoice index, so that credit notes meet purchases in the order of the file. */
  private final Map<Integer, List<Returnable>> bought = new ConcurrentHashMap<>();

  public OrderReplay(ShopClient shop, ErrorFile errors, int concurrency) {
    this.shop = shop;
    this.errors = errors;
    this.concurrency = concurrency;
  }

  Summary run(List<Invoice> invoices, Progress progress) throws InterruptedException {
    buy(invoices, progress);
    takeBack(invoices, progress);
    Map<String, Long> refusals = new TreeMap<>();
    refused.forEach((reason, count) -> refusals.put(reason, count.get()));
    return new Summary(placed.get(), confirmed.get(), refusals, returned.get(), progress.seconds());
  }

  private void buy(List<Invoice> invoices, Progress progress) throws InterruptedException {
    var slots = new Semaphore(concurrency);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < invoices.size(); i++) {
        Invoice invoice = invoices.get(i);
        if (invoice.cancels()) {
          continue;
        }
        int index = i;
        slots.acquire();
        threads.submit(
            () -> {
              try {
                bought.put(index, buy(invoice));
              } catch (RuntimeException e) {
                errors.add(new RowError(index, invoice.number(), String.valueOf(e.getMessage())));
              } finally {
                slots.release();
                progress.step();
              }
            });
      }
    }
  }

  private List<Returnable> buy(Invoice invoice) {
    List<Returnable> lines = new ArrayList<>();
    for (int from = 0; from < invoice.lines().size(); from += LINES_PER_ORDER_MAX) {
      int to = Math.min(from + LINES_PER_ORDER_MAX, invoice.lines().size());
      String key = "invoice-" + invoice.number() + "-" + from / LINES_PER_ORDER_MAX;
      placed.incrementAndGet();
      Answer answer =
          shop.post("/v1/orders", order(invoice, invoice.lines().subList(from, to)), key);
      JsonNode order =
          answer.isOk()
              ? shop.settledOrder(answer.body().path("order_id").asText())
              : answer.body();
      if (order.path("status").asText("").equals("confirmed")) {
        confirmed.incrementAndGet();
        addReturnables(order, lines);
      } else {
        String reason = answer.isOk() ? order.path("reason").asText("unknown") : answer.code();
        refused.computeIfAbsent(reason, r -> new AtomicLong()).incrementAndGet();
        errors.add(new RowError(0, invoice.number(), "order refused: " + reason));
      }
    }
    return lines;
  }

  private void takeBack(List<Invoice> invoices, Progress progress) {
    Map<String, List<Returnable>> byCustomer = new LinkedHashMap<>();
    for (int i = 0; i < invoices.size(); i++) {
      Invoice invoice = invoices.get(i);
      if (!invoice.cancels()) {
        byCustomer
            .computeIfAbsent(invoice.customer(), c -> new ArrayList<>())
            .addAll(bought.getOrDefault(i, List.of()));
        continue;
      }
      takeBack(invoice, byCustomer.getOrDefault(invoice.customer(), List.of()));
      progress.step();
    }
  }

  private void takeBack(Invoice note, List<Returnable> purchases) {
    Map<String, Map<String, Integer>> byOrder = new LinkedHashMap<>();
    for (InvoiceLine line : note.lines()) {
      int left = line.quantity();
      // The latest purchase first: that is what people bring back.
      for (Returnable purchase : purchases.reversed()) {
        if (left > 0 && purchase.quantity > 0 && purchase.sku.equals(line.stockCode())) {
          int taken = Math.min(left, purchase.quantity);
          purchase.quantity -= taken;
          left -= taken;
          byOrder
              .computeIfAbsent(purchase.orderId, o -> new LinkedHashMap<>())
              .merge(purchase.lineId, taken, Integer::sum);
        }
      }
      if (left > 0) {
        errors.add(
            new RowError(
                0,
                note.number(),
                "%d of %s were not bought by this customer before"
                    .formatted(left, line.stockCode())));
      }
    }
    byOrder.forEach((orderId, lines) -> giveBack(note, orderId, lines));
  }

  private void giveBack(Invoice note, String orderId, Map<String, Integer> quantities) {
    ObjectNode body = JSON.objectNode().put("reason", "credit note " + note.number());
    var lines = body.putArray("lines");
    quantities.forEach(
        (lineId, quantity) -> lines.addObject().put("line_id", lineId).put("quantity", quantity));
    Answer answer =
        shop.post(
            "/v1/orders/" + orderId + "/returns", body, "credit-" + note.number() + "-" + orderId);
    if (answer.isOk()) {
      returned.incrementAndGet();
    } else {
      errors.add(new RowError(0, note.number(), "return refused: " + answer.code()));
    }
  }

  private static void addReturnables(JsonNode order, List<Returnable> to) {
    for (JsonNode line : order.path("lines")) {
      to.add(
          new Returnable(
              order.path("order_id").asText(),
              line.path("line_id").asText(),
              line.path("sku_id").asText(),
              line.path("quantity").asInt()));
    }
  }

  private static ObjectNode order(Invoice invoice, List<InvoiceLine> invoiceLines) {
    ObjectNode body = JSON.objectNode();
    body.put("customer_id", Ids.derived(IdKind.CUSTOMER, "online-retail", invoice.customer()));
    body.put("payment_method_id", "pm_card_visa");
    body.put("shipping_option_id", "standard");
    body.putObject("shipping_address")
        .put("name", "Customer " + invoice.customer())
        .put("line1", "1 Replay Street")
        .put("city", "Town")
        .put("postal_code", "00000")
        .put("country", invoice.country());
    var lines = body.putArray("lines");
    invoiceLines.forEach(
        line -> lines.addObject().put("sku_id", line.stockCode()).put("quantity", line.quantity()));
    return body;
  }
}

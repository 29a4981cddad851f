package dev.millrace.edge.resource;

import static dev.millrace.edge.resource.Dispatch.command;

import dev.millrace.avro.orders.CancelLines;
import dev.millrace.avro.orders.CancelOrder;
import dev.millrace.avro.orders.CapturePayment;
import dev.millrace.avro.orders.ConfirmPayment;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.orders.RecordCash;
import dev.millrace.avro.orders.UnitsOfLine;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.bus.OrderWatch;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Fields;
import dev.millrace.edge.http.Headers;
import dev.millrace.edge.http.Problem;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.money.Money;
import dev.millrace.schemas.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** /v1/orders/{order_id}. */
public final class Orders {

  private static final int REASON_LENGTH_MAX = 500;
  static final int LINES_MAX = 500;
  static final int QUANTITY_MAX = 1_000_000;

  private final Topics topics;
  private final Dispatch dispatch;
  private final Reads reads;
  private final OrderPast past;
  private final OrderWatch watch;
  private final Clock clock;

  public Orders(
      Topics topics,
      Dispatch dispatch,
      Reads reads,
      OrderPast past,
      OrderWatch watch,
      Clock clock) {
    this.topics = topics;
    this.dispatch = dispatch;
    this.reads = reads;
    this.past = past;
    this.watch = watch;
    this.clock = clock;
  }

  /**
   * The order; with {@code wait} and If-None-Match, the next version of it, if one comes in time;
   * with {@code version} or {@code as_of}, as it was.
   */
  public Answer get(Call call) {
    Long version = call.queryNumber("version", 1, OrderPast.VERSION_MAX);
    Instant moment = call.queryInstant("as_of");
    if (version != null || moment != null) {
      return past.get(call, version, moment);
    }
    String orderId = call.path("order_id");
    Duration wait = Headers.waitParameter(call.query("wait", 10));
    Order order = OrderAccess.find(reads, call);
    long giveUpAt = System.nanoTime() + wait.toNanos();
    while (Headers.noneMatches(call.header("If-None-Match"), order.getVersion())
        && System.nanoTime() < giveUpAt) {
      // Watch first and read then, or a change between the two would be slept through.
      CompletableFuture<Void> change = watch.watch(orderId);
      try {
        order = OrderAccess.find(reads, call);
        if (!Headers.noneMatches(call.header("If-None-Match"), order.getVersion())
            || !changed(change, giveUpAt)) {
          break;
        }
      } finally {
        watch.unwatch(orderId, change);
      }
      order = OrderAccess.find(reads, call);
    }
    return Reads.versioned(
        call, Answer.ok(OrderJson.forCaller(order, call.caller())), order.getVersion());
  }

  public Answer cancel(Call call) {
    Fields body = call.body();
    String given = body.optionalText("reason", REASON_LENGTH_MAX);
    List<UnitsOfLine> lines =
        body.objects("lines", 0, LINES_MAX).stream()
            .map(
                line ->
                    new UnitsOfLine(line.id("line_id"), line.integer("quantity", 1, QUANTITY_MAX)))
            .toList();
    if (body.has("lines") && lines.isEmpty()) {
      body.refuse("lines", "out_of_bounds", "names lines, or is absent for the whole order");
    }
    body.done();
    String reason = given == null ? "cancelled on request" : given;
    if (!lines.isEmpty()) {
      return send(
          call,
          200,
          (command, identity) ->
              command.setCancelLines(
                  new CancelLines(
                      Ids.derived(IdKind.OPERATION, "cancellation", identity.commandId()),
                      lines,
                      reason)));
    }
    if (call.caller().role() == Role.SELLER) {
      throw Problem.of(403, "not_your_order", "Sellers cancel lines of their own: name them.")
          .exception();
    }
    return send(call, 200, (command, identity) -> command.setCancel(new CancelOrder(reason)));
  }

  public Answer confirmPayment(Call call) {
    Fields body = call.body();
    String reference = body.optionalText("provider_reference", REASON_LENGTH_MAX);
    body.done();
    var confirm = new ConfirmPayment(reference);
    return send(call, 200, (command, identity) -> command.setConfirmPayment(confirm));
  }

  /** Takes promised money: an amount, or all that is left. */
  public Answer capture(Call call) {
    Fields body = call.body();
    Long amountMinor = amountOf(call, body);
    boolean isLast = body.flag("final", false);
    body.done();
    return send(
        call,
        201,
        (command, identity) ->
            command.setCapturePayment(
                new CapturePayment(
                    Ids.derived(IdKind.PAYMENT, identity.commandId()), amountMinor, isLast)));
  }

  /** Books cash that was paid on delivery. */
  public Answer cashReceived(Call call) {
    return cash(call, false);
  }

  /** Books cash that was handed back. */
  public Answer cashGivenBack(Call call) {
    return cash(call, true);
  }

  private Answer cash(Call call, boolean givenBack) {
    Fields body = call.body();
    Long amountMinor = amountOf(call, body);
    body.done();
    return send(
        call,
        201,
        (command, identity) ->
            command.setRecordCash(
                new RecordCash(
                    Ids.derived(IdKind.PAYMENT, identity.commandId()), amountMinor, givenBack)));
  }

  /** An amount above zero in the order's currency; null when none is given. */
  private @Nullable Long amountOf(Call call, Fields body) {
    Money amount = body.optionalMoney("amount");
    if (amount == null) {
      return null;
    }
    if (amount.minorUnits() < 1) {
      body.refuse("amount", "out_of_bounds", "It is at least 1 minor unit.");
    } else if (!amount.currency().equals(OrderAccess.find(reads, call).getCurrency())) {
      body.refuse("amount", "currency_mismatch", "It is in the order's currency.");
    }
    return amount.minorUnits();
  }

  /** Puts a request about the order that the path names to its writer. */
  Answer send(Call call, int status, BiConsumer<OrderCommand.Builder, Call.Identity> request) {
    return send(call, request, order -> answer(call, status, order));
  }

  /** The order as the caller may see it. */
  Answer answer(Call call, int status, Order order) {
    return Answer.json(status, OrderJson.forCaller(order, call.caller()))
        .withVersion(order.getVersion());
  }

  Answer send(
      Call call,
      BiConsumer<OrderCommand.Builder, Call.Identity> request,
      Function<Order, Answer> answer) {
    return send(call, call.identity(), request, answer);
  }

  /** The same for who has asked something else under this identity before. */
  Answer send(
      Call call,
      Call.Identity identity,
      BiConsumer<OrderCommand.Builder, Call.Identity> request,
      Function<Order, Answer> answer) {
    String orderId = call.path("order_id");
    Order order = OrderAccess.find(reads, call);
    Reads.requireVersion(call, order.getVersion());
    OrderCommand.Builder builder =
        OrderCommand.newBuilder()
            .setCommandId(identity.commandId())
            .setFingerprint(identity.fingerprint())
            .setIssuedAt(clock.instant())
            .setActor(call.caller().actor())
            .setOrderId(orderId);
    request.accept(builder, identity);
    return dispatch.answer(
        call,
        command(call, topics.orderCommands(), orderId, identity.commandId(), builder.build()),
        "/v1/orders/" + orderId,
        reply -> answer.apply(reply.getOrder()));
  }

  private static boolean changed(CompletableFuture<Void> change, long giveUpAt) {
    try {
      change.get(Math.max(0, giveUpAt - System.nanoTime()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

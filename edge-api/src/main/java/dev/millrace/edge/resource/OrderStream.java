package dev.millrace.edge.resource;

import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.views.OrderEventPage;
import dev.millrace.edge.auth.Caller;
import dev.millrace.edge.bus.OrderWatch;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.EventStream;
import dev.millrace.edge.http.Json;
import dev.millrace.edge.http.Problem;
import dev.millrace.edge.http.ProblemException;
import dev.millrace.edge.state.StateStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * GET /v1/orders/{order_id}/stream. A stream sleeps until the order changes and then reads what it
 * has not sent yet, as /events would give it. So nothing is missed or sent twice, however often the
 * client comes again.
 */
public final class OrderStream implements AutoCloseable {

  /**
   * How streams behave.
   *
   * @param heartbeat how often a stream without events says that it is still there, and looks for
   *     events that nobody told it of
   * @param quiet how long nothing may happen to an order that is done before its stream ends
   * @param lifeMax how long any stream lasts; the client comes again with the id of the last event
   */
  public record Pace(Duration heartbeat, Duration quiet, Duration lifeMax) {
    public static final Pace USUAL =
        new Pace(Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofMinutes(10));
  }

  private static final Set<String> DONE =
      Set.of(
          "confirmed", "fulfilling", "shipped", "delivered", "rejected", "cancelled", "exception");
  private static final int EVENTS_PER_READ = 100;
  private static final int STREAMS_OF_CUSTOMER_MAX = 20;

  /** How soon a stream notices that the edge stops. */
  private static final Duration LOOK_UP = Duration.ofMillis(500);

  /** When it was woken and there was nothing, or nobody could say. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Reads reads;
  private final OrderPast past;
  private final OrderWatch watch;
  private final Pace pace;
  private final StreamPlaces places;
  private volatile boolean closing;

  /**
   * @param streamsMax how many may be open at once
   */
  public OrderStream(Reads reads, OrderPast past, OrderWatch watch, Pace pace, int streamsMax) {
    this.reads = reads;
    this.past = past;
    this.watch = watch;
    this.pace = pace;
    this.places = new StreamPlaces(streamsMax);
  }

  public Answer open(Call call) {
    long after = lastEventId(call);
    past.requireViews();
    Order order = OrderAccess.find(reads, call);
    if (closing || !places.take(call.caller().subject(), ofCallerMax(call.caller()))) {
      throw Problem.unavailable(
              "too_many_streams", "As many streams are open as may be; read with wait instead.")
          .exception();
    }
    return Answer.stream(new Stream(order.getOrderId(), call.caller(), after));
  }

  /** Streams that are open end within a moment; no more are opened. */
  @Override
  public void close() {
    closing = true;
  }

  /** Behind one member of the staff may be a whole service. */
  private static int ofCallerMax(Caller caller) {
    return caller.isStaff() ? Integer.MAX_VALUE : STREAMS_OF_CUSTOMER_MAX;
  }

  private static long lastEventId(Call call) {
    String id = call.header("Last-Event-ID");
    if (id == null || id.isBlank()) {
      return 0;
    }
    if (!id.strip().matches("\\d{1,12}")) {
      throw Problem.invalid("Last-Event-ID", "invalid_id", "must be the id of an event")
          .exception();
    }
    return Long.parseLong(id.strip());
  }

  private final class Stream implements EventStream {
    private final String orderId;
    private final Caller caller;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final long startNanos = System.nanoTime();
    private long sent;
    private long lastEventNanos = startNanos;
    private long lastWriteNanos = startNanos;

    Stream(String orderId, Caller caller, long after) {
      this.orderId = orderId;
      this.caller = caller;
      this.sent = after;
    }

    @Override
    public void run(Client client) {
      while (!closing && !client.isGone() && !Thread.currentThread().isInterrupted()) {
        // Watch first and read then, or an event between the two would be slept through.
        CompletableFuture<Void> change = watch.watch(orderId);
        try {
          if (isPast(startNanos, pace.lifeMax())) {
            end(client, "lifetime");
            return;
          }
          Optional<Order> order = reads.glance(StateStore.ORDERS, orderId);
          if (order.isPresent() && order.get().getVersion() > sent) {
            if (!sendNext(client, order.get().getVersion())) {
              pause();
            }
          } else if (order.isPresent() && isOver(order.get())) {
            end(client, "final");
            return;
          } else {
            keepAlive(client);
            if (await(change)) {
              // Too many watch, or the change is not in the store yet: do not ask in circles.
              pauseIfNothingNew();
            }
          }
        } finally {
          watch.unwatch(orderId, change);
        }
      }
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        places.giveBack(caller.subject());
      }
    }

    /** Sends what follows; false if the views cannot say yet. */
    private boolean sendNext(Client client, long version) {
      OrderEventPage page;
      try {
        page = past.page(orderId, sent, EVENTS_PER_READ, version);
      } catch (ProblemException e) {
        keepAlive(client);
        return false;
      }
      for (OrderEvent event : page.getEvents()) {
        client.send(
            OrderEventJson.type(event, caller),
            new String(Json.write(OrderEventJson.of(event, caller)), StandardCharsets.UTF_8),
            Long.toString(event.getSequence()));
        sent = event.getSequence();
        lastEventNanos = System.nanoTime();
        lastWriteNanos = lastEventNanos;
        if (client.isGone()) {
          return true;
        }
      }
      return !page.getEvents().isEmpty();
    }

    private void keepAlive(Client client) {
      if (isPast(lastWriteNanos, pace.heartbeat())) {
        client.heartbeat();
        lastWriteNanos = System.nanoTime();
      }
    }

    private boolean isOver(Order order) {
      return DONE.contains(order.getStatus()) && isPast(lastEventNanos, pace.quiet());
    }

    private void end(Client client, String reason) {
      client.send("stream_end", "{\"reason\":\"" + reason + "\"}", "");
    }

    /** Until the order changes, or it is time for a sign of life; true if it has changed. */
    private boolean await(CompletableFuture<Void> change) {
      while (!closing && !isPast(lastWriteNanos, pace.heartbeat())) {
        try {
          change.get(LOOK_UP.toNanos(), TimeUnit.NANOSECONDS);
          return true;
        } catch (TimeoutException e) {
          continue;
        } catch (ExecutionException e) {
          return true;
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
      return false;
    }

    private void pauseIfNothingNew() {
      boolean news =
          reads
              .glance(StateStore.ORDERS, orderId)
              .filter(order -> order.getVersion() > sent)
              .isPresent();
      if (!news) {
        pause();
      }
    }

    private void pause() {
      LockSupport.parkNanos(PAUSE.toNanos());
    }

    private static boolean isPast(long sinceNanos, Duration time) {
      return System.nanoTime() - sinceNanos >= time.toNanos();
    }
  }
}

package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.edge.LogPosition;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import dev.millrace.edge.bus.BusUnavailableException;
import dev.millrace.edge.bus.Command;
import dev.millrace.edge.bus.CommandBus;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Headers;
import dev.millrace.edge.http.Json;
import dev.millrace.edge.http.Problem;
import dev.millrace.edge.http.RefusalStatus;
import dev.millrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Sends commands and turns their outcomes into answers. Never a failure that hides a success. */
public final class Dispatch {

  private final CommandBus bus;
  private final Duration waitDefault;
  private final Duration loggedMax;

  /**
   * @param waitDefault how long a request waits for its outcome when the client does not say
   * @param loggedMax how long the log may take to confirm a command; longer than the bus gives it
   */
  public Dispatch(CommandBus bus, Duration waitDefault, Duration loggedMax) {
    this.bus = bus;
    this.waitDefault = waitDefault;
    this.loggedMax = loggedMax;
  }

  /** A command about one aggregate, in the name of the call. */
  static <V extends SpecificRecord> Command<V> command(
      Call call, Topic<V> topic, String key, String commandId, V value) {
    return new Command<>(topic, key, commandId, value, call.trace().traceparent());
  }

  /**
   * Sends and answers.
   *
   * @param location where the outcome can be seen when it takes longer than the client waits
   */
  Answer answer(Call call, Command<?> command, String location, Function<Reply, Answer> accepted) {
    return await(call, command, call.preferredWait())
        .map(reply -> decided(call, reply, accepted))
        .orElseGet(() -> stillRunning(location));
  }

  /** Sends and waits; empty when the log has the command but no outcome came in time. */
  Optional<Reply> await(Call call, Command<?> command, Optional<Duration> preferred) {
    CommandBus.Sent sent = bus.send(command);
    try {
      Duration wait = preferred.orElse(waitDefault);
      return Optional.of(sent.reply().get(wait.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | CancellationException e) {
      confirmLogged(sent.logged());
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new BusUnavailableException("the reply could not be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BusUnavailableException("this edge is closing", e);
    } finally {
      bus.forget(command.commandId(), sent.reply());
    }
  }

  Answer decided(Call call, Reply reply, Function<Reply, Answer> accepted) {
    if (reply.getStatus() != ReplyStatus.ACCEPTED) {
      throw refused(call, reply).exception();
    }
    Answer answer = accepted.apply(reply).with(Headers.COMMERCE_POSITION, position(reply));
    return reply.getReplayed() ? answer.with(Headers.IDEMPOTENT_REPLAYED, "true") : answer;
  }

  static Answer stillRunning(String location) {
    return Answer.json(202, Json.object().put("status", "processing").put("location", location))
        .with("Location", location);
  }

  static Problem refused(Call call, Reply reply) {
    String code = reply.getRefusal() == null ? "refused" : reply.getRefusal();
    List<dev.millrace.avro.edge.Problem> problems = reply.getProblems();
    int status = RefusalStatus.of(code, call.header("If-Match") != null);
    return new Problem(
        status,
        ShownNames.reason(code, call.caller()),
        reply.getDetail() == null
            ? "The request was refused."
            : ShownNames.detail(reply.getDetail(), code, call.caller()),
        problems.stream().map(Dispatch::item).toList(),
        0,
        problems.size() == 1 ? amounts(problems.getFirst()) : null);
  }

  /** Sends what nobody replies to, and returns once the log has it. */
  <V extends SpecificRecord> void publish(Call call, Topic<V> topic, String key, V value) {
    confirmLogged(bus.publish(topic, key, value, call.trace().traceparent()));
  }

  private void confirmLogged(CompletableFuture<Void> logged) {
    try {
      logged.get(loggedMax.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new BusUnavailableException("the log did not confirm the command", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BusUnavailableException("this edge is closing", e);
    }
  }

  private static String position(Reply reply) {
    LogPosition at = reply.getPosition();
    return Headers.positionToken(at.getTopic() + ":" + at.getPartition() + ":" + at.getOffset());
  }

  private static Problem.Item item(dev.millrace.avro.edge.Problem problem) {
    return new Problem.Item(
        problem.getPointer(),
        problem.getCode(),
        problem.getDetail(),
        problem.getRequested(),
        problem.getAvailable());
  }

  /** Requested and available at the top, where a client that asked for one thing looks for them. */
  private static @Nullable ObjectNode amounts(dev.millrace.avro.edge.Problem problem) {
    if (problem.getRequested() == null && problem.getAvailable() == null) {
      return null;
    }
    return Json.object()
        .put("requested", problem.getRequested())
        .put("available", problem.getAvailable());
  }
}

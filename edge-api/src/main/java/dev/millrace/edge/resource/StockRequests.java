package dev.millrace.edge.resource;

import static dev.millrace.edge.resource.Dispatch.command;

import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.schemas.topics.Topics;
import java.time.Clock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** Requests to the writer of a SKU. */
public final class StockRequests {

  private final Topics topics;
  private final Dispatch dispatch;
  private final Clock clock;

  public StockRequests(Topics topics, Dispatch dispatch, Clock clock) {
    this.topics = topics;
    this.dispatch = dispatch;
    this.clock = clock;
  }

  /** Asks something of the SKU in the path; answers with the stock after it. */
  Answer change(Call call, int status, Consumer<StockCommand.Builder> fill) {
    return send(
        call,
        (command, identity) -> fill.accept(command),
        reply ->
            Answer.json(status, StockJson.of(reply.getStock(), call.caller()))
                .withVersion(reply.getStock().getSequence()));
  }

  /** Asks something of the SKU in the path, where the outcome can be seen too. */
  Answer send(
      Call call,
      BiConsumer<StockCommand.Builder, Call.Identity> fill,
      Function<Reply, Answer> accepted) {
    String sku = call.path("sku");
    return send(call, sku, fill, "/v1/inventory/" + sku, accepted);
  }

  /**
   * Sends a request and answers.
   *
   * @param fill puts the one thing that is asked into the command
   * @param location where the outcome can be seen when it takes longer than the client waits
   */
  Answer send(
      Call call,
      String sku,
      BiConsumer<StockCommand.Builder, Call.Identity> fill,
      String location,
      Function<Reply, Answer> accepted) {
    Call.Identity identity = call.identity();
    StockCommand.Builder builder =
        StockCommand.newBuilder()
            .setCommandId(identity.commandId())
            .setFingerprint(identity.fingerprint())
            .setIssuedAt(clock.instant())
            .setActor(call.caller().actor())
            .setSku(sku);
    fill.accept(builder, identity);
    StockCommand command = builder.build();
    return dispatch.answer(
        call,
        command(call, topics.stockCommands(), command.getSku(), identity.commandId(), command),
        location,
        accepted);
  }
}

package dev.millrace.simulation;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.orders.OrderCommand;
import org.jspecify.annotations.Nullable;

/** The commands about somebody's orders, each with an id of its own. */
final class Requests {

  private static final Actor STAFF = new Actor(ActorRole.OPS, "ops");

  private final World world;
  private final Actor actor;
  private int count;
  private @Nullable OrderCommand latest;

  /**
   * @param actor who sends them, if nobody else is named
   */
  Requests(World world, Actor actor) {
    this.world = world;
    this.actor = actor;
  }

  /** How many there have been. */
  int count() {
    return count;
  }

  /** An id that goes with the next of them. */
  String id(String kind) {
    return kind + "_" + actor.getSubject() + "_" + count;
  }

  /** An id that is used at once. */
  String nextId(String kind) {
    count++;
    return id(kind);
  }

  OrderCommand.Builder of(String orderId) {
    String commandId = nextId("cmd");
    return OrderCommand.newBuilder()
        .setCommandId(commandId)
        .setFingerprint("f_" + commandId)
        .setIssuedAt(world.now())
        .setActor(actor)
        .setOrderId(orderId);
  }

  OrderCommand.Builder ofStaff(String orderId) {
    return of(orderId).setActor(STAFF);
  }

  void send(OrderCommand command) {
    latest = command;
    world.ask(
        world.topics().orderCommands(), command.getOrderId(), command, command.getCommandId());
  }

  /** The latest once more, as a client does that heard nothing. */
  void sendAgain() {
    if (latest != null) {
      send(latest);
    }
  }
}

package dev.millrace.inventory;

import dev.millrace.avro.edge.Problem;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.inventory.ReservationOperation;
import dev.millrace.avro.inventory.ReservationResult;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.inventory.stock.CarriedOut;
import dev.millrace.inventory.stock.Hold;
import dev.millrace.inventory.stock.StockEvent;
import dev.millrace.inventory.stock.StockRejection;
import dev.millrace.inventory.stock.Wording;
import dev.millrace.kit.process.Replies;
import dev.millrace.kit.process.Request;
import dev.millrace.schemas.id.BucketKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the askers are told: edges by reply, other processes by result. */
final class AnswerAvro {

  private AnswerAvro() {}

  /** The reply to the edge that asked; null if none did. */
  static @Nullable Reply reply(
      Request request, StockCommand command, CarriedOut done, Instant now) {
    if (!request.wantsReply()) {
      return null;
    }
    if (done.refusal() != null) {
      return refused(request, command, done, done.refusal(), now);
    }
    Hold hold = done.state().hold();
    return Replies.accepted(request, now)
        .setStock(StockAvro.stock(done.state().stock()))
        .setReservation(hold == null ? null : HoldAvro.view(BucketKey.sku(command.getSku()), hold))
        .build();
  }

  /** The refusal of a record that is no command; null if nobody waits for it. */
  static @Nullable Reply malformed(Request request) {
    if (!request.wantsReply()) {
      return null;
    }
    StockRejection reason = StockRejection.MALFORMED_COMMAND;
    return Replies.refused(request, request.at(), reason.code(), reason.sentence(), List.of());
  }

  /**
   * What processes are told: the one that asked, and those for whom promised units have come.
   *
   * @param command null when it is not answered here, and when time did it
   */
  static List<ReservationResult> results(
      @Nullable StockCommand command, CarriedOut done, Instant now) {
    List<ReservationResult> results = new ArrayList<>(1);
    ReservationResult asked = command == null ? null : result(command, done, now);
    if (asked != null) {
      results.add(asked);
    }
    for (CarriedOut.HoldChange change : done.holdChanges()) {
      if (change.event() instanceof StockEvent.BackorderFilled filled
          && change.hold().resultKey() != null) {
        results.add(filled(BucketKey.sku(done.state().stock().sku()), filled, change.hold(), done));
      }
    }
    return results;
  }

  private static ReservationResult filled(
      String sku, StockEvent.BackorderFilled filled, Hold hold, CarriedOut done) {
    long free = done.state().stock().available(hold.sellerId());
    return ReservationResult.newBuilder()
        .setResultKey(hold.resultKey())
        .setSku(sku)
        .setSellerId(hold.sellerId())
        .setReservationId(hold.reservationId())
        .setOperation(ReservationOperation.FILL)
        .setDone(true)
        .setRequested(filled.committed() ? hold.committedQuantity() : hold.quantity())
        .setAvailable((int) Math.min(Integer.MAX_VALUE, free))
        .setExpiresAt(hold.expiresAt())
        .setAllocations(StockAvro.allocationsToAvro(hold.allocations()))
        .setBackordered(hold.backordered())
        .setPromisedAt(hold.promisedAt())
        .setAt(filled.at())
        .build();
  }

  /** The result for the process that asked; null if none did. */
  private static @Nullable ReservationResult result(
      StockCommand command, CarriedOut done, Instant now) {
    if (command.getReserve() != null) {
      var reserve = command.getReserve();
      return result(
          command,
          ReservationOperation.RESERVE,
          reserve.getResultKey(),
          reserve.getReservationId(),
          reserve.getQuantity(),
          done,
          now);
    }
    if (command.getCommit() != null) {
      var commit = command.getCommit();
      Integer quantity = commit.getQuantity();
      return result(
          command,
          ReservationOperation.COMMIT,
          commit.getResultKey(),
          commit.getReservationId(),
          quantity == null ? heldQuantity(done) : quantity,
          done,
          now);
    }
    if (command.getRelease() != null) {
      var release = command.getRelease();
      return result(
          command,
          ReservationOperation.RELEASE,
          release.getResultKey(),
          release.getReservationId(),
          heldQuantity(done),
          done,
          now);
    }
    if (command.getWithdraw() != null) {
      var withdraw = command.getWithdraw();
      return result(
          command,
          ReservationOperation.WITHDRAW,
          withdraw.getResultKey(),
          withdraw.getReservationId(),
          heldQuantity(done),
          done,
          now);
    }
    return null;
  }

  private static @Nullable ReservationResult result(
      StockCommand command,
      ReservationOperation operation,
      @Nullable String resultKey,
      String reservationId,
      int requested,
      CarriedOut done,
      Instant now) {
    if (resultKey == null || !Wording.isId(resultKey)) {
      return null;
    }
    Hold hold = done.state().hold();
    StockRejection refusal = done.refusal();
    String sellerId = hold == null ? askedSeller(command) : hold.sellerId();
    boolean succeeded = refusal == null || isReleasedAnyway(operation, refusal);
    return ReservationResult.newBuilder()
        .setResultKey(resultKey)
        .setSku(BucketKey.sku(command.getSku()))
        .setSellerId(sellerId)
        .setReservationId(reservationId)
        .setOperation(operation)
        .setDone(succeeded)
        .setRefusal(refusal == null ? null : refusal.code())
        .setRequested(requested)
        .setAvailable(available(command, done, sellerId))
        .setExpiresAt(hold == null ? null : hold.expiresAt())
        .setAllocations(hold == null ? List.of() : StockAvro.allocationsToAvro(hold.allocations()))
        .setBackordered(hold == null ? 0 : hold.backordered())
        .setPromisedAt(hold == null ? null : hold.promisedAt())
        .setAt(now)
        .build();
  }

  /** Who releases wants nothing to be held, and nothing is. */
  private static boolean isReleasedAnyway(ReservationOperation operation, StockRejection refusal) {
    return operation == ReservationOperation.RELEASE
        && (refusal == StockRejection.ALREADY_RELEASED
            || refusal == StockRejection.RESERVATION_EXPIRED
            || refusal == StockRejection.RESERVATION_NOT_FOUND);
  }

  private static Reply refused(
      Request request, StockCommand command, CarriedOut done, StockRejection reason, Instant now) {
    var problem =
        Problem.newBuilder()
            .setPointer(BucketKey.sku(command.getSku()))
            .setCode(reason.code())
            .setDetail(detail(reason, done));
    if (reason == StockRejection.INSUFFICIENT_STOCK
        || reason == StockRejection.OVER_ORDER_LIMIT
        || reason == StockRejection.OVER_CUSTOMER_LIMIT) {
      problem
          .setRequested((long) command.getReserve().getQuantity())
          .setAvailable((long) available(command, done, askedSeller(command)));
    }
    return Replies.refused(
        request, now, reason.code(), detail(reason, done), List.of(problem.build()));
  }

  private static String detail(StockRejection reason, CarriedOut done) {
    return reason == StockRejection.VERSION_CONFLICT
        ? reason.sentence() + " It is " + done.state().stock().sequence() + " now."
        : reason.sentence();
  }

  private static int heldQuantity(CarriedOut done) {
    Hold hold = done.state().hold();
    return hold == null ? 0 : hold.quantity();
  }

  private static String askedSeller(StockCommand command) {
    return command.getReserve() == null ? "" : command.getReserve().getSellerId();
  }

  /** What a request like this could have at most; for others, what is free. */
  private static int available(StockCommand command, CarriedOut done, String sellerId) {
    long most =
        command.getReserve() == null
            ? done.state().stock().available(sellerId)
            : done.state().mostFor(CommandAvro.request(command.getReserve()));
    return (int) Math.min(Integer.MAX_VALUE, most);
  }
}

package dev.millrace.orders;

import dev.millrace.avro.orders.MoveReturn;
import dev.millrace.avro.orders.RefundOrder;
import dev.millrace.avro.orders.RequestReturn;
import dev.millrace.avro.orders.ReturnClaim;
import dev.millrace.avro.orders.ReturnFinding;
import dev.millrace.orders.order.OrderCommand;
import dev.millrace.orders.order.RefundTarget;
import dev.millrace.orders.order.ReturnCommand;
import dev.millrace.orders.order.ReturnCommand.Claim;
import dev.millrace.orders.order.ReturnCommand.Finding;
import dev.millrace.orders.order.ReturnCommand.RefundedLine;
import dev.millrace.orders.order.ReturnReason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Commands about returns and refunds, and the parts that they share with events. */
final class ReturnAvro {

  private ReturnAvro() {}

  /** How many of its requests a command holds. */
  static long count(dev.millrace.avro.orders.OrderCommand command) {
    return Stream.of(
            Optional.ofNullable(command.getRequestReturn()),
            Optional.ofNullable(command.getMoveReturn()),
            Optional.ofNullable(command.getRefund()))
        .filter(Optional::isPresent)
        .count();
  }

  /** The domain's command, or nothing if the record holds none that is known here. */
  static Optional<OrderCommand> command(
      dev.millrace.avro.orders.OrderCommand command, byte[] quoteSecret) {
    String commandId = command.getCommandId();
    if (command.getRequestReturn() != null) {
      return request(commandId, command.getRequestReturn(), quoteSecret);
    }
    return command.getMoveReturn() == null
        ? Optional.of(refund(commandId, command.getRefund()))
        : move(command.getMoveReturn())
            .map(
                move ->
                    new ReturnCommand.MoveReturn(
                        commandId, command.getMoveReturn().getReturnId(), move));
  }

  private static Optional<OrderCommand> request(
      String commandId, RequestReturn request, byte[] quoteSecret) {
    boolean isKnown =
        request.getLines().stream()
            .noneMatch(line -> line.getReason() == dev.millrace.avro.orders.ReturnReason.UNKNOWN);
    return isKnown
        ? Optional.of(
            new ReturnCommand.RequestReturn(
                commandId,
                request.getReturnId(),
                claims(request.getLines()),
                request.getNote(),
                ExchangeAvro.offers(request.getQuote(), quoteSecret),
                refundTo(request.getRefundTo())))
        : Optional.empty();
  }

  private static Optional<ReturnCommand.Move> move(MoveReturn move) {
    String reason = move.getReason() == null ? "" : move.getReason();
    String carrier = move.getCarrier();
    String warehouseId = move.getWarehouseId();
    return Optional.ofNullable(
        switch (move.getStep()) {
          case APPROVED -> new ReturnCommand.Approve();
          case REJECTED -> new ReturnCommand.Reject(reason);
          case LABEL_SENT ->
              carrier == null
                  ? null
                  : new ReturnCommand.SendLabel(carrier, move.getTrackingNumber());
          case IN_TRANSIT -> new ReturnCommand.Ship(carrier, move.getTrackingNumber());
          case RECEIVED -> warehouseId == null ? null : new ReturnCommand.Receive(warehouseId);
          case INSPECTED -> new ReturnCommand.Inspect(found(move.getFindings()));
          case CLOSED -> new ReturnCommand.Close();
          case CANCELLED -> new ReturnCommand.Withdraw(reason);
          case UNKNOWN -> null;
        });
  }

  private static OrderCommand refund(String commandId, RefundOrder refund) {
    return new ReturnCommand.RefundOrder(
        commandId,
        refund.getRefundId(),
        refund.getAmountMinor(),
        lines(refund.getLines()),
        refund.getReason(),
        refund.getRefundTo());
  }

  /** What paid is what nobody names. */
  static String refundTo(@Nullable String named) {
    return named == null ? RefundTarget.ORIGINAL : named;
  }

  /** Null for what paid. */
  static @Nullable String avroRefundTo(String refundTo) {
    return refundTo.equals(RefundTarget.ORIGINAL) ? null : refundTo;
  }

  static List<Claim> claims(List<ReturnClaim> claims) {
    return claims.stream()
        .map(
            one ->
                new Claim(
                    one.getLineId(),
                    one.getQuantity(),
                    ReturnReason.valueOf(one.getReason().name()),
                    ExchangeAvro.wanted(one.getExchange())))
        .toList();
  }

  static List<ReturnClaim> avroClaims(List<Claim> claims) {
    return claims.stream()
        .map(
            one ->
                new ReturnClaim(
                    one.lineId(),
                    one.quantity(),
                    dev.millrace.avro.orders.ReturnReason.valueOf(one.reason().name()),
                    ExchangeAvro.avro(one.wanted())))
        .toList();
  }

  /** What people found; what is exchanged of it is not theirs to say. */
  private static List<Finding> found(List<ReturnFinding> findings) {
    return findings(findings).stream()
        .map(
            one ->
                new Finding(
                    one.lineId(), one.resellable(), one.damaged(), one.missing(), one.accepted()))
        .toList();
  }

  static List<Finding> findings(List<ReturnFinding> findings) {
    return findings.stream()
        .map(
            one ->
                new Finding(
                    one.getLineId(),
                    one.getResellable(),
                    one.getDamaged(),
                    one.getMissing(),
                    one.getAccepted(),
                    one.getExchanged(),
                    one.getExchangedMinor()))
        .toList();
  }

  static List<ReturnFinding> avroFindings(List<Finding> findings) {
    return findings.stream()
        .map(
            one ->
                new ReturnFinding(
                    one.lineId(),
                    one.resellable(),
                    one.damaged(),
                    one.missing(),
                    one.accepted(),
                    one.exchanged(),
                    one.exchangedMinor()))
        .toList();
  }

  static List<RefundedLine> lines(List<dev.millrace.avro.orders.RefundedLine> lines) {
    return lines.stream()
        .map(one -> new RefundedLine(one.getLineId(), one.getAmountMinor()))
        .toList();
  }

  static List<dev.millrace.avro.orders.RefundedLine> avroLines(List<RefundedLine> lines) {
    return lines.stream()
        .map(one -> new dev.millrace.avro.orders.RefundedLine(one.lineId(), one.amountMinor()))
        .toList();
  }
}

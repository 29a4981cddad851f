package dev.millrace.orders.order;

import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.order.ReturnCommand.RefundOrder;
import dev.millrace.orders.order.ReturnCommand.RefundedLine;
import dev.millrace.schemas.id.Ids;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Gives money back by itself: nothing need come back for it. */
final class RefundDecider {

  static final int REFUNDS_MAX = 100;

  /** Lines of one refund. */
  static final int LINES_MAX = 100;

  private RefundDecider() {}

  static Decision<OrderEvent, Refusal> decide(Order order, RefundOrder command, Caller caller) {
    if (caller.isCustomer()) {
      return refuse(
          OrderRejection.REFUND_NOT_ALLOWED, order.orderId(), "Only staff give money back.");
    }
    if (!isWellFormed(command)) {
      return refuse(
          OrderRejection.MALFORMED_COMMAND,
          order.orderId(),
          "A refund has an id, a reason and at most %d lines, whose sum is its amount."
              .formatted(LINES_MAX));
    }
    Optional<ReturnBook.Granted> known = order.returnBook().refund(command.refundId());
    if (known.isPresent()) {
      return isSame(known.get(), command)
          ? accept()
          : refuse(
              OrderRejection.REFUND_ID_REUSED,
              command.refundId(),
              "This refund was made of another amount.");
    }
    if (!RefundTarget.isOpen(order, command.refundTo())) {
      return refuse(
          OrderRejection.REFUND_TARGET_UNAVAILABLE,
          command.refundTo(),
          "Money goes back to what paid, original, or becomes store_credit; cash only goes back.");
    }
    if (order.returnBook().refunds().size() >= REFUNDS_MAX) {
      return refuse(
          OrderRejection.TOO_MANY_REFUNDS,
          order.orderId(),
          "An order takes at most %d refunds.".formatted(REFUNDS_MAX));
    }
    Optional<Refusal> lines = refusalOfLines(order, command);
    return lines.isPresent() ? reject(lines.get()) : grant(order, command);
  }

  private static Decision<OrderEvent, Refusal> grant(Order order, RefundOrder command) {
    long availableMinor = order.grantableMinor(0);
    long askedMinor = asked(command, availableMinor);
    if (askedMinor < 1 || askedMinor > availableMinor) {
      return reject(
          new Refusal(
              OrderRejection.REFUND_EXCEEDS_CAPTURED,
              "At least 1 and at most what was taken and neither went back nor is on its way.",
              command.refundId(),
              askedMinor,
              availableMinor));
    }
    return accept(
        new ReturnEvent.RefundGranted(
            command.refundId(),
            askedMinor,
            command.lines(),
            command.reason(),
            command.refundTo(),
            RequestIds.refundGranted(order.orderId(), command.refundId())));
  }

  /** A line gets back at most what it cost, less what units that came back for it got. */
  private static Optional<Refusal> refusalOfLines(Order order, RefundOrder command) {
    Set<String> lineIds = new HashSet<>();
    for (RefundedLine asked : command.lines()) {
      Optional<Order.Line> line = order.line(asked.lineId());
      if (line.isEmpty()) {
        return Optional.of(
            Refusal.about(
                OrderRejection.LINE_UNKNOWN, asked.lineId(), "The order has no such line."));
      }
      if (!lineIds.add(asked.lineId())) {
        return Optional.of(
            Refusal.about(
                OrderRejection.DUPLICATE_LINE, asked.lineId(), "A line stands once in a refund."));
      }
      long leftMinor = ReturnMoney.ofUnits(order, line.get(), unitsLeft(order, line.get()));
      if (asked.amountMinor() > leftMinor) {
        return Optional.of(
            new Refusal(
                OrderRejection.REFUND_EXCEEDS_LINE,
                "At most what the line cost, less what it got back.",
                asked.lineId(),
                asked.amountMinor(),
                leftMinor));
      }
    }
    return Optional.empty();
  }

  /** Units that are neither back nor cancelled. */
  private static int unitsLeft(Order order, Order.Line line) {
    return line.priced().quantity()
        - line.returned()
        - order.care().cancelledUnits(line.priced().lineId());
  }

  private static long asked(RefundOrder command, long availableMinor) {
    if (command.amountMinor() != null) {
      return command.amountMinor();
    }
    return command.lines().isEmpty() ? availableMinor : sum(command);
  }

  private static boolean isWellFormed(RefundOrder command) {
    if (command.refundId().isBlank()
        || command.refundId().length() > Ids.LENGTH_MAX
        || command.reason().length() > PlacementRules.TEXT_LENGTH_MAX
        || command.lines().size() > LINES_MAX
        || command.lines().stream().anyMatch(line -> line.amountMinor() < 1)) {
      return false;
    }
    try {
      return command.lines().isEmpty() || saysItsSum(command, sum(command));
    } catch (ArithmeticException e) {
      return false;
    }
  }

  private static boolean saysItsSum(RefundOrder command, long sumMinor) {
    return command.amountMinor() == null || command.amountMinor() == sumMinor;
  }

  private static boolean isSame(ReturnBook.Granted granted, RefundOrder command) {
    return granted.lines().equals(command.lines())
        && (command.amountMinor() == null || command.amountMinor() == granted.amountMinor());
  }

  private static long sum(RefundOrder command) {
    long sum = 0;
    for (RefundedLine line : command.lines()) {
      sum = Math.addExact(sum, line.amountMinor());
    }
    return sum;
  }

  private static Decision<OrderEvent, Refusal> refuse(
      OrderRejection name, String pointer, String detail) {
    return reject(Refusal.about(name, pointer, detail));
  }
}

package dev.millrace.orders;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.common.Money;
import dev.millrace.avro.customers.CartCommand;
import dev.millrace.avro.customers.CompleteCheckout;
import dev.millrace.avro.customers.OrderedItem;
import dev.millrace.avro.gateways.PaymentOperation;
import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.inventory.CommitReservation;
import dev.millrace.avro.inventory.DamageReason;
import dev.millrace.avro.inventory.Destination;
import dev.millrace.avro.inventory.MoveStock;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.ReleaseReservation;
import dev.millrace.avro.inventory.ReserveStock;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.inventory.WithdrawBackorder;
import dev.millrace.orders.order.FollowUp;
import dev.millrace.orders.order.Order;
import java.time.Instant;

/** What an order asks of other contexts, as records of their topics. */
final class FollowUpAvro {

  static final Actor ORDERS = new Actor(ActorRole.SYSTEM, "orders");

  /** The command ids are derived from what is asked, so nothing else can come under them. */
  static final String FINGERPRINT = "orders";

  private FollowUpAvro() {}

  static void add(FollowUp followUp, Order order, Instant now, OrdersOutcome outcome) {
    switch (followUp) {
      case FollowUp.ForStock one -> outcome.stockCommands().add(stockCommand(one, now));
      case FollowUp.AskPayment one ->
          outcome.paymentRequests().add(paymentRequest(one, order, now));
      case FollowUp.AskCarrier one ->
          outcome.carrierRequests().add(ShipmentAvro.request(one, order, now));
      case FollowUp.ForAccount one ->
          outcome.accountCommands().add(DrawAvro.command(one, order.orderId(), now));
      case FollowUp.ForOrder one -> outcome.orderCommands().add(AdditionAvro.command(one, now));
      case FollowUp.CompleteCheckout one ->
          outcome.cartCommands().add(cartCommand(one, order, now));
    }
  }

  private static StockCommand stockCommand(FollowUp.ForStock followUp, Instant now) {
    MoveStock move = null;
    ReserveStock reserve = null;
    CommitReservation commit = null;
    ReleaseReservation release = null;
    WithdrawBackorder withdraw = null;
    switch (followUp) {
      case FollowUp.Reserve one -> reserve = reserve(one);
      case FollowUp.Commit one ->
          // The money is promised: if the hold ran out meanwhile, whatever stock there is will do.
          commit = new CommitReservation(one.reservationId(), one.units(), true, one.owner());
      case FollowUp.Release one ->
          release = new ReleaseReservation(one.reservationId(), one.reason(), null);
      case FollowUp.Withdraw one ->
          withdraw = new WithdrawBackorder(one.reservationId(), one.reason(), one.owner());
      case FollowUp.ReturnToStock one ->
          move =
              new MoveStock(
                  MovementType.RETURN_TO_STOCK,
                  one.sellerId(),
                  one.warehouseId(),
                  one.quantity(),
                  null,
                  null,
                  null,
                  null,
                  null,
                  one.reason(),
                  one.movementId(),
                  null);
      case FollowUp.ReturnDamaged one -> move = damaged(one);
    }
    return new StockCommand(
        followUp.commandId(),
        FINGERPRINT,
        now,
        ORDERS,
        followUp.sku(),
        move,
        null,
        null,
        null,
        null,
        reserve,
        commit,
        release,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        withdraw);
  }

  private static MoveStock damaged(FollowUp.ReturnDamaged one) {
    return new MoveStock(
        MovementType.RETURN_DAMAGED,
        one.sellerId(),
        one.warehouseId(),
        one.quantity(),
        switch (one.why()) {
          case DAMAGED -> DamageReason.BROKEN;
          case DEFECTIVE -> DamageReason.DEFECTIVE;
          case WRONG_ITEM, NOT_AS_DESCRIBED, LATE -> DamageReason.OTHER;
          case UNWANTED, WRONG_SIZE, OTHER -> DamageReason.DAMAGED_BY_CUSTOMER;
        },
        null,
        null,
        null,
        null,
        "returned",
        one.movementId(),
        null);
  }

  /** An order's hold is never given up for another: a payment may be under way for it. */
  private static ReserveStock reserve(FollowUp.Reserve one) {
    return new ReserveStock(
        one.reservationId(),
        one.sellerId(),
        one.quantity(),
        one.holdMs(),
        one.owner(),
        one.customerId(),
        new Destination(one.country(), one.region() == null ? "" : one.region()),
        one.backorderAllowed(),
        false,
        one.owner());
  }

  private static PaymentRequest paymentRequest(FollowUp.AskPayment ask, Order order, Instant now) {
    return new PaymentRequest(
        ask.requestId(),
        order.orderId(),
        PaymentOperation.valueOf(ask.operation().name()),
        new Money(ask.amountMinor(), order.attempt().placement().quote().currency()),
        order.attempt().placement().paymentMethodId(),
        ask.authorizationRequestId(),
        now,
        ask.isLast());
  }

  private static CartCommand cartCommand(
      FollowUp.CompleteCheckout complete, Order order, Instant now) {
    return new CartCommand(
        complete.commandId(),
        FINGERPRINT,
        now,
        ORDERS,
        complete.cartId(),
        order.attempt().placement().customerId(),
        null,
        null,
        null,
        null,
        new CompleteCheckout(
            order.orderId(),
            complete.cartGeneration(),
            complete.checkoutCommandId(),
            complete.items().stream()
                .map(item -> new OrderedItem(item.lineId(), item.quantity()))
                .toList()));
  }
}

package dev.millrace.simulation;

import dev.millrace.avro.orders.CancelOrder;
import dev.millrace.avro.orders.CapturePayment;
import dev.millrace.avro.orders.MoveReturn;
import dev.millrace.avro.orders.OrderCash;
import dev.millrace.avro.orders.OrderReturn;
import dev.millrace.avro.orders.PutOnHold;
import dev.millrace.avro.orders.RecordCash;
import dev.millrace.avro.orders.RefundOrder;
import dev.millrace.avro.orders.ReleaseHold;
import dev.millrace.avro.orders.ResolveException;
import dev.millrace.avro.orders.ReturnFinding;
import dev.millrace.avro.orders.ReturnLine;
import dev.millrace.avro.orders.ReturnStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The people of the shop, as far as they see to the orders of one customer. */
final class Staff {

  /** Where a return stands that can still go on. */
  private static final Set<String> OPEN =
      Set.of("requested", "approved", "label_sent", "in_transit", "received");

  private final World world;
  private final Requests requests;
  private final Supplier<List<String>> orderIds;

  /**
   * @param orderIds the customer's orders
   */
  Staff(World world, Requests requests, Supplier<List<String>> orderIds) {
    this.world = world;
    this.requests = requests;
    this.orderIds = orderIds;
  }

  private List<OrderReturn> openReturns(String orderId) {
    return world.books().order(orderId).stream()
        .flatMap(book -> book.view().getReturns().stream())
        .filter(one -> OPEN.contains(one.getStatus()))
        .toList();
  }

  /** They take every return of the customer that is under way one step on. */
  void moveReturns(Random chance) {
    for (String orderId : orderIds.get()) {
      openReturns(orderId).forEach(one -> moveReturn(orderId, one, chance));
    }
  }

  /** Every return of an order that is under way comes to this step, all units good as new. */
  void moveReturns(String orderId, ReturnStep step) {
    for (OrderReturn one : openReturns(orderId)) {
      List<ReturnFinding> findings = new ArrayList<>();
      for (ReturnLine line : one.getLines()) {
        int units = line.getQuantity();
        findings.add(new ReturnFinding(line.getLineId(), units, 0, 0, units, 0, 0L));
      }
      moveReturn(orderId, one, step, findings);
    }
  }

  /** Mostly the next step, now and then a way out of it, or one that it cannot take. */
  private void moveReturn(String orderId, OrderReturn one, Random chance) {
    ReturnStep next =
        switch (one.getStatus()) {
          case "requested" -> chance.nextInt(4) == 0 ? ReturnStep.REJECTED : ReturnStep.APPROVED;
          case "approved" -> chance.nextBoolean() ? ReturnStep.LABEL_SENT : ReturnStep.RECEIVED;
          case "label_sent" -> ReturnStep.IN_TRANSIT;
          case "in_transit" -> ReturnStep.RECEIVED;
          default -> ReturnStep.INSPECTED;
        };
    ReturnStep step = chance.nextInt(10) == 0 ? ReturnStep.CANCELLED : next;
    List<ReturnFinding> findings = new ArrayList<>();
    for (ReturnLine line : one.getLines()) {
      int damaged = chance.nextInt(3) == 0 ? 1 : 0;
      int missing = line.getQuantity() > damaged && chance.nextInt(4) == 0 ? 1 : 0;
      int resellable = line.getQuantity() - damaged - missing;
      findings.add(
          new ReturnFinding(
              line.getLineId(), resellable, damaged, missing, resellable + damaged, 0, 0L));
    }
    moveReturn(orderId, one, step, findings);
  }

  private void moveReturn(
      String orderId, OrderReturn one, ReturnStep step, List<ReturnFinding> findings) {
    requests.send(
        requests
            .ofStaff(orderId)
            .setMoveReturn(
                MoveReturn.newBuilder()
                    .setReturnId(one.getReturnId())
                    .setStep(step)
                    .setReason("looked into it")
                    .setCarrier("post")
                    .setWarehouseId(Shop.WAREHOUSE)
                    .setFindings(step == ReturnStep.INSPECTED ? findings : List.of())
                    .build())
            .build());
  }

  /** They give some money back. */
  void refund(String orderId, long amountMinor, String refundTo) {
    String refundId = requests.id("ref");
    requests.send(
        requests
            .ofStaff(orderId)
            .setRefund(new RefundOrder(refundId, amountMinor, List.of(), "sorry", refundTo))
            .build());
  }

  /** One of them who looked into an order gives it up. */
  void cancel(String orderId) {
    requests.send(requests.ofStaff(orderId).setCancel(new CancelOrder("looked into it")).build());
  }

  /**
   * They look at an order: give back the cash that is owed, book what is due, or take money that is
   * promised.
   *
   * @param amountMinor null for all of it
   */
  void settle(String orderId, @Nullable Long amountMinor) {
    world
        .books()
        .order(orderId)
        .ifPresent(
            book -> {
              OrderCash cash = book.view().getCash();
              if (cash == null) {
                capture(orderId, amountMinor);
              } else {
                cash(orderId, amountMinor, cash.getOwedMinor() > cash.getGivenBackMinor());
              }
            });
  }

  /** Takes promised money; null takes all that is left. */
  private void capture(String orderId, @Nullable Long amountMinor) {
    requests.send(
        requests
            .ofStaff(orderId)
            .setCapturePayment(new CapturePayment(requests.id("cap"), amountMinor, false))
            .build());
  }

  /** Books cash; null books all that is open. */
  private void cash(String orderId, @Nullable Long amountMinor, boolean givenBack) {
    requests.send(
        requests
            .ofStaff(orderId)
            .setRecordCash(new RecordCash(requests.id("rec"), amountMinor, givenBack))
            .build());
  }

  /** They put an order on hold. */
  void hold(String orderId) {
    requests.send(
        requests
            .ofStaff(orderId)
            .setPutOnHold(new PutOnHold(requests.id("hld"), "address_check", null))
            .build());
  }

  /** They let an order go on. */
  void release(String orderId, String holdId) {
    requests.send(requests.ofStaff(orderId).setReleaseHold(new ReleaseHold(holdId)).build());
  }

  /** They settle what needs a person. */
  void resolve(String orderId, String action) {
    requests.send(
        requests
            .ofStaff(orderId)
            .setResolveException(new ResolveException(action, "looked into it"))
            .build());
  }
}

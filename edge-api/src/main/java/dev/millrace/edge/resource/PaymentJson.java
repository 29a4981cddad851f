package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.accounts.AccountKind;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderCapture;
import dev.millrace.avro.orders.OrderCash;
import dev.millrace.avro.orders.OrderDraw;
import dev.millrace.avro.orders.OrderGiveBack;
import dev.millrace.edge.http.Json;
import java.util.List;
import java.util.Locale;

/** By which means an order is paid, and in which parts its money is taken. */
final class PaymentJson {

  private PaymentJson() {}

  static void add(ObjectNode payment, Order order) {
    String currency = order.getCurrency();
    addTenders(payment.putArray("tenders"), order);
    List<OrderCapture> captures = order.getCaptures();
    if (captures != null) {
      ArrayNode array = payment.putArray("captures");
      for (OrderCapture one : captures) {
        ObjectNode node =
            array
                .addObject()
                .put("capture_id", one.getCaptureId())
                .put("status", one.getStatus())
                .put("final", one.getIsLast());
        node.set("amount", Json.money(one.getAmountMinor(), currency));
      }
    }
    OrderCash cash = order.getCash();
    if (cash != null) {
      payment.set(
          "cash_due",
          Json.money(
              cash.getAgreedMinor() - cash.getWaivedMinor() - cash.getReceivedMinor(), currency));
      payment.set(
          "cash_owed", Json.money(cash.getOwedMinor() - cash.getGivenBackMinor(), currency));
    }
  }

  private static void addTenders(ArrayNode tenders, Order order) {
    OrderCash cash = order.getCash();
    long inCashMinor = cash == null ? 0 : cash.getAgreedMinor();
    long byCreditMinor = addCredit(tenders, order);
    long byProviderMinor = order.getTotalMinor() - inCashMinor - byCreditMinor;
    if (cash != null) {
      add(
          tenders,
          order,
          "cash",
          cash.getAgreedMinor(),
          cash.getReceivedMinor(),
          cash.getGivenBackMinor());
    }
    if (byProviderMinor > 0) {
      add(
          tenders,
          order,
          "provider",
          byProviderMinor,
          order.getCapturedMinor(),
          order.getRefundedMinor());
    }
  }

  /** Gift cards and store credit, as far as they pay; gives what they pay in all. */
  private static long addCredit(ArrayNode tenders, Order order) {
    List<OrderDraw> draws = order.getDraws();
    long sum = 0;
    for (OrderDraw one : draws == null ? List.<OrderDraw>of() : draws) {
      boolean isMoney =
          one.getKind() == AccountKind.GIFT_CARD || one.getKind() == AccountKind.STORE_CREDIT;
      long left = order.getTotalMinor() - sum;
      long amount = one.getStep().equals("HELD") ? Math.min(one.getHeld(), left) : one.getDrawn();
      if (isMoney && amount > 0) {
        sum += amount;
        add(
            tenders,
            order,
            one.getKind().name().toLowerCase(Locale.ROOT),
            amount,
            one.getStep().equals("TAKEN") ? amount : 0,
            givenBack(order, one.getHoldId()));
      }
    }
    return sum;
  }

  private static long givenBack(Order order, String holdId) {
    List<OrderGiveBack> backs = order.getGiveBacks();
    return backs == null
        ? 0
        : backs.stream()
            .filter(one -> holdId.equals(one.getHoldId()) && one.getStep().equals("DONE"))
            .mapToLong(OrderGiveBack::getAmount)
            .sum();
  }

  private static void add(
      ArrayNode tenders,
      Order order,
      String kind,
      long amountMinor,
      long takenMinor,
      long givenBackMinor) {
    String currency = order.getCurrency();
    ObjectNode node = tenders.addObject().put("kind", kind);
    node.set("amount", Json.money(amountMinor, currency));
    node.set("taken", Json.money(takenMinor, currency));
    node.set("given_back", Json.money(givenBackMinor, currency));
  }
}

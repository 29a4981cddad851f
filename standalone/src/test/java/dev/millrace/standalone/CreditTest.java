package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.standalone.ShopApi.Answer;
import dev.millrace.standalone.audit.Difference;
import dev.millrace.standalone.audit.OrderAudit;
import dev.millrace.standalone.instance.Instance;
import dev.millrace.standalone.run.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Pays with gift cards and store credit through HTTP, at an instance in a process of its own. */
class CreditTest extends SharedShop {

  /** The ledger follows by half a second. */
  private static final long LEDGER_NANOS = 20_000_000_000L;

  @Test
  void whatACardPaidOfACancelledOrderIsBackOnIt() throws Exception {
    String code = card("10.00");
    ShopApi guest = shopping.newGuest();
    String orderId = paidWith(code, guest, "VASE-1", 1).expect(201).text("order_id");
    String path = "/v1/orders/" + orderId;
    guest.settledOrder(orderId);
    Answer order = guest.once(path, "/payment/tenders/0/taken/minor_units", "1000");
    assertThat(order.body().at("/payment/tenders/0/kind").asText()).isEqualTo("gift_card");
    long total = order.body().at("/totals/total/minor_units").asLong();
    assertThat(order.body().at("/payment/tenders/1/amount/minor_units").asLong())
        .isEqualTo(total - 1_000);
    assertThat(order.body().at("/payment/authorized/minor_units").asLong())
        .isEqualTo(total - 1_000);
    guest.once("/v1/gift-cards/" + code, "/balance/minor_units", "0");
    guest.once(path, "/payment/status", "captured");

    guest.post(path + "/cancellation", "{}").expect(200);

    guest.once("/v1/gift-cards/" + code, "/balance/minor_units", "1000");
    guest.once(path, "/payment/status", "refunded");
  }

  @Test
  void anOrderThatCreditPaysAloneNeedsNoOtherMoney() throws Exception {
    String code = card("500.00");
    ShopApi guest = shopping.newGuest();
    String orderId = paidWith(code, guest, "VASE-2", 2).expect(201).text("order_id");
    String path = "/v1/orders/" + orderId;
    assertThat(guest.settledOrder(orderId).text("status")).isNotEqualTo("rejected");
    Answer order = guest.once(path, "/payment/status", "captured");
    assertThat(order.body().at("/payment/authorized/minor_units").asLong()).isZero();
    long total = order.body().at("/totals/total/minor_units").asLong();
    guest.once("/v1/gift-cards/" + code, "/available/minor_units", "" + (50_000 - total));

    ops.post(path + "/refunds", "{\"reason\":\"sorry\",\"refund_to\":\"store_credit\"}")
        .expect(201);
    guest.once("/v1/me/store-credit?currency=USD", "/balance/minor_units", "" + total);
  }

  @Test
  void theBooksOweWhatIsOnTheCards() throws Exception {
    card("7.00");
    long deadlineNanos = System.nanoTime() + LEDGER_NANOS;
    while (ops.get("/v1/ledger/accounts/issued_credit").status() != 200) {
      assertThat(System.nanoTime()).as("the ledger knows of it").isLessThan(deadlineNanos);
    }
    Instance instance = SharedBackbone.running().instance();
    assertThat(
            OrderAudit.run(instance, Connection.topics(instance), Instant.EPOCH, System.out)
                .differences())
        .filteredOn(one -> one.kind() == Difference.Kind.CREDIT)
        .isEmpty();
  }

  @Test
  void aCardThatNobodyMadeOrderedNothing() throws Exception {
    ShopApi guest = shopping.newGuest();
    Answer refused = paidWith("AAAA-AAAA-AAAA-AAAA-AAAA", guest, "VASE-3", 1).expect(422);
    assertThat(refused.text("code")).isEqualTo("gift_card_unknown");
    String cart = guest.get("/v1/cart").expect(200).text("cart_id");
    Shopping.checkOut(guest, cart, "pm_card_visa", "key-2").expect(201);
  }

  @Test
  void C9_twoShoppersAtOnceGetTheLastUseOfACouponOnce() throws Exception {
    shopping.stock("VASE-4", 5);
    List<Callable<Answer>> both = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ShopApi guest = shopping.newGuest();
      String cart = Shopping.cartWith(guest, "VASE-4", 1);
      both.add(() -> withCoupon(guest, cart, SharedBackbone.LAST_USE));
    }
    List<Answer> answers = new ArrayList<>();
    try (var shoppers = Executors.newFixedThreadPool(2)) {
      for (Future<Answer> one : shoppers.invokeAll(both)) {
        answers.add(one.get());
      }
    }
    assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(201, 422);
    assertThat(answers).extracting(one -> one.text("code")).contains("coupon_exhausted");
    ShopApi late = shopping.newGuest();
    String cart = Shopping.cartWith(late, "VASE-4", 1);
    Answer unknown = withCoupon(late, cart, "NOBODYS").expect(422);
    assertThat(unknown.text("code")).isEqualTo("coupon_unknown");
  }

  /** A shopper who has nothing else orders with a gift card beside the usual card. */
  private Answer paidWith(String code, ShopApi guest, String sku, int units) throws Exception {
    shopping.stock(sku, 5);
    String cart = Shopping.cartWith(guest, sku, units);
    return Shopping.checkOutWith(
        guest, cart, "\"tenders\":[{\"gift_card\":\"" + code + "\"}]", "key-1");
  }

  private static Answer withCoupon(ShopApi guest, String cart, String coupon) throws Exception {
    return Shopping.checkOutWith(
        guest, cart, "\"coupon_code\":\"" + coupon + "\"", "with-" + coupon);
  }

  private String card(String amount) throws Exception {
    return ops.post(
            "/v1/gift-cards",
            "{\"amount\":{\"amount\":\"%s\",\"currency\":\"USD\"}}".formatted(amount))
        .expect(201)
        .text("code");
  }
}

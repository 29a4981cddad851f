package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.edge.auth.Role;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pays with gift cards and store credit through HTTP, at an instance in a process of its own. */
@ExtendWith(SharedBackbone.class)
class CreditTest {

  private static final long PATIENCE_NANOS = 20_000_000_000L;
  private static final String SKU = "VASE-1";

  private static ShopApi ops;
  private static Shopping shopping;

  @BeforeAll
  static void start() throws Exception {
    Backbone backbone = SharedBackbone.running();
    ops = backbone.as(Role.OPS, "ops");
    shopping = new Shopping(backbone.instance().edgeUrl(), ops);
    shopping.stock(SKU, 50);
  }

  @Test
  void whatACardPaidOfACancelledOrderIsBackOnIt() throws Exception {
    String code = card("10.00");
    ShopApi guest = shopping.newGuest();
    String orderId =
        Shopping.checkOutWith(
                guest,
                Shopping.cartWith(guest, SKU, 1),
                "{\"gift_card\":\"" + code + "\"}",
                "key-1")
            .expect(201)
            .text("order_id");
    String path = "/v1/orders/" + orderId;
    guest.settledOrder(orderId);
    Answer order = once(guest, path, "/payment/tenders/0/taken/minor_units", "1000");
    assertThat(order.body().at("/payment/tenders/0/kind").asText()).isEqualTo("gift_card");
    long total = order.body().at("/totals/total/minor_units").asLong();
    assertThat(order.body().at("/payment/tenders/1/amount/minor_units").asLong())
        .isEqualTo(total - 1_000);
    assertThat(order.body().at("/payment/authorized/minor_units").asLong())
        .isEqualTo(total - 1_000);
    once(guest, "/v1/gift-cards/" + code, "/balance/minor_units", "0");
    once(guest, path, "/payment/status", "captured");

    guest.post(path + "/cancellation", "{}").expect(200);

    once(guest, "/v1/gift-cards/" + code, "/balance/minor_units", "1000");
    once(guest, path, "/payment/status", "refunded");
  }

  @Test
  void anOrderThatCreditPaysAloneNeedsNoOtherMoney() throws Exception {
    String code = card("500.00");
    ShopApi guest = shopping.newGuest();
    String orderId =
        Shopping.checkOutWith(
                guest,
                Shopping.cartWith(guest, SKU, 2),
                "{\"gift_card\":\"" + code + "\"}",
                "key-1")
            .expect(201)
            .text("order_id");
    String path = "/v1/orders/" + orderId;
    assertThat(guest.settledOrder(orderId).text("status")).isNotEqualTo("rejected");
    Answer order = once(guest, path, "/payment/status", "captured");
    assertThat(order.body().at("/payment/authorized/minor_units").asLong()).isZero();
    long total = order.body().at("/totals/total/minor_units").asLong();
    once(guest, "/v1/gift-cards/" + code, "/available/minor_units", "" + (50_000 - total));

    ops.post(path + "/refunds", "{\"reason\":\"sorry\",\"refund_to\":\"store_credit\"}")
        .expect(201);
    once(guest, "/v1/me/store-credit?currency=USD", "/balance/minor_units", "" + total);
  }

  @Test
  void theBooksOweWhatIsOnTheCards() throws Exception {
    card("7.00");
    long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
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
    String cart = Shopping.cartWith(guest, SKU, 1);
    Answer refused =
        Shopping.checkOutWith(guest, cart, "{\"gift_card\":\"AAAA-AAAA-AAAA-AAAA-AAAA\"}", "key-1")
            .expect(422);
    assertThat(refused.text("code")).isEqualTo("gift_card_unknown");
    Shopping.checkOut(guest, cart, "pm_card_visa", "key-2").expect(201);
  }

  @Test
  void C9_twoShoppersAtOnceGetTheLastUseOfACouponOnce() throws Exception {
    List<Callable<Answer>> both = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ShopApi guest = shopping.newGuest();
      String cart = Shopping.cartWith(guest, SKU, 1);
      both.add(() -> Shopping.checkOutWithCoupon(guest, cart, SharedBackbone.LAST_USE));
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
    String cart = Shopping.cartWith(late, SKU, 1);
    Answer unknown = Shopping.checkOutWithCoupon(late, cart, "NOBODYS").expect(422);
    assertThat(unknown.text("code")).isEqualTo("coupon_unknown");
  }

  private static String card(String amount) throws Exception {
    return ops.post(
            "/v1/gift-cards",
            "{\"amount\":{\"amount\":\"%s\",\"currency\":\"USD\"}}".formatted(amount))
        .expect(201)
        .text("code");
  }

  private static Answer once(ShopApi api, String path, String pointer, String value)
      throws Exception {
    long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      Answer answer = api.get(path).expect(200);
      if (answer.body().at(pointer).asText().equals(value)) {
        return answer;
      }
      assertThat(System.nanoTime()).as("%s", answer.body()).isLessThan(deadlineNanos);
    }
  }
}

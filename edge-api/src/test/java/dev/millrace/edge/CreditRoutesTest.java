package dev.millrace.edge;

import static dev.millrace.edge.EdgeUnderTest.GUEST;
import static dev.millrace.edge.EdgeUnderTest.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.avro.accounts.Account;
import dev.millrace.avro.accounts.AccountCommand;
import dev.millrace.avro.accounts.AccountKind;
import dev.millrace.avro.accounts.IssueToAccount;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.orders.OrderDraw;
import dev.millrace.avro.orders.OrderGiveBack;
import dev.millrace.avro.orders.Tender;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.state.StateStore;
import dev.millrace.schemas.id.Ids;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Gift cards, store credit, and orders that are paid with them. */
final class CreditRoutesTest extends EdgeSetUp {

  private static final String CODE = "ABCD-EFGH-JKMN-PQRS-TVWX";
  private static final String CARD = Ids.giftCardOf("ABCDEFGHJKMNPQRSTVWX");
  private static final String FIFTY = "{\"amount\":{\"amount\":\"50.00\",\"currency\":\"USD\"}}";

  /** An account after it was opened. */
  static Account account(String accountId, IssueToAccount issue) {
    return Account.newBuilder()
        .setAccountId(accountId)
        .setKind(issue.getKind())
        .setUnit(issue.getUnit())
        .setOwnerId(issue.getOwnerId())
        .setVersion(1L)
        .setIssued(issue.getAmount())
        .setTaken(0L)
        .setGivenBack(0L)
        .setHeld(0L)
        .setExpiresAt(issue.getExpiresAt())
        .setAt(Samples.NOW)
        .build();
  }

  /** The code of a card that is there, of which something is held and something spent. */
  static String card(FakeShop shop) {
    shop.put(
        StateStore.ACCOUNTS,
        CARD,
        new Account(
            CARD,
            AccountKind.GIFT_CARD,
            "USD",
            null,
            9L,
            5_000L,
            2_000L,
            500L,
            1_000L,
            null,
            Samples.NOW));
    return CODE;
  }

  @Test
  void onlyTheDigestOfACodeIsSent() {
    JsonNode made = edge.as(Role.OPS, "POST", "/v1/gift-cards", FIFTY).body();
    String code = made.path("code").asText();
    assertThat(code).matches("([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}");
    assertThat(made.at("/balance/minor_units").asLong()).isEqualTo(5_000);
    AccountCommand sent = edge.shop.lastCommand(AccountCommand.class);
    assertThat(sent.toString()).doesNotContain(code).doesNotContain(code.replace("-", ""));
    assertThat(sent.getAccountId()).isEqualTo(Ids.giftCardOf(code.replace("-", "")));
    assertThat(edge.as(Role.OPS, "POST", "/v1/gift-cards", FIFTY).body().path("code").asText())
        .as("every card has its own")
        .isNotEqualTo(code);
    assertThat(edge.as(Role.GUEST, "POST", "/v1/gift-cards", FIFTY).status()).isEqualTo(403);
    assertThat(edge.as(Role.OPS, "POST", "/v1/gift-cards", FIFTY.replace("50.00", "0.00")).status())
        .isEqualTo(400);
  }

  @Test
  void whoeverHasTheCodeSeesWhatIsOnTheCardHoweverTheyTypeIt() {
    card(edge.shop);
    for (String typed : List.of(CODE, "abcdefghjkmnpqrstvwx", "abcd-efgh-jkmn-pqrs-tvwx")) {
      JsonNode card = edge.as(Role.GUEST, "GET", "/v1/gift-cards/" + typed, null).body();
      assertThat(card.at("/balance/minor_units").asLong()).isEqualTo(3_500);
      assertThat(card.at("/available/minor_units").asLong()).isEqualTo(2_500);
      assertThat(card.has("code")).isFalse();
    }
    for (String wrong : List.of("ABCD", CODE.replace('A', 'B'), "UUUU-UUUU-UUUU-UUUU-UUUU")) {
      var none = edge.as(Role.GUEST, "GET", "/v1/gift-cards/" + wrong, null);
      assertThat(none.status()).as(wrong).isEqualTo(404);
    }
  }

  @Test
  void storeCreditIsTheCallersOwn() {
    JsonNode none = edge.as(Role.GUEST, "GET", "/v1/me/store-credit?currency=USD", null).body();
    assertThat(none.at("/balance/minor_units").asLong()).isZero();
    assertThat(edge.as(Role.GUEST, "GET", "/v1/me/store-credit", null).status()).isEqualTo(400);
    edge.as(Role.OPS, "POST", "/v1/customers/" + GUEST + "/store-credit", FIFTY);
    AccountCommand granted = edge.shop.lastCommand(AccountCommand.class);
    assertThat(granted.getAccountId()).isEqualTo(Ids.storeCreditOf(GUEST, "USD"));
    assertThat(granted.getIssue().getKind()).isEqualTo(AccountKind.STORE_CREDIT);
    assertThat(granted.getIssue().getOwnerId()).isEqualTo(GUEST);
    edge.shop.put(
        StateStore.ACCOUNTS,
        granted.getAccountId(),
        account(granted.getAccountId(), granted.getIssue()));
    JsonNode mine = edge.as(Role.GUEST, "GET", "/v1/me/store-credit?currency=USD", null).body();
    assertThat(mine.at("/available/minor_units").asLong()).isEqualTo(5_000);
  }

  @Test
  void aCheckoutNamesWhatIsDrawnOnFirst() {
    String tenders =
        """
        {"tenders":[{"gift_card":"abcd-efgh-jkmn-pqrs-tvwx"},
         {"store_credit":true,"max":{"amount":"5.00","currency":"USD"}}],\
        """;
    String body = ContractTest.CHECKOUT.replaceFirst("\\{", tenders);
    assertThat(edge.as(Role.GUEST, "POST", "/v1/checkout", body).status()).isEqualTo(201);
    assertThat(edge.shop.lastCommand(OrderCommand.class).getPlace().getTenders())
        .containsExactly(
            new Tender(AccountKind.GIFT_CARD, CARD, null),
            new Tender(AccountKind.STORE_CREDIT, Ids.storeCreditOf(GUEST, "USD"), 500L));
    edge.as(Role.GUEST, "POST", "/v1/checkout", ContractTest.CHECKOUT);
    assertThat(edge.shop.lastCommand(OrderCommand.class).getPlace().getTenders()).isNull();
    for (String wrong :
        List.of(
            "{}",
            "{\"gift_card\":\"nonsense\"}",
            "{\"gift_card\":\"" + CODE + "\",\"store_credit\":true}")) {
      String refused = ContractTest.CHECKOUT.replaceFirst("\\{", "{\"tenders\":[" + wrong + "],");
      assertThat(edge.as(Role.GUEST, "POST", "/v1/checkout", refused).status())
          .as(wrong)
          .isEqualTo(400);
    }
  }

  @Test
  void anOrderShowsWhatEachTenderPays() {
    Order order = Samples.order(ORDER, GUEST, "confirmed", 4L);
    long total = order.getTotalMinor();
    edge.shop.put(
        StateStore.ORDERS,
        ORDER,
        Order.newBuilder(order)
            .setDraws(
                List.of(
                    new OrderDraw(
                        "rsv_1",
                        CARD,
                        AccountKind.GIFT_CARD,
                        total,
                        null,
                        "TAKEN",
                        700L,
                        700L,
                        null,
                        null),
                    new OrderDraw(
                        "rsv_2", "acc_1", AccountKind.COUPON, 1L, 5L, "TAKEN", 1L, 1L, null, null)))
            .setGiveBacks(List.of(new OrderGiveBack("r", "op_1", "rsv_1", 200L, 0L, "DONE")))
            .build());
    JsonNode tenders =
        edge.as(Role.GUEST, "GET", "/v1/orders/" + ORDER, null).body().at("/payment/tenders");
    assertThat(tenders).hasSize(2);
    assertThat(tenders.at("/0/kind").asText()).isEqualTo("gift_card");
    assertThat(tenders.at("/0/amount/minor_units").asLong()).isEqualTo(700);
    assertThat(tenders.at("/0/given_back/minor_units").asLong()).isEqualTo(200);
    assertThat(tenders.at("/1/amount/minor_units").asLong()).isEqualTo(total - 700);
  }

  @Test
  void aShopMayDoWithoutAccounts() {
    edge.shop.missing.add("accounts");
    assertThat(edge.as(Role.GUEST, "GET", "/v1/gift-cards/" + CODE, null).status()).isEqualTo(404);
    assertThat(edge.as(Role.OPS, "POST", "/v1/gift-cards", FIFTY).status()).isEqualTo(404);
  }
}

package dev.millrace.edge;

import static dev.millrace.edge.EdgeUnderTest.ORDER;
import static dev.millrace.edge.LedgerSamples.balance;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.state.StateStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LedgerRoutesTest extends EdgeSetUp {

  private static final String SELLER = "sel_or_staff";
  private static final String ACCOUNTS = "/v1/ledger/accounts";

  @Test
  void aBalanceIsTheSumOverAllPartitions() {
    balance(edge.shop, 0, "provider_receivable:sandbox", "asset", 500, 20);
    balance(edge.shop, 2, "provider_receivable:sandbox", "asset", 40, 0);
    balance(edge.shop, 1, "provider_receivable:sandbox2", "asset", 1, 0);
    balance(edge.shop, 1, "platform_fees", "income", 3, 10);

    JsonNode account = get(Role.OPS, ACCOUNTS + "/provider_receivable:sandbox");
    assertThat(account.path("type").asText()).isEqualTo("asset");
    assertThat(account.path("balances")).hasSize(1);
    JsonNode balance = account.at("/balances/0");
    assertThat(balance.at("/balance/minor_units").asLong()).isEqualTo(520);
    assertThat(balance.at("/credit/minor_units").asLong()).isEqualTo(20);
    assertThat(balance.path("postings").asLong()).isEqualTo(2);
    assertThat(
            get(Role.SUPPORT, ACCOUNTS + "/platform_fees")
                .at("/balances/0/balance/minor_units")
                .asLong())
        .as("income grows by credits")
        .isEqualTo(7);
    assertThat(edge.as(Role.OPS, "GET", ACCOUNTS + "/tax_payable", null).code())
        .isEqualTo("ledger_account_not_found");
  }

  @Test
  void aSellerSeesItsOwnPayableAndNothingElse() {
    balance(edge.shop, 0, "seller_payable:" + SELLER, "liability", 0, 900);
    balance(edge.shop, 1, "seller_payable:sel_other", "liability", 0, 7);
    balance(edge.shop, 1, "platform_fees", "income", 0, 5);

    assertThat(
            get(Role.SELLER, ACCOUNTS + "/seller_payable:" + SELLER)
                .at("/balances/0/balance/minor_units")
                .asLong())
        .isEqualTo(900);
    assertThat(
            get(Role.SELLER, "/v1/sellers/" + SELLER + "/balance")
                .at("/balances/0/balance/minor_units")
                .asLong())
        .isEqualTo(900);
    for (String path :
        List.of(
            ACCOUNTS + "/seller_payable:sel_other",
            ACCOUNTS + "/platform_fees",
            "/v1/sellers/sel_other/balance")) {
      assertThat(edge.as(Role.SELLER, "GET", path, null).status()).as(path).isEqualTo(404);
      assertThat(edge.as(Role.OPS, "GET", path, null).status()).as(path).isEqualTo(200);
      assertThat(edge.as(Role.GUEST, "GET", path, null).status()).as(path).isEqualTo(403);
      assertThat(edge.as(null, "GET", path, null).status()).as(path).isEqualTo(401);
    }
    assertThat(edge.as(Role.SELLER, "GET", ACCOUNTS, null).status()).isEqualTo(403);
    assertThat(get(Role.OPS, "/v1/sellers/sel_new/balance").path("balances")).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void thePagesOfAllPartitionsMakeOneList(long seed) {
    var random = new Random(seed);
    Map<String, Long> expected = new TreeMap<>();
    for (int i = 0; i < 40; i++) {
      String account = "seller_payable:sel_%02d".formatted(i);
      for (int partition = 0; partition < FakeShop.PARTITIONS; partition++) {
        if (random.nextInt(3) > 0) {
          long credit = random.nextInt(1_000);
          balance(edge.shop, partition, account, "liability", 0, credit);
          expected.merge(account, credit, Long::sum);
        }
      }
    }
    Map<String, Long> listed = new TreeMap<>();
    List<String> names = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = get(Role.OPS, ACCOUNTS + "?limit=" + (1 + random.nextInt(9)) + next);
      page.path("items")
          .forEach(
              item -> {
                names.add(item.path("account").asText());
                listed.put(
                    item.path("account").asText(),
                    item.at("/balances/0/balance/minor_units").asLong());
              });
      next = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asText();
    } while (!next.isEmpty());
    assertThat(listed).as("seed %d", seed).isEqualTo(expected);
    assertThat(names).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void theEntriesOfAnOrderAreForStaff() {
    String path = "/v1/orders/" + ORDER + "/ledger";
    assertThat(get(Role.OPS, path).path("entries")).isEmpty();
    edge.shop.put(StateStore.LEDGER_ORDERS, ORDER, LedgerSamples.order(ORDER));
    JsonNode books = get(Role.SUPPORT, path);
    assertThat(books.path("entry_count").asLong()).isEqualTo(7);
    JsonNode entry = books.at("/entries/0");
    assertThat(entry.path("event_type").asText()).isEqualTo("payment_authorized");
    assertThat(entry.at("/postings/1/side").asText()).isEqualTo("credit");
    assertThat(entry.at("/postings/1/amount/amount").asText()).isEqualTo("48.18");
    assertThat(edge.as(Role.GUEST, "GET", path, null).status()).isEqualTo(403);
    assertThat(edge.as(Role.SELLER, "GET", path, null).status()).isEqualTo(403);
    assertThat(edge.as(Role.OPS, "GET", "/v1/orders/ord_none/ledger", null).code())
        .isEqualTo("order_not_found");
  }

  @Test
  void aPositionIsWaitedForInTheOrdersAndThenInTheLedger() {
    String token =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("orders.order-commands.v1:2:5".getBytes(StandardCharsets.UTF_8));
    String path = "/v1/sellers/sel_1/balance?min_position=" + token;
    get(Role.OPS, path);
    assertThat(edge.shop.positions.get(0)).matches("order-state \\S+ orders.order-commands.v1:2:5");
    assertThat(edge.shop.positions.get(1))
        .matches("ledger-balances \\S+ orders.order-events.v1:2:8");
    edge.shop.behind.add("ledger-balances");
    assertThat(edge.as(Role.OPS, "GET", path, null).code()).isEqualTo("not_caught_up");
    assertThat(edge.as(Role.OPS, "GET", ACCOUNTS, null).code()).isEqualTo("state_not_ready");
  }

  @Test
  void anInstallationWithoutALedgerSaysSo() {
    edge.shop.missing.add("ledger");
    for (String path :
        List.of(
            ACCOUNTS,
            ACCOUNTS + "/platform_fees",
            "/v1/sellers/sel_1/balance",
            "/v1/orders/" + ORDER + "/ledger")) {
      assertThat(edge.as(Role.OPS, "GET", path, null).code()).isEqualTo("ledger_not_kept");
    }
  }

  @Test
  void whatIsNoCursorIsRefused() {
    assertThat(edge.as(Role.OPS, "GET", ACCOUNTS + "?cursor=%21", null).code())
        .isEqualTo("invalid_request");
  }

  private JsonNode get(Role role, String path) {
    var exchange = edge.as(role, "GET", path, null);
    assertThat(exchange.status()).as(exchange.response().body()).isEqualTo(200);
    return exchange.body();
  }
}

package dev.millrace.bench.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShopTokensTest {

  private final ShopTokens tokens = new ShopTokens("secret");

  @Test
  void knowsWhomItSignedFor() {
    assertThat(tokens.customer("Bearer " + tokens.issue("cus_1"))).contains("cus_1");
  }

  @Test
  void trustsNoTokenOfAnother() {
    assertThat(tokens.customer(null)).isEmpty();
    assertThat(tokens.customer("Bearer cus_1")).isEmpty();
    assertThat(tokens.customer("Bearer " + new ShopTokens("other").issue("cus_1"))).isEmpty();
    assertThat(tokens.customer(tokens.issue("cus_1"))).isEmpty();
  }
}

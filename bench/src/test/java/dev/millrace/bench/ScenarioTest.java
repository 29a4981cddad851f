package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScenarioTest {

  @Test
  void allAreThoseThatAreShort() {
    assertThat(Scenario.named("all"))
        .containsExactlyInAnyOrder(Scenario.RESERVATIONS, Scenario.HOT_SKU, Scenario.CHECKOUT);
  }

  @Test
  void everyScenarioStandsForItself() {
    for (Scenario one : Scenario.values()) {
      assertThat(Scenario.named(one.code())).containsExactly(one);
    }
  }

  @Test
  void anotherNameIsAnsweredWithTheNamesThereAre() {
    assertThatThrownBy(() -> Scenario.named("food"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "--scenario must be reservations, hot-sku, checkout, zipf, split-sku, feed, expiry,"
                + " restore, checkout-lines, checkout-rising, checkout-hops or all, not food");
  }
}

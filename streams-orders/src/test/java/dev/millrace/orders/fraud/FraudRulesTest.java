package dev.millrace.orders.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.orders.fraud.FraudPolicy.Outcome;
import dev.millrace.orders.fraud.FraudPolicy.Subject;
import dev.millrace.orders.fraud.FraudPolicy.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FraudRulesTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final FraudRules RULES =
      new FraudRules(1_000, 5_000, 2, Duration.ofHours(1), true);

  @Test
  void anOrderWithinAllLimitsIsAllowed() {
    assertThat(RULES.check(order(1_000, List.of(NOW), "US"))).isEqualTo(Verdict.ALLOW);
    assertThat(RULES.check(order(1_000, List.of(), null))).isEqualTo(Verdict.ALLOW);
  }

  @Test
  void aLargeAmountIsLookedAtAndAVeryLargeOneRefused() {
    assertThat(RULES.check(order(1_001, List.of(), null)))
        .isEqualTo(new Verdict(Outcome.REVIEW, List.of(FraudRules.AMOUNT)));
    assertThat(RULES.check(order(5_000, List.of(), null)).outcome()).isEqualTo(Outcome.REVIEW);
    assertThat(RULES.check(order(5_001, List.of(), "FR")))
        .isEqualTo(new Verdict(Outcome.REFUSE, List.of(FraudRules.AMOUNT, FraudRules.COUNTRY)));
    assertThat(
            new FraudRules(0, 5_000, 0, Duration.ofHours(1), false)
                .check(order(5_001, List.of(), null)))
        .isEqualTo(new Verdict(Outcome.REFUSE, List.of(FraudRules.AMOUNT)));
  }

  @Test
  void onlyOrdersWithinTheWindowCount() {
    Instant edge = NOW.minus(Duration.ofHours(1));
    assertThat(RULES.check(order(1, List.of(edge, NOW), null)).findings())
        .containsExactly(FraudRules.VELOCITY);
    assertThat(RULES.check(order(1, List.of(edge.minusMillis(1), NOW), null)))
        .isEqualTo(Verdict.ALLOW);
  }

  @Test
  void aRuleWithoutALimitDoesNotApply() {
    var none = new FraudRules(0, 0, 0, Duration.ofHours(1), false);
    assertThat(none.check(order(Long.MAX_VALUE, List.of(NOW, NOW, NOW), "FR")))
        .isEqualTo(Verdict.ALLOW);
  }

  private static Subject order(
      long totalMinor, List<Instant> recentOrdersAt, @Nullable String paymentCountry) {
    return new Subject(
        "cus_1", totalMinor, "USD", "US", new FraudFacts(recentOrdersAt, paymentCountry), NOW);
  }
}

package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bench.checkout.Buyer;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void namesTheOptionThatIsOutOfBounds() {
    assertThatThrownBy(() -> settings(0, 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--seconds must be 1 to 600, not 0");
  }

  @Test
  void refusesARateThatNoRunCanHave() {
    assertThatThrownBy(() -> TestSettings.of(Scenario.CHECKOUT_RISING, List.of(50, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("each of --rates must be 1 to 5000, not 0");
    assertThatThrownBy(() -> TestSettings.of(Scenario.CHECKOUT_RISING, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the number of --rates must be 1 to 20, not 0");
  }

  @Test
  void reservesEverySkuOnceBeforeAnyTwice() {
    Settings settings = settings(6, 100);

    assertThat(
            LongStream.range(0, settings.skus())
                .mapToObj(settings::skuNumber)
                .collect(Collectors.toSet()))
        .hasSize(settings.skus());
  }

  @Test
  void aCartHasDifferentSkus() {
    for (int lines : CheckoutStep.LINES) {
      for (int cart = 0; cart < 1_000; cart++) {
        assertThat(Set.copyOf(Buyer.skuNumbers(cart, lines, 100))).hasSize(lines);
      }
    }
  }

  private static Settings settings(int seconds, int checkoutsPerSecond) {
    return TestSettings.of(Scenario.CHECKOUT, seconds, 4, checkoutsPerSecond, List.of(50));
  }
}

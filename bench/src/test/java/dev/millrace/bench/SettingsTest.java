package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bench.checkout.Buyer;
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
  void fillsCartsForBothRuns() {
    assertThat(settings(6, 100).cartsToFill()).isEqualTo(100 * (4 + 6) + 500);
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
  void aCartHasThreeDifferentSkus() {
    for (int cart = 0; cart < 1_000; cart++) {
      assertThat(Set.copyOf(Buyer.skuNumbers(cart, 100))).hasSize(Buyer.LINES);
    }
  }

  private static Settings settings(int seconds, int checkoutsPerSecond) {
    return new Settings(
        Set.of(Scenario.CHECKOUT),
        seconds,
        4,
        checkoutsPerSecond,
        1_000,
        1_000,
        100,
        16,
        4,
        2,
        500,
        200,
        1_000,
        1_000,
        false,
        true);
  }
}

package dev.millrace.schemas.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

  @ParameterizedTest
  @CsvSource({
    "129.99,USD,12999",
    "129.9,USD,12990",
    "129,USD,12900",
    "-0.01,EUR,-1",
    "500,JPY,500",
    "1.234,KWD,1234",
    "0,USD,0"
  })
  void readsDecimalsByTheCurrencysExponent(String amount, String currency, long minorUnits) {
    assertThat(Money.parse(amount, currency)).isEqualTo(new Money(minorUnits, currency));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1,99", "1e3", " 1", "1.", ".5", "NaN", "0x10", "1.234", "--1"})
  void refusesWhatIsNotAPlainAmountOfDollars(String amount) {
    assertThatIllegalArgumentException().isThrownBy(() -> Money.parse(amount, "USD"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"usd", "US", "DOLLAR", "XXX", "XAU"})
  void refusesWhatIsNotACurrencyToPayWith(String currency) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Money(1, currency));
  }

  @Test
  void writesWhatItReads() {
    long seed = 20260101;
    var random = new Random(seed);
    for (String currency : new String[] {"USD", "JPY", "KWD"}) {
      for (int i = 0; i < 1_000; i++) {
        var money =
            new Money(random.nextLong(-Money.MINOR_UNITS_MAX, Money.MINOR_UNITS_MAX), currency);
        assertThat(Money.parse(money.toDecimal(), currency)).as("seed %d", seed).isEqualTo(money);
      }
    }
  }

  @Test
  void neverMixesCurrencies() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Money.zero("USD").plus(Money.zero("EUR")))
        .withMessageContaining("USD and EUR");
  }

  @Test
  void overflowsLoudly() {
    assertThatThrownBy(() -> new Money(Long.MAX_VALUE, "USD").plus(new Money(1, "USD")))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void showsExactlyTheCurrencysDigits() {
    assertThat(new Money(1990, "USD").toDecimal()).isEqualTo("19.90");
    assertThat(new Money(1990, "JPY").toDecimal()).isEqualTo("1990");
    assertThat(new Money(5, "KWD").toDecimal()).isEqualTo("0.005");
  }
}

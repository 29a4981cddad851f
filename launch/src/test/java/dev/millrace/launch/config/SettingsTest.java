package dev.millrace.launch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  private enum Colour {
    RED,
    BLUE
  }

  @Test
  void reportsAllProblemsAtOnceWithNameValueAndRule() {
    Settings settings =
        new Settings(
            Map.of("COUNT", "11", "HOLD", "5 minutes", "ON", "yes", "COLOUR", "green", "KEY", "s"));
    settings.integer("COUNT", "how many", 5, 1, 10);
    settings.duration(
        "HOLD", "how long", Duration.ofSeconds(1), Duration.ZERO, Duration.ofHours(1));
    settings.flag("ON", "whether", false);
    settings.choice("COLOUR", "which", Colour.RED);
    settings.secret("KEY", "signs", "", "anybody can sign");
    settings.require(false, "MIN must not be above MAX");

    assertThatThrownBy(() -> settings.orThrow("config"))
        .isInstanceOfSatisfying(
            InvalidSettingsException.class, e -> assertThat(e.problems()).hasSize(6))
        .hasMessageContainingAll(
            "COUNT=11 is not allowed: 1 to 10 (how many)",
            "HOLD=5 minutes",
            "ON=yes is not allowed: true or false",
            "COLOUR=green is not allowed: one of [RED, BLUE]",
            "KEY must have at least 16 characters",
            "MIN must not be above MAX");
  }

  @Test
  void aProblemNeverPrintsTheSecret() {
    Settings settings = new Settings(Map.of("KEY", "tooShortSecret"));
    settings.secret("KEY", "signs", "", "anybody can sign");

    assertThatThrownBy(() -> settings.orThrow("config")).message().doesNotContain("tooShortSecret");
    assertThat(settings.asked().toString()).doesNotContain("tooShortSecret");
  }

  @Test
  void warnsOfADefaultSecretAndOnlyThen() {
    Settings without = new Settings(Map.of());
    without.secret("KEY", "signs", "sixteen-letters!", "anybody can sign");
    assertThat(without.warnings()).containsExactly("KEY is not set: anybody can sign");

    Settings with = new Settings(Map.of("KEY", "sixteen-of-mine!"));
    with.secret("KEY", "signs", "sixteen-letters!", "anybody can sign");
    assertThat(with.warnings()).isEmpty();
  }

  @Test
  void anAddressMustBeGivenAndBeOne() {
    Settings given = new Settings(Map.of("URL", "http://orders-1:7071"));
    assertThat(given.address("URL", "where")).contains(URI.create("http://orders-1:7071"));
    given.orThrow("config");

    Settings wrong = new Settings(Map.of("WRONG", "orders-1:7071"));
    wrong.address("WRONG", "where");
    wrong.address("ABSENT", "where");
    assertThatThrownBy(() -> wrong.orThrow("config"))
        .isInstanceOfSatisfying(
            InvalidSettingsException.class, e -> assertThat(e.problems()).hasSize(2))
        .hasMessageContainingAll("WRONG=orders-1:7071 is not allowed", "ABSENT must be given");
  }

  @Test
  void aChoiceMayLeaveConstantsOut() {
    Settings settings = new Settings(Map.of("COLOUR", "BLUE"));
    settings.choice("COLOUR", "which", Colour.RED, EnumSet.of(Colour.RED));
    assertThatThrownBy(() -> settings.orThrow("config"))
        .hasMessageContaining("COLOUR=BLUE is not allowed: one of [RED]");
  }

  @Test
  void usesTheDefaultForWhatIsAbsentOrBlank() {
    Settings settings = new Settings(Map.of("BLANK", "  "));

    assertThat(settings.integer("ABSENT", "", 5, 1, 10)).isEqualTo(5);
    assertThat(settings.integer("BLANK", "", 6, 1, 10)).isEqualTo(6);
    assertThat(settings.orThrow("config")).isEqualTo("config");
  }

  @Test
  void readsDurationsInEveryUnit() {
    Map<String, Duration> durations =
        Map.of(
            "250ms", Duration.ofMillis(250),
            "5s", Duration.ofSeconds(5),
            "15m", Duration.ofMinutes(15),
            "24h", Duration.ofHours(24),
            "7d", Duration.ofDays(7));
    durations.forEach(
        (text, expected) ->
            assertThat(
                    new Settings(Map.of("D", text))
                        .duration("D", "", Duration.ZERO, Duration.ZERO, Duration.ofDays(30)))
                .isEqualTo(expected));
  }

  @Test
  void takesTheBoundsThemselvesAndNothingBeyond() {
    assertThat(new Settings(Map.of("N", "10")).integer("N", "", 5, 1, 10)).isEqualTo(10);
    assertThat(new Settings(Map.of("N", " 1 ")).integer("N", "", 5, 1, 10)).isEqualTo(1);
    for (String beyond : new String[] {"0", "11", "99999999999", "1.5", "one"}) {
      Settings settings = new Settings(Map.of("N", beyond));
      settings.integer("N", "", 5, 1, 10);
      assertThatThrownBy(() -> settings.orThrow(1)).isInstanceOf(InvalidSettingsException.class);
    }
  }

  @Test
  void aDurationTooLongForAnyClockIsRefusedAndDoesNotOverflow() {
    Settings settings = new Settings(Map.of("D", "999999999999d"));
    settings.duration("D", "", Duration.ZERO, Duration.ZERO, Duration.ofDays(30));

    assertThatThrownBy(() -> settings.orThrow(1))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("0s to 30d");
  }

  @Test
  void listsWhatWasAskedForByName() {
    Settings settings = new Settings(Map.of());
    settings.flag("B", "second", true);
    settings.text("A", "first", "x", "[a-z]", "a letter");

    assertThat(settings.asked())
        .containsExactly(
            new Settings.Setting("A", "first", "x", "a letter", "x"),
            new Settings.Setting("B", "second", "true", "true or false", "true"));
  }
}

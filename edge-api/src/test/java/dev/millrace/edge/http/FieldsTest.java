package dev.millrace.edge.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.schemas.money.Money;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"amount\":\"129.99\",\"currency\":\"USD\"};12999",
        "{\"minor_units\":12999,\"currency\":\"USD\"};12999",
        "{\"amount\":\"129.99\",\"minor_units\":12999,\"currency\":\"USD\"};12999",
        "{\"amount\":\"500\",\"currency\":\"JPY\"};500",
        "{\"amount\":\"1.234\",\"currency\":\"KWD\"};1234"
      })
  void moneyIsReadByTheExponentOfItsCurrency(String json, long minorUnits) {
    Fields fields = fields("{\"price\":" + json + "}");
    Money money = fields.money("price");
    fields.done();
    assertThat(money.minorUnits()).isEqualTo(minorUnits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"amount\":\"1.999\",\"currency\":\"USD\"}",
        "{\"amount\":\"1.5\",\"currency\":\"JPY\"}",
        "{\"amount\":\"-1\",\"currency\":\"USD\"}",
        "{\"amount\":1.5,\"currency\":\"USD\"}",
        "{\"amount\":\"1\",\"currency\":\"ZZZ\"}",
        "{\"amount\":\"1\",\"currency\":\"XXX\"}",
        "{\"amount\":\"1.00\",\"minor_units\":101,\"currency\":\"USD\"}",
        "{\"currency\":\"USD\"}",
        "{\"amount\":\"1\"}",
        "{\"minor_units\":9999999999999999999,\"currency\":\"USD\"}",
        "\"1 USD\""
      })
  void moneyThatIsNotMoneyIsNamed(String json) {
    assertThat(pointers("{\"price\":" + json + "}", fields -> fields.money("price")))
        .isNotEmpty()
        .allMatch(pointer -> pointer.startsWith("/price"));
  }

  @Test
  void moneyIsWrittenWithItsDecimalSpelling() {
    assertThat(Json.money(1990, "USD").toString())
        .isEqualTo("{\"amount\":\"19.90\",\"currency\":\"USD\",\"minor_units\":1990}");
    assertThat(Json.money(7, "KWD").path("amount").asText()).isEqualTo("0.007");
    assertThat(Json.money(500, "JPY").path("amount").asText()).isEqualTo("500");
  }

  @Test
  void allProblemsAreReportedAtOnceWithPointers() {
    String body = "{\"a\":\"\",\"n\":7,\"o\":{\"x~/y\":1},\"l\":[{\"q\":0},3],\"s\":\"\\u0001\"}";
    assertThat(
            pointers(
                body,
                fields -> {
                  fields.text("a", 5);
                  fields.integer("n", 1, 5);
                  fields.object("o");
                  fields.objects("l", 1, 5).forEach(line -> line.integer("q", 1, 9));
                  fields.text("s", 5);
                  fields.id("missing");
                }))
        .containsExactlyInAnyOrder(
            "/a", "/n", "/o/x~0~1y", "/l/0/q", "/l/1", "/l/1/q", "/s", "/missing");
  }

  @Test
  void nullCountsAsAbsent() {
    Fields fields = fields("{\"a\":null}");
    assertThat(fields.optionalText("a", 5)).isNull();
    fields.done();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", " a", "a ", "-a", "a#b", "\u00e9", "a\\n"})
  void idsHoldOnlyWhatPathsAndLogsCarry(String id) {
    assertThat(Texts.isId(id)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SKU-1", "85123A", "BANK CHARGES", "ord_0123", "a"})
  void sellersOwnCodesAreIds(String id) {
    assertThat(Texts.isId(id)).isTrue();
  }

  private static List<String> pointers(String body, Consumer<Fields> read) {
    Fields fields = fields(body);
    read.accept(fields);
    var thrown = org.assertj.core.api.Assertions.catchThrowable(fields::done);
    assertThat(thrown).isInstanceOf(ProblemException.class);
    return ((ProblemException) thrown)
        .problem().errors().stream().map(Problem.Item::pointer).toList();
  }

  @Test
  void aBodyThatIsNotAnObjectIsRefused() {
    assertThatThrownBy(() -> fields("[1]")).isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> fields("{} {}")).isInstanceOf(ProblemException.class);
  }

  private static Fields fields(String body) {
    return Fields.of(Json.readObject(body.getBytes(UTF_8)));
  }
}

package dev.millrace.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.bench.load.Latency;
import dev.millrace.bench.load.LoadResult;
import dev.millrace.bench.machine.Machine;
import dev.millrace.bench.report.Figure.Unit;
import dev.millrace.bench.report.Run.Phase;
import dev.millrace.bench.report.Run.SystemUnderTest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final Machine MACHINE =
      new Machine(2, "Test CPU", 24_000, "21", "Linux 6", "amd64");

  @Test
  void aRatioSaysHowManyTimesBetterMillraceIs() {
    assertThat(new Figure("s", "sustained", Unit.PER_SECOND, 3_000L, 1_500L).ratio())
        .isEqualTo("2.00x");
    assertThat(new Figure("s", "p50", Unit.MICROS, 3_000L, 1_500L).ratio()).isEqualTo("0.50x");
    assertThat(new Figure("s", "p50", Unit.MICROS, 3_000L, null).ratio()).isEqualTo("-");
    assertThat(new Figure("s", "p50", Unit.MICROS, 0L, 1L).ratio()).isEqualTo("-");
  }

  @Test
  void putsTheRunsOfBothSystemsSideBySide() {
    List<Figure> figures =
        Comparison.figures(
            List.of(
                capacity(SystemUnderTest.MILLRACE, 4_000),
                latency(
                    SystemUnderTest.MILLRACE, Map.of("reply", steps(10), "confirmed", steps(20))),
                capacity(SystemUnderTest.POSTGRES, 1_000),
                latency(SystemUnderTest.POSTGRES, Map.of("reply", steps(30)))));

    assertThat(figures)
        .extracting(Figure::measure)
        .containsExactly(
            "sustained",
            "kept up with",
            "reply p50",
            "reply p99",
            "reply p99.9",
            "confirmed p50",
            "confirmed p99",
            "confirmed p99.9");
    assertThat(figures.get(0))
        .isEqualTo(new Figure("checkout", "sustained", Unit.PER_SECOND, 4_000L, 1_000L));
    assertThat(figures.get(2))
        .isEqualTo(new Figure("checkout", "reply p50", Unit.MICROS, 10L, 30L));
    assertThat(figures.get(5))
        .isEqualTo(new Figure("checkout", "confirmed p50", Unit.MICROS, 20L, null));
  }

  @Test
  void aTableAlignsNamesLeftAndFiguresRight() {
    var table = new TextTable("measure", "Millrace");
    table.add("p50", "7.0 ms");
    table.add("sustained", "12,000 /s");

    assertThat(table.render())
        .isEqualTo(
            """
            | measure   |  Millrace |
            |:----------|----------:|
            | p50       |    7.0 ms |
            | sustained | 12,000 /s |
            """);
    assertThatThrownBy(() -> table.add("only one")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writesWhatItMeasuredAsJsonAndAsText() throws Exception {
    var report =
        new Report(
            "2026-01-01T00:00:00Z",
            MACHINE,
            Map.of("seconds", "6"),
            Map.of("resident_after_load_mib", 1_500L),
            Map.of("synchronous_commit", "on"),
            List.of(capacity(SystemUnderTest.MILLRACE, 4_000), refusing()),
            List.of(
                new Section(
                    "hops",
                    "Time in each hop",
                    "hop",
                    List.of(new Section.Column("p50 ms", 1), new Section.Column("p99 ms", 0)),
                    List.of(new Section.Row("pricing", Arrays.asList(12.34, null))))));

    JsonNode json = new ObjectMapper().readTree(report.json());

    assertThat(json.path("machine").path("cores").asInt()).isEqualTo(2);
    assertThat(json.path("machine").path("memory_mib").asLong()).isEqualTo(24_000);
    assertThat(json.path("settings").path("seconds").asText()).isEqualTo("6");
    assertThat(json.path("figures").get(0).path("millrace").asLong()).isEqualTo(4_000);
    assertThat(json.path("figures").get(0).path("unit").asText()).isEqualTo("per_second");
    assertThat(json.path("runs").get(1).path("refused").path("out_of_stock").asLong()).isEqualTo(2);
    assertThat(report.text())
        .contains("Test CPU", "4,000 /s", "2 out_of_stock", "synchronous_commit=on")
        .contains(
            """
            Time in each hop:

            | hop     | p50 ms | p99 ms |
            |:--------|-------:|-------:|
            | pricing |   12.3 |      - |
            """);
    JsonNode row = json.path("sections").get(0).path("rows").get(0);
    assertThat(row.path("name").asText()).isEqualTo("pricing");
    assertThat(row.path("values").get(0).asDouble()).isEqualTo(12.34);
    assertThat(row.path("values").get(1).isNull()).isTrue();
  }

  @Test
  void sharesOfTheProcessorAreOfAllCores() {
    var run =
        new Run(
            "checkout",
            SystemUnderTest.MILLRACE,
            Phase.CAPACITY,
            load(1, Map.of(), Map.of()),
            500_000,
            1_500_000,
            1_000_000);

    assertThat(run.generatorPercent(2)).isEqualTo(25);
    assertThat(run.systemPercent(2)).isEqualTo(75);
    assertThat(run.systemCpuMicrosPerRequest()).isEqualTo(1_500_000);
  }

  private static Run capacity(SystemUnderTest system, long perSecond) {
    return new Run(
        "checkout", system, Phase.CAPACITY, load(perSecond, Map.of(), Map.of()), 0, 0, 1);
  }

  private static Run latency(SystemUnderTest system, Map<String, Latency> steps) {
    return new Run("checkout", system, Phase.LATENCY, load(100, Map.of(), steps), 0, 0, 1);
  }

  private static Run refusing() {
    return new Run(
        "checkout",
        SystemUnderTest.POSTGRES,
        Phase.CAPACITY,
        load(100, Map.of("out_of_stock", 2L), Map.of()),
        0,
        0,
        1);
  }

  private static LoadResult load(long done, Map<String, Long> refused, Map<String, Latency> steps) {
    return new LoadResult(done, done, refused, Map.of(), 0, 1_000_000, steps);
  }

  private static Latency steps(long micros) {
    return new Latency(100, micros, micros, micros, micros, micros);
  }
}

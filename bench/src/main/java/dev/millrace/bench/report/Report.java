package dev.millrace.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.bench.load.Latency;
import dev.millrace.bench.load.LoadResult;
import dev.millrace.bench.machine.Machine;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Everything that one call of the bench learnt.
 *
 * @param settings how the load was made
 * @param backbone what was seen of the backbone's process: start times, memory, idle processor time
 * @param postgres the server's settings, as it reports them
 * @param sections tables that answer one question each
 */
public record Report(
    String startedAt,
    Machine machine,
    Map<String, String> settings,
    Map<String, Long> backbone,
    Map<String, String> postgres,
    List<Run> runs,
    List<Section> sections) {

  private static final ObjectMapper JSON =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  /** The tables for people. */
  public String text() {
    var text = new StringBuilder();
    text.append(machine.describe()).append("\n\n");
    var figures = new TextTable("scenario: measure", "Millrace", "PostgreSQL", "ratio");
    for (Figure figure : Comparison.figures(runs)) {
      figures.add(
          figure.scenario() + ": " + figure.measure(),
          figure.millraceText(),
          figure.postgresText(),
          figure.ratio());
    }
    text.append(figures.render())
        .append(
            "\n"
                + "ratio: how many times better Millrace is (more in a second, or a shorter"
                + " time).\n\n");
    var counts =
        new TextTable(
            "run",
            "offered",
            "done",
            "refused",
            "failed",
            "unanswered",
            "generator CPU",
            "system CPU",
            "of it per request");
    for (Run run : runs) {
      LoadResult load = run.load();
      counts.add(
          name(run.scenario(), run.system(), run.phase()),
          Long.toString(load.offered()),
          Long.toString(load.done()),
          counted(load.refused()),
          counted(load.failed()),
          Long.toString(load.unanswered()),
          run.generatorPercent(machine.cores()) + " %",
          run.systemPercent(machine.cores()) + " %",
          String.format(Locale.ROOT, "%,d us", run.systemCpuMicrosPerRequest()));
    }
    text.append(counts.render()).append("\nCPU: share of all cores since the warm-up.\n");
    sections.forEach(section -> text.append('\n').append(section.text()));
    if (!backbone.isEmpty()) {
      text.append('\n');
      backbone.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    }
    if (!postgres.isEmpty()) {
      text.append("\nPostgreSQL: ").append(postgres).append('\n');
    }
    return text.toString();
  }

  /** The same for programs. */
  public String json() throws JsonProcessingException {
    ObjectNode root = JSON.createObjectNode();
    root.put("started_at", startedAt);
    root.putPOJO("machine", machine);
    root.putPOJO("settings", settings);
    root.putPOJO("backbone", backbone);
    root.putPOJO("postgres", postgres);
    var figures = root.putArray("figures");
    for (Figure figure : Comparison.figures(runs)) {
      figures
          .addObject()
          .put("scenario", figure.scenario())
          .put("measure", figure.measure())
          .put("unit", figure.unit().name().toLowerCase(Locale.ROOT))
          .put("millrace", figure.millrace())
          .put("postgres", figure.postgres())
          .put("ratio", figure.ratio());
    }
    var details = root.putArray("runs");
    runs.forEach(run -> describe(details.addObject(), run));
    var tables = root.putArray("sections");
    sections.forEach(section -> tables.addPOJO(section));
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static void describe(ObjectNode node, Run run) {
    LoadResult load = run.load();
    node.put("scenario", run.scenario())
        .put("system", run.system().name().toLowerCase(Locale.ROOT))
        .put("phase", run.phase().name().toLowerCase(Locale.ROOT))
        .put("offered", load.offered())
        .put("done", load.done())
        .put("done_per_second", load.donePerSecond())
        .put("unanswered", load.unanswered())
        .put("lasted_micros", load.lastedMicros())
        .put("generator_cpu_micros", run.generatorCpuMicros())
        .put("system_cpu_micros", run.systemCpuMicros())
        .put("wall_micros", run.wallMicros());
    node.putPOJO("refused", load.refused());
    node.putPOJO("failed", load.failed());
    ObjectNode latencies = node.putObject("latency_micros");
    load.latencies().forEach((step, latency) -> describe(latencies.putObject(step), latency));
  }

  private static void describe(ObjectNode node, Latency latency) {
    node.put("count", latency.count())
        .put("p50", latency.p50Micros())
        .put("p90", latency.p90Micros())
        .put("p99", latency.p99Micros())
        .put("p99_9", latency.p999Micros())
        .put("max", latency.maxMicros());
  }

  private static String name(String scenario, Run.SystemUnderTest system, Run.Phase phase) {
    return "%s, %s, %s".formatted(scenario, system, phase).toLowerCase(Locale.ROOT);
  }

  private static String counted(Map<String, Long> kinds) {
    if (kinds.isEmpty()) {
      return "0";
    }
    return kinds.entrySet().stream()
        .map(kind -> kind.getValue() + " " + kind.getKey())
        .sorted()
        .reduce((a, b) -> a + ", " + b)
        .orElse("0");
  }
}

package dev.millrace.standalone.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.kit.config.Settings;
import dev.millrace.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * docs/configuration.md says what the code asks for. Settings that the code reads without a meaning
 * (the edge's) or behind a private class (a context's process) get their meaning here, and a new
 * one without a meaning fails.
 */
class ConfigurationPageTest {

  private static final Path ROOT = Path.of("..");
  private static final Path PAGE = ROOT.resolve("docs/configuration.md");
  private static final Path EDGE =
      ROOT.resolve("edge-api/src/main/java/dev/millrace/edge/EdgeConfig.java");
  private static final Path PROCESS =
      ROOT.resolve("streams-kit/src/main/java/dev/millrace/kit/run/StreamsProcess.java");

  private static final Pattern EDGE_READING =
      Pattern.compile(
          "read\\.(text|number)\\(\\s*(PREFIX \\+ )?\"([A-Z_]+)\",\\s*\"?([^\",)]*)\"?"
              + "(?:,\\s*([-\\d_]+),\\s*([-\\d_]+))?\\)");
  private static final Pattern PROCESS_READING =
      Pattern.compile(
          "\"(MILLRACE_[A-Z_]+)\",\\s*\"([^\"]+)\",\\s*\"?([^\",]+)\"?,\\s*"
              + "(?:\"[^\"]+\",\\s*\"([^\"]+)\"|(\\d[\\d_]*),\\s*(\\d[\\d_]*))\\)");
  private static final Pattern LITERAL = Pattern.compile("\"(MILLRACE_[A-Z_]*[A-Z])\"");

  private static final Map<String, String> EDGE_MEANINGS =
      Map.ofEntries(
          Map.entry("MILLRACE_BOOTSTRAP_SERVERS", "brokers to ask first"),
          Map.entry("MILLRACE_EDGE_HOST", "address that the HTTP API listens on"),
          Map.entry("MILLRACE_EDGE_PORT", "its port; 0 takes a free one"),
          Map.entry(
              "MILLRACE_EDGE_METRICS_PORT",
              "port of /metrics on loopback; 0 takes a free one, -1 serves none"),
          Map.entry("MILLRACE_EDGE_GROUP_ID", "consumer group of the edge's instances"),
          Map.entry(
              "MILLRACE_EDGE_INSTANCE_ID",
              "identity of this edge; one that restarts under it gets its replies at once"),
          Map.entry(
              "MILLRACE_EDGE_KEY_FILE", "key pair that signs access tokens; made when missing"),
          Map.entry("MILLRACE_EDGE_TOKEN_SECONDS", "life of a guest's token, in seconds"),
          Map.entry(
              "MILLRACE_EDGE_WAIT_MS",
              "how long a write waits for its outcome when the client does not say, in ms"),
          Map.entry(
              "MILLRACE_EDGE_DELIVERY_MS",
              "a command that Kafka did not confirm by then counts as failed, in ms"),
          Map.entry("MILLRACE_EDGE_PENDING_MAX", "requests that may wait at a time"),
          Map.entry("MILLRACE_EDGE_ANONYMOUS_PER_MINUTE", "requests of one address without token"),
          Map.entry("MILLRACE_EDGE_CUSTOMER_PER_MINUTE", "requests of one guest or shopper"),
          Map.entry(
              "MILLRACE_EDGE_TRUSTED_PER_MINUTE", "requests of one seller, support or ops caller"));

  private record Row(String name, String meaning, String defaultValue, String bounds) {
    String markdown() {
      return "| `%s` | %s | %s | %s |\n"
          .formatted(
              name, cell(meaning), defaultValue.isEmpty() ? "(empty)" : cell(defaultValue), bounds);
    }

    private static String cell(String text) {
      return text.replace("|", "\\|");
    }
  }

  @Test
  void thePageSaysWhatTheCodeAsksFor() throws IOException {
    Golden.verify(PAGE, page());
  }

  @Test
  void everyNameInTheSourcesIsOnThePage() throws IOException {
    String page = page();
    for (Path source : List.of(EDGE, PROCESS)) {
      Matcher literal = LITERAL.matcher(Files.readString(source));
      while (literal.find()) {
        assertThat(page).contains("`" + literal.group(1) + "`");
      }
    }
    Matcher prefixed = Pattern.compile("PREFIX \\+ \"([A-Z_]+)\"").matcher(Files.readString(EDGE));
    while (prefixed.find()) {
      assertThat(page).contains("`MILLRACE_EDGE_" + prefixed.group(1) + "`");
    }
  }

  private static String page() throws IOException {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    Map<String, StringBuilder> parts = new LinkedHashMap<>();
    TITLES.values().forEach(title -> parts.putIfAbsent(title, new StringBuilder()));
    var settings = new Settings(Map.of());
    Contexts.from(settings);
    for (Settings.Setting asked : settings.asked()) {
      Row row = new Row(asked.name(), asked.meaning(), asked.defaultValue(), asked.bounds());
      part(parts, asked.name()).append(row.markdown());
    }
    parts.forEach((title, rows) -> table(page, title, rows));
    table(page, PROCESS_TITLE, processRows());
    table(page, EDGE_TITLE, edgeRows());
    return page.append(START_SCRIPT).toString();
  }

  private static StringBuilder part(Map<String, StringBuilder> parts, String name) {
    String prefix =
        TITLES.keySet().stream()
            .filter(name::startsWith)
            .findFirst()
            .orElseThrow(() -> new AssertionError("no part of the page is for " + name));
    return parts.get(TITLES.get(prefix));
  }

  private static void table(StringBuilder page, String title, CharSequence rows) {
    page.append("\n## ").append(title).append("\n\n");
    page.append("| setting | meaning | default | bounds |\n|---|---|---|---|\n").append(rows);
  }

  private static CharSequence processRows() throws IOException {
    StringBuilder rows = new StringBuilder();
    Matcher reading = PROCESS_READING.matcher(Files.readString(PROCESS));
    while (reading.find()) {
      String bounds =
          reading.group(4) != null
              ? reading.group(4)
              : "%s to %s".formatted(plain(reading.group(5)), plain(reading.group(6)));
      rows.append(
          new Row(reading.group(1), reading.group(2), plain(reading.group(3)), bounds).markdown());
    }
    return rows;
  }

  private static CharSequence edgeRows() throws IOException {
    Map<String, Row> rows = new TreeMap<>();
    Matcher reading = EDGE_READING.matcher(Files.readString(EDGE));
    while (reading.find()) {
      String name = (reading.group(2) == null ? "" : "MILLRACE_EDGE_") + reading.group(3);
      String meaning = EDGE_MEANINGS.get(name);
      assertThat(meaning).as("say here what %s means", name).isNotNull();
      boolean number = reading.group(1).equals("number");
      rows.put(
          name,
          new Row(
              name,
              meaning,
              number ? plain(reading.group(4)) : reading.group(4),
              number
                  ? "%s to %s".formatted(plain(reading.group(5)), plain(reading.group(6)))
                  : "text"));
    }
    assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(EDGE_MEANINGS.keySet());
    StringBuilder text = new StringBuilder();
    rows.values().forEach(row -> text.append(row.markdown()));
    for (String context : dev.millrace.edge.EdgeConfig.CONTEXTS) {
      text.append(
          new Row(
                  "MILLRACE_EDGE_" + context.toUpperCase(java.util.Locale.ROOT) + "_URL",
                  "query server that answers for " + context,
                  "none: must be given",
                  "http or https, host and port")
              .markdown());
    }
    for (String context : dev.millrace.edge.EdgeConfig.OPTIONAL_CONTEXTS) {
      text.append(
          new Row(
                  dev.millrace.edge.EdgeConfig.addressOf(context),
                  "query server that answers for " + context,
                  "none: its reads say that it is not there",
                  "http or https, host and port")
              .markdown());
    }
    return text;
  }

  private static String plain(String number) {
    return number.replace("_", "");
  }

  private static final Map<String, String> TITLES = titles();
  private static final String PROCESS_TITLE = "A context as a process of its own";
  private static final String EDGE_TITLE = "HTTP API (edge)";

  /** The parts of the page by the beginnings of names, the more special ones first. */
  private static Map<String, String> titles() {
    Map<String, String> titles = new LinkedHashMap<>();
    String process = "Every process that runs contexts";
    titles.put("MILLRACE_KAFKA_", process);
    titles.put("MILLRACE_STATE_", process);
    titles.put("MILLRACE_CLIENT_", process);
    titles.put("MILLRACE_INSTANCE_", process);
    titles.put("MILLRACE_QUERY_", process);
    titles.put("MILLRACE_STREAMS_", process);
    titles.put("MILLRACE_ROCKSDB_", process);
    titles.put("MILLRACE_INVENTORY_", "Inventory");
    titles.put("MILLRACE_ORDERS_", "Orders");
    titles.put("MILLRACE_QUOTE_", "Pricing and orders");
    titles.put("MILLRACE_PRICING_", "Pricing");
    titles.put("MILLRACE_CATALOG_", "Catalogue");
    titles.put("MILLRACE_CUSTOMERS_", "Carts");
    titles.put("MILLRACE_SEARCH_", "Search");
    titles.put("MILLRACE_GATEWAYS_", "Payments");
    return titles;
  }

  private static final String INTRODUCTION =
      """
      # Configuration

      Generated by `ConfigurationPageTest`; do not edit. To rewrite it:
      `mvn -pl standalone -am test -Dtest=ConfigurationPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dgolden.update=true`.

      Every setting is an environment variable. A value that is out of bounds stops the start, and one message names all
      such values. An unknown name is ignored. Durations are a number and a unit: `250ms`, `5s`, `15m`, `24h`, `7d`. An empty
      value means the default, but for secrets.

      `./millrace up` reads the same variables and decides these by itself, from `--data`, `--host` and `--port`, whatever
      the environment says: `MILLRACE_KAFKA_BOOTSTRAP_SERVERS`, `MILLRACE_KAFKA_REPLICATION` (1), `MILLRACE_STATE_DIR`,
      `MILLRACE_INSTANCE_ID`, `MILLRACE_QUERY_ADVERTISED`, `MILLRACE_SEARCH_INDEX_DIR`, `MILLRACE_GATEWAYS_SANDBOX_DIR`,
      `MILLRACE_BOOTSTRAP_SERVERS`, `MILLRACE_EDGE_HOST`, `MILLRACE_EDGE_PORT`, `MILLRACE_EDGE_KEY_FILE` and the
      `MILLRACE_EDGE_…_URL`s. Its topics have %d partitions. Two settings have another default there: `MILLRACE_STREAMS_COMMIT_INTERVAL`
      is 10ms, and `MILLRACE_QUOTE_SECRET` is drawn on the first start and kept in the data folder.

      Defaults of secrets are not shown. Give every process of a cluster that reads one the same value of your own.
      """
          .formatted(Standalone.PARTITIONS);

  private static final String START_SCRIPT =
      """

      ## The start script

      | setting | meaning |
      |---|---|
      | `JAVA_HOME` | looked at first; the newest JDK of at least 21 in a usual place is taken |
      | `MILLRACE_JAVA_OPTIONS` | more options for the Java process, for example another heap: `-Xmx2g` |
      """;
}

package dev.millrace.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the registry is launched: its program, its settings, its files. */
final class RegistryCommand {
  /** What the virtual machine itself prints; truncated at each start. */
  static final String OUTPUT = "registry.out";

  /** What the registry logs: warnings and worse, rotated. */
  private static final String LOG = "registry.log";

  private static final int LAST_LINES = 30;
  private static final int LAST_CHARS_MAX = 6_000;

  private RegistryCommand() {}

  /** Small and quick to start: it answers a few requests a minute once the schemas are cached. */
  static List<String> of(EmbeddedRegistry.Options options) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        mark(options.dataDir()),
        "-Xmx160m",
        "-Xss512k",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:ReservedCodeCacheSize=64m",
        "-XX:+ExitOnOutOfMemoryError",
        "-jar",
        EmbeddedRegistry.runner(options.home()).toString());
  }

  /** An argument by which a leftover of this folder's registry is known in the process list. */
  static String mark(Path dataDir) {
    return "-Dmillrace.registry.data=" + dataDir;
  }

  /** The inherited variables less those that would change the registry, plus its settings. */
  static Map<String, String> environment(
      Map<String, String> inherited,
      EmbeddedRegistry.Options options,
      int port,
      int managementPort) {
    var variables = new HashMap<>(inherited);
    variables
        .keySet()
        .removeIf(name -> name.startsWith("APICURIO_") || name.startsWith("QUARKUS_"));
    var dataDir = options.dataDir();
    variables.put("APICURIO_STORAGE_KIND", "sql");
    variables.put("APICURIO_STORAGE_SQL_KIND", "h2");
    // By default the database delays its writes, and a kill would lose ids that topics hold.
    variables.put(
        "APICURIO_DATASOURCE_URL",
        "jdbc:h2:file:" + dataDir.resolve("registry") + ";WRITE_DELAY=0");
    // The default opens 20 connections at once.
    variables.put("APICURIO_DATASOURCE_JDBC_INITIAL_SIZE", "1");
    variables.put("APICURIO_DATASOURCE_JDBC_MIN_SIZE", "1");
    variables.put("APICURIO_DATASOURCE_JDBC_MAX_SIZE", "4");
    variables.put("QUARKUS_HTTP_HOST", options.host());
    variables.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    // Health and metrics cannot be switched off without rebuilding the registry.
    variables.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
    variables.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
    // A bounded log that says only what somebody must look at.
    variables.put("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "false");
    variables.put("QUARKUS_LOG_CATEGORY__IO_APICURIO__LEVEL", "WARN");
    variables.put("QUARKUS_LOG_CONSOLE_ENABLED", "false");
    variables.put("QUARKUS_BANNER_ENABLED", "false");
    variables.put("QUARKUS_LOG_FILE_ENABLED", "true");
    variables.put("QUARKUS_LOG_FILE_JSON_ENABLED", "false");
    variables.put("QUARKUS_LOG_FILE_PATH", dataDir.resolve(LOG).toString());
    variables.put("QUARKUS_LOG_FILE_ROTATION_MAX_FILE_SIZE", "1M");
    variables.put("QUARKUS_LOG_FILE_ROTATION_MAX_BACKUP_INDEX", "1");
    variables.put("QUARKUS_LOG_FILE_ROTATION_ROTATE_ON_BOOT", "true");
    // Temporary files of the registry stay in its own folder.
    variables.put("APICURIO_STORAGE_SNAPSHOT_LOCATION", dataDir.toString());
    variables.put("APICURIO_IMPORT_WORK_DIR", dataDir.toString());
    return variables;
  }

  /** The end of both files, for an error message. */
  static String lastLines(Path dataDir) {
    return endOf(dataDir.resolve(OUTPUT)) + endOf(dataDir.resolve(LOG));
  }

  private static String endOf(Path file) {
    try {
      if (Files.notExists(file)) {
        return "";
      }
      var lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
      var end =
          String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
      return file + ":\n" + end.substring(Math.max(0, end.length() - LAST_CHARS_MAX)) + "\n";
    } catch (IOException e) {
      return file + " cannot be read: " + e.getMessage() + "\n";
    }
  }
}

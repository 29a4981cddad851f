package dev.millrace.kit.query;

import dev.millrace.launch.config.Settings;

/** Where a process's query server listens; it serves state, health and metrics. */
public record QueryAddress(String host, int port) {

  /** Reads the settings; the caller ends the reading with {@link Settings#orThrow}. */
  public static QueryAddress from(Settings settings) {
    return new QueryAddress(
        settings.text(
            "MILLRACE_QUERY_HOST",
            "address that the query server listens on",
            "0.0.0.0",
            "[A-Za-z0-9.:_-]{1,255}",
            "a host or an address"),
        settings.integer(
            "MILLRACE_QUERY_PORT", "its port, also for health and metrics", 7_071, 1, 65_535));
  }
}

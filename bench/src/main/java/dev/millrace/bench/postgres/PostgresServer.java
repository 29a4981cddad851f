package dev.millrace.bench.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * A PostgreSQL server of our own, from the binaries on Maven Central, with the durability that
 * PostgreSQL has by default. The library's defaults give that up, so it is asked for here and what
 * the server says of it is reported.
 */
public final class PostgresServer implements AutoCloseable {

  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final long CONNECTION_TIMEOUT_MS = 60_000;

  /** What the report says of the server. */
  private static final List<String> REPORTED =
      List.of(
          "server_version",
          "synchronous_commit",
          "fsync",
          "full_page_writes",
          "shared_buffers",
          "max_wal_size",
          "default_transaction_isolation");

  private final EmbeddedPostgres server;

  private PostgresServer(EmbeddedPostgres server) {
    this.server = server;
  }

  /**
   * Starts a server whose files are below the folder and go with it.
   *
   * @param synchronousCommit false gives up the last moments before a crash, as asynchronous commit
   *     does
   */
  public static PostgresServer start(Path folder, boolean synchronousCommit) throws IOException {
    var builder =
        EmbeddedPostgres.builder()
            .setPGStartupWait(START_MAX)
            .setOverrideWorkingDirectory(folder.toFile())
            .setServerConfig("synchronous_commit", synchronousCommit ? "on" : "off")
            .setServerConfig("fsync", "on")
            .setServerConfig("full_page_writes", "on")
            // What an administrator would set on such a machine; the defaults are for a much
            // smaller one.
            .setServerConfig("shared_buffers", "512MB")
            .setServerConfig("max_wal_size", "4GB")
            .setServerConfig("max_connections", "64");
    return new PostgresServer(builder.start());
  }

  public String jdbcUrl() {
    // Batches of inserts travel as one statement: the driver's own advice.
    return server.getJdbcUrl("postgres", "postgres") + "&reWriteBatchedInserts=true";
  }

  /** A pool whose connections commit by themselves unless told otherwise. */
  public static HikariDataSource pool(String jdbcUrl, int connections) {
    var config = new HikariConfig();
    config.setJdbcUrl(jdbcUrl);
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(connections);
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MS);
    return new HikariDataSource(config);
  }

  /** The settings that a reader of the figures has to know, as the server reports them. */
  public Map<String, String> settings() throws SQLException {
    Map<String, String> settings = new LinkedHashMap<>();
    DataSource database = server.getPostgresDatabase();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (String name : REPORTED) {
        try (ResultSet row = statement.executeQuery("SHOW " + name)) {
          row.next();
          settings.put(name, row.getString(1));
        }
      }
    }
    return settings;
  }

  /** The process whose children serve the connections; what the library started may be a shell. */
  public ProcessHandle process() throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return ProcessHandle.of(row.getLong(1)).flatMap(ProcessHandle::parent).orElseThrow();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

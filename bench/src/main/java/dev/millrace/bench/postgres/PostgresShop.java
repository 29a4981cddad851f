package dev.millrace.bench.postgres;

import dev.millrace.bench.checkout.Buyer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** The shop on PostgreSQL as the bench sees it: its data, and its process. */
public final class PostgresShop implements AutoCloseable {

  private static final long STOP_SECONDS_MAX = 10;
  private static final int BATCH = 1_000;

  private final Process process;
  private final int port;

  private PostgresShop(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Makes the tables, with stock and prices. */
  public static void prepare(DataSource database, String skuPrefix, int skus, int unitsEach)
      throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : Tables.STOCK) {
        statement.execute(sql);
      }
      for (String sql : Tables.SHOP) {
        statement.execute(sql);
      }
      statement.execute(Tables.stockRows(skuPrefix, skus, unitsEach));
      statement.execute("INSERT INTO offers SELECT sku, 1999, 'USD' FROM stock");
    }
  }

  /** Makes customers with a cart of so many lines each. */
  public static List<Buyer> fillCarts(
      DataSource database, String secret, String skuPrefix, int skus, int lines, int carts)
      throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      List<Buyer> buyers =
          fillCarts(connection, new ShopTokens(secret), skuPrefix, skus, lines, carts);
      statement.execute("VACUUM ANALYZE");
      return buyers;
    }
  }

  /** Starts the shop in a process that ends with this one. */
  public static PostgresShop start(String jdbcUrl, int connections, String secret, Path log)
      throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms256m",
                "-Xmx768m",
                "-XX:+UseG1GC",
                "-XX:MaxGCPauseMillis=20",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ShopMain.class.getName(),
                jdbcUrl,
                Integer.toString(connections),
                secret)
            .redirectError(log.toFile())
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String port = output.readLine();
    if (port == null) {
      throw new IOException("the shop on PostgreSQL did not start; see " + log);
    }
    return new PostgresShop(process, Integer.parseInt(port.strip()));
  }

  public String baseUrl() {
    return "http://127.0.0.1:" + port;
  }

  public ProcessHandle process() {
    return process.toHandle();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  private static List<Buyer> fillCarts(
      Connection connection, ShopTokens tokens, String skuPrefix, int skus, int lines, int carts)
      throws SQLException {
    List<Buyer> buyers = new ArrayList<>(carts);
    connection.setAutoCommit(false);
    try (PreparedStatement cart =
            connection.prepareStatement("INSERT INTO carts (cart_id, customer_id) VALUES (?, ?)");
        PreparedStatement line =
            connection.prepareStatement(
                "INSERT INTO cart_lines (cart_id, sku, quantity) VALUES (?, ?, ?)")) {
      for (int i = 0; i < carts; i++) {
        String customerId = "cus_" + UUID.randomUUID().toString().replace("-", "");
        String cartId = "crt_" + UUID.randomUUID().toString().replace("-", "");
        buyers.add(new Buyer(customerId, cartId, tokens.issue(customerId)));
        cart.setString(1, cartId);
        cart.setString(2, customerId);
        cart.addBatch();
        for (int sku : Buyer.skuNumbers(i, lines, skus)) {
          line.setString(1, cartId);
          line.setString(2, skuPrefix + sku);
          line.setInt(3, 1);
          line.addBatch();
        }
        if (i % BATCH == BATCH - 1 || i == carts - 1) {
          cart.executeBatch();
          line.executeBatch();
        }
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
    return buyers;
  }
}

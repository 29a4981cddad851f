package dev.millrace.bench.postgres;

import dev.millrace.bench.load.Job;
import dev.millrace.bench.load.Outcome;
import dev.millrace.bench.load.Shot;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.function.LongFunction;
import javax.sql.DataSource;

/**
 * Reservations on rows: one conditional update, which takes the row's lock, and one insert, in one
 * transaction.
 */
public final class PostgresReservations {

  private static final String INSUFFICIENT = "insufficient_stock";

  private static final String HOLD =
      "UPDATE stock SET reserved = reserved + ?, version = version + 1"
          + " WHERE sku = ? AND on_hand - reserved >= ?";

  private static final String RECORD =
      "INSERT INTO reservations (reservation_id, sku, seller_id, quantity, owner, status,"
          + " expires_at) VALUES (?, ?, 'sel_platform', ?, ?, 'held', now() + interval '15"
          + " minutes')";

  /** The same work in one round trip; few applications are written like this. */
  private static final String HOLD_AND_RECORD =
      "WITH held AS (UPDATE stock SET reserved = reserved + ?, version = version + 1 WHERE sku = ?"
          + " AND on_hand - reserved >= ? RETURNING sku) INSERT INTO reservations (reservation_id,"
          + " sku, seller_id, quantity, owner, status, expires_at) SELECT ?, sku, 'sel_platform',"
          + " ?, ?, 'held', now() + interval '15 minutes' FROM held";

  private final DataSource database;
  private final boolean oneStatement;

  /**
   * @param oneStatement sends update and insert as one statement, which commits by itself
   */
  public PostgresReservations(DataSource database, boolean oneStatement) {
    this.database = database;
    this.oneStatement = oneStatement;
  }

  /** Makes the tables, with stock for SKUs numbered from 0 and for one more that is named. */
  public void prepare(String skuPrefix, int skus, int unitsEach, String hotSku, int hotUnits)
      throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : Tables.STOCK) {
        statement.execute(sql);
      }
      statement.execute(Tables.stockRows(skuPrefix, skus, unitsEach));
      statement.execute(
          "INSERT INTO stock (sku, on_hand) VALUES ('%s', %d)".formatted(hotSku, hotUnits));
      statement.execute("VACUUM ANALYZE stock");
    }
  }

  /** Gives more stock to the SKUs numbered from 0. */
  public void receiveMore(String skuPrefix, int skus, int units) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement more =
            connection.prepareStatement("UPDATE stock SET on_hand = on_hand + ? WHERE sku = ?")) {
      for (int i = 0; i < skus; i++) {
        more.setInt(1, units);
        more.setString(2, skuPrefix + i);
        more.executeUpdate();
      }
    }
  }

  /** Reserves one unit of the SKU that the request's number stands for. */
  public Job job(LongFunction<String> skuOf) {
    return Job.blocking(shot -> reserve(shot, skuOf.apply(shot.index())));
  }

  private Outcome reserve(Shot shot, String sku) {
    String reservationId = "rsv_" + UUID.randomUUID();
    try (Connection connection = database.getConnection()) {
      boolean held =
          oneStatement
              ? inOneStatement(connection, sku, reservationId)
              : inOneTransaction(connection, sku, reservationId);
      shot.mark("committed");
      return held ? Outcome.DONE : new Outcome.Refused(INSUFFICIENT);
    } catch (SQLException e) {
      return new Outcome.Failed("sql_" + e.getSQLState());
    }
  }

  private static boolean inOneTransaction(Connection connection, String sku, String reservationId)
      throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement hold = connection.prepareStatement(HOLD);
        PreparedStatement record = connection.prepareStatement(RECORD)) {
      hold.setInt(1, 1);
      hold.setString(2, sku);
      hold.setInt(3, 1);
      boolean held = hold.executeUpdate() == 1;
      if (held) {
        record.setString(1, reservationId);
        record.setString(2, sku);
        record.setInt(3, 1);
        record.setString(4, "bench");
        record.executeUpdate();
      }
      connection.commit();
      return held;
    }
  }

  private static boolean inOneStatement(Connection connection, String sku, String reservationId)
      throws SQLException {
    try (PreparedStatement both = connection.prepareStatement(HOLD_AND_RECORD)) {
      both.setInt(1, 1);
      both.setString(2, sku);
      both.setInt(3, 1);
      both.setString(4, reservationId);
      both.setInt(5, 1);
      both.setString(6, "bench");
      return both.executeUpdate() == 1;
    }
  }
}

package dev.millrace.bench.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * A checkout on rows, as a careful shop does it: one transaction holds the stock in the order of
 * the SKUs (so no two checkouts can wait for each other) and writes the order, its payment and its
 * messages; the provider is asked with no transaction open; a second transaction confirms.
 */
final class CheckoutTransactions {

  /** What the shopper asked for, and how it is told from another request. */
  record Request(
      String customerId,
      String cartId,
      String addressJson,
      String paymentMethodId,
      String shippingOptionId,
      String idempotencyKey,
      String fingerprint) {}

  /** One line as it is sold. */
  record Line(String sku, int quantity, long unitPriceMinor, String reservationId) {
    long subtotalMinor() {
      return quantity * unitPriceMinor;
    }

    long taxMinor() {
      // Half up, in integers.
      return (subtotalMinor() * TAX_PER_MILLE + 500) / 1_000;
    }
  }

  /** An order that waits for its money. */
  record Placed(String orderId, List<Line> lines, long totalMinor) {}

  /** A checkout that cannot be; its message is the refusal's name. */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    Refusal(String name) {
      super(name, null, false, false);
    }
  }

  static final String CURRENCY = "USD";
  private static final long SHIPPING_MINOR = 500;
  private static final long TAX_PER_MILLE = 80;

  private static final String READ_CART =
      """
      SELECT l.sku, l.quantity, o.unit_price_minor
      FROM carts c JOIN cart_lines l USING (cart_id) JOIN offers o USING (sku)
      WHERE c.cart_id = ? AND c.customer_id = ? ORDER BY l.sku FOR UPDATE OF c\
      """;

  private static final String HOLD =
      "UPDATE stock SET reserved = reserved + ?, version = version + 1"
          + " WHERE sku = ? AND on_hand - reserved >= ?";

  private static final String RECORD_HOLD =
      "INSERT INTO reservations (reservation_id, sku, seller_id, quantity, owner, status,"
          + " expires_at) VALUES (?, ?, 'sel_platform', ?, ?, 'held', now() + interval '15"
          + " minutes')";

  private static final String PLACE =
      """
      INSERT INTO orders (order_id, customer_id, cart_id, status, version, currency, subtotal_minor,
        shipping_minor, tax_minor, total_minor, shipping_option_id, shipping_address)
      VALUES (?, ?, ?, 'pending_payment', 1, ?, ?, ?, ?, ?, ?, ?::jsonb)\
      """;

  private static final String PLACE_LINE =
      "INSERT INTO order_lines (order_id, sku, reservation_id, quantity, unit_price_minor,"
          + " tax_minor, total_minor) VALUES (?, ?, ?, ?, ?, ?, ?)";

  private static final String ASK_PAYMENT =
      "INSERT INTO payments (order_id, payment_method_id, amount_minor, status)"
          + " VALUES (?, ?, ?, 'authorizing')";

  private static final String SEND =
      "INSERT INTO outbox (topic, record_key, payload) VALUES (?, ?, ?::jsonb)";

  private static final String REMEMBER =
      "INSERT INTO answered_requests (idempotency_key, fingerprint, answer) VALUES (?, ?,"
          + " ?::jsonb)";

  private static final String SELL =
      "UPDATE stock SET on_hand = on_hand - ?, reserved = reserved - ?, version = version + 1"
          + " WHERE sku = ?";

  private static final String END_HOLD =
      "UPDATE reservations SET status = 'committed' WHERE reservation_id = ?";

  private static final String PAID =
      "UPDATE payments SET status = 'authorized', provider_reference = ? WHERE order_id = ?";

  private static final String CONFIRM =
      "UPDATE orders SET status = 'confirmed', version = version + 1, confirmed_at = now()"
          + " WHERE order_id = ? AND status = 'pending_payment'";

  private static final String EMPTY_CART = "DELETE FROM cart_lines WHERE cart_id = ?";

  private static final String NEXT_GENERATION =
      "UPDATE carts SET generation = generation + 1, version = version + 1 WHERE cart_id = ?";

  private final DataSource database;

  CheckoutTransactions(DataSource database) {
    this.database = database;
  }

  /** Holds the stock and writes the order, all or nothing. */
  Placed place(Request request) throws SQLException, Refusal {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        List<Line> lines = readCart(connection, request);
        hold(connection, lines);
        Placed placed = writeOrder(connection, request, lines);
        connection.commit();
        return placed;
      } catch (SQLException | Refusal e) {
        connection.rollback();
        throw e;
      }
    }
  }

  /** Turns the holds into a sale once the money is there, and remembers the answer. */
  void confirm(Request request, Placed placed, String providerReference, String answerJson)
      throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        sell(connection, placed.lines());
        update(connection, PAID, providerReference, placed.orderId());
        update(connection, CONFIRM, placed.orderId());
        update(connection, EMPTY_CART, request.cartId());
        update(connection, NEXT_GENERATION, request.cartId());
        update(connection, REMEMBER, request.idempotencyKey(), request.fingerprint(), answerJson);
        update(connection, SEND, "orders", placed.orderId(), event("OrderConfirmed", placed));
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      }
    }
  }

  /** The answer to an earlier request with the same key. */
  Optional<String> answered(String idempotencyKey) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement find =
            connection.prepareStatement(
                "SELECT answer FROM answered_requests WHERE idempotency_key = ?")) {
      connection.setAutoCommit(true);
      find.setString(1, idempotencyKey);
      try (ResultSet row = find.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  private static List<Line> readCart(Connection connection, Request request)
      throws SQLException, Refusal {
    List<Line> lines = new ArrayList<>();
    try (PreparedStatement read = connection.prepareStatement(READ_CART)) {
      read.setString(1, request.cartId());
      read.setString(2, request.customerId());
      try (ResultSet row = read.executeQuery()) {
        while (row.next()) {
          lines.add(
              new Line(
                  row.getString(1), row.getInt(2), row.getLong(3), "rsv_" + UUID.randomUUID()));
        }
      }
    }
    if (lines.isEmpty()) {
      throw new Refusal("cart_empty");
    }
    return lines;
  }

  private static void hold(Connection connection, List<Line> lines) throws SQLException, Refusal {
    try (PreparedStatement hold = connection.prepareStatement(HOLD)) {
      for (Line line : lines) {
        hold.setInt(1, line.quantity());
        hold.setString(2, line.sku());
        hold.setInt(3, line.quantity());
        hold.addBatch();
      }
      for (int held : hold.executeBatch()) {
        if (held == 0) {
          throw new Refusal("out_of_stock");
        }
      }
    }
  }

  private static Placed writeOrder(Connection connection, Request request, List<Line> lines)
      throws SQLException {
    String orderId = "ord_" + UUID.randomUUID();
    long subtotal = lines.stream().mapToLong(Line::subtotalMinor).sum();
    long tax = lines.stream().mapToLong(Line::taxMinor).sum();
    long total = subtotal + SHIPPING_MINOR + tax;
    var placed = new Placed(orderId, lines, total);
    update(
        connection,
        PLACE,
        orderId,
        request.customerId(),
        request.cartId(),
        CURRENCY,
        subtotal,
        SHIPPING_MINOR,
        tax,
        total,
        request.shippingOptionId(),
        request.addressJson());
    try (PreparedStatement holds = connection.prepareStatement(RECORD_HOLD);
        PreparedStatement orderLines = connection.prepareStatement(PLACE_LINE)) {
      for (Line line : lines) {
        bind(holds, line.reservationId(), line.sku(), line.quantity(), orderId);
        holds.addBatch();
        bind(
            orderLines,
            orderId,
            line.sku(),
            line.reservationId(),
            line.quantity(),
            line.unitPriceMinor(),
            line.taxMinor(),
            line.subtotalMinor() + line.taxMinor());
        orderLines.addBatch();
      }
      holds.executeBatch();
      orderLines.executeBatch();
    }
    update(connection, ASK_PAYMENT, orderId, request.paymentMethodId(), total);
    update(connection, SEND, "orders", orderId, event("OrderPlaced", placed));
    return placed;
  }

  private static void sell(Connection connection, List<Line> lines) throws SQLException {
    try (PreparedStatement sell = connection.prepareStatement(SELL);
        PreparedStatement end = connection.prepareStatement(END_HOLD)) {
      for (Line line : lines) {
        bind(sell, line.quantity(), line.quantity(), line.sku());
        sell.addBatch();
        bind(end, line.reservationId());
        end.addBatch();
      }
      sell.executeBatch();
      end.executeBatch();
    }
  }

  private static String event(String type, Placed placed) {
    var lines = new StringBuilder();
    for (Line line : placed.lines()) {
      lines
          .append(lines.isEmpty() ? "" : ",")
          .append(
              "{\"sku\":\"%s\",\"quantity\":%d,\"unit_price_minor\":%d}"
                  .formatted(line.sku(), line.quantity(), line.unitPriceMinor()));
    }
    return "{\"type\":\"%s\",\"order_id\":\"%s\",\"total_minor\":%d,\"currency\":\"%s\",\"lines\":[%s]}"
        .formatted(type, placed.orderId(), placed.totalMinor(), CURRENCY, lines);
  }

  private static void update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }
}

package dev.millrace.bench.postgres;

import java.util.List;

/** The tables of the shop on PostgreSQL. */
final class Tables {

  /**
   * Stock and what is held of it. Room is left on stock's pages, so that updates need touch no
   * index.
   */
  static final List<String> STOCK =
      List.of(
          "DROP TABLE IF EXISTS reservations, stock",
          """
          CREATE TABLE stock (
            sku text PRIMARY KEY,
            on_hand integer NOT NULL,
            reserved integer NOT NULL DEFAULT 0,
            version bigint NOT NULL DEFAULT 1,
            CHECK (reserved >= 0 AND reserved <= on_hand)) WITH (fillfactor = 70)\
          """,
          """
          CREATE TABLE reservations (
            reservation_id text PRIMARY KEY,
            sku text NOT NULL,
            seller_id text NOT NULL,
            quantity integer NOT NULL,
            owner text NOT NULL,
            status text NOT NULL,
            expires_at timestamptz NOT NULL)\
          """,
          // A sweeper of holds past their deadline needs it.
          "CREATE INDEX reservations_by_deadline ON reservations (expires_at) WHERE status ="
              + " 'held'");

  /** Everything else that a checkout touches. */
  static final List<String> SHOP =
      List.of(
          "DROP TABLE IF EXISTS offers, carts, cart_lines, orders, order_lines, payments, outbox,"
              + " answered_requests",
          "CREATE TABLE offers (sku text PRIMARY KEY, unit_price_minor bigint NOT NULL, currency"
              + " text NOT NULL)",
          """
          CREATE TABLE carts (
            cart_id text PRIMARY KEY,
            customer_id text NOT NULL UNIQUE,
            generation bigint NOT NULL DEFAULT 0,
            version bigint NOT NULL DEFAULT 1)\
          """,
          """
          CREATE TABLE cart_lines (
            cart_id text NOT NULL,
            sku text NOT NULL,
            quantity integer NOT NULL,
            PRIMARY KEY (cart_id, sku))\
          """,
          """
          CREATE TABLE orders (
            order_id text PRIMARY KEY,
            customer_id text NOT NULL,
            cart_id text NOT NULL,
            status text NOT NULL,
            version bigint NOT NULL,
            currency text NOT NULL,
            subtotal_minor bigint NOT NULL,
            shipping_minor bigint NOT NULL,
            tax_minor bigint NOT NULL,
            total_minor bigint NOT NULL,
            shipping_option_id text NOT NULL,
            shipping_address jsonb NOT NULL,
            placed_at timestamptz NOT NULL DEFAULT now(),
            confirmed_at timestamptz)\
          """,
          "CREATE INDEX orders_by_customer ON orders (customer_id, placed_at)",
          """
          CREATE TABLE order_lines (
            order_id text NOT NULL,
            sku text NOT NULL,
            reservation_id text NOT NULL,
            quantity integer NOT NULL,
            unit_price_minor bigint NOT NULL,
            tax_minor bigint NOT NULL,
            total_minor bigint NOT NULL,
            PRIMARY KEY (order_id, sku))\
          """,
          """
          CREATE TABLE payments (
            order_id text PRIMARY KEY,
            payment_method_id text NOT NULL,
            amount_minor bigint NOT NULL,
            status text NOT NULL,
            provider_reference text)\
          """,
          """
          CREATE TABLE outbox (
            id bigserial PRIMARY KEY,
            topic text NOT NULL,
            record_key text NOT NULL,
            payload jsonb NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now())\
          """,
          """
          CREATE TABLE answered_requests (
            idempotency_key text PRIMARY KEY,
            fingerprint text NOT NULL,
            answer jsonb NOT NULL,
            answered_at timestamptz NOT NULL DEFAULT now())\
          """);

  private Tables() {}

  static String stockRows(String skuPrefix, int skus, int unitsEach) {
    return "INSERT INTO stock (sku, on_hand) SELECT '%s' || n, %d FROM generate_series(0, %d) AS n"
        .formatted(skuPrefix, unitsEach, skus - 1);
  }
}

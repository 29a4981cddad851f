package dev.millrace.bench.postgres;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;

/**
 * Runs the shop on PostgreSQL in a process of its own, so that its work is not counted as the load
 * generator's. Prints its port, and ends when its input does.
 */
public final class ShopMain {

  private ShopMain() {}

  /** Takes the JDBC URL, the number of connections and the secret of the tokens. */
  public static void main(String[] args) throws IOException {
    try (HikariDataSource pool = PostgresServer.pool(args[0], Integer.parseInt(args[1]))) {
      var server = new ShopServer(new CheckoutTransactions(pool), new ShopTokens(args[2]));
      System.out.println(server.start());
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
      server.stop();
    }
  }
}

package dev.millrace.standalone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueriedStoresTest {

  /** A ledger that is still being restored is one; audits wait for it. */
  @ParameterizedTest
  @CsvSource({"200, true", "503, true", "404, false"})
  void anInstanceWithoutTheStoreKeepsNoLedger(int status, boolean isKept) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/state/ledger-balances",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    try (var stores = new QueriedStores(base, 1, new Topics(new InMemoryRegistry(), 1))) {
      assertThat(stores.isKept()).isEqualTo(isKept);
    } finally {
      server.stop(0);
    }
  }
}

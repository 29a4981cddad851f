package dev.millrace.edge.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HttpSearchClientTest {

  private HttpServer server;
  private HttpSearchClient search;
  private volatile int status;
  private volatile String report = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/readyz",
        exchange -> {
          byte[] body = report.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    search = new HttpSearchClient(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    search.close();
    server.stop(0);
  }

  @Test
  void isReadyOnceTheIndexIsWhateverElseOfItsProcessIsAway() {
    status = 503;
    report = "{\"search-index\":{\"ready\":true},\"schema-registry\":{\"ready\":false}}";
    assertThat(search.ready()).isTrue();

    report = "{\"search-index\":{\"ready\":false}}";
    assertThat(search.ready()).isFalse();
  }

  @Test
  void isNotReadyWhenNobodyAnswersOrTheAnswerIsNoReport() {
    status = 502;
    report = "Bad gateway";
    assertThat(search.ready()).isFalse();
    server.stop(0);
    assertThat(search.ready()).isFalse();
  }
}

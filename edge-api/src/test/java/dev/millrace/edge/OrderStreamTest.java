package dev.millrace.edge;

import static dev.millrace.edge.EdgeUnderTest.GUEST;
import static dev.millrace.edge.EdgeUnderTest.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.edge.auth.Role;
import dev.millrace.edge.state.StateStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A stream sends each event once, in order, wherever the client begins. */
final class OrderStreamTest extends EdgeSetUp {

  private static final String STREAM = "/v1/orders/" + ORDER + "/stream";

  @Test
  void everyEventComesOnceAndThenTheReasonOfTheEnd() {
    var answer = edge.as(Role.GUEST, "GET", STREAM, null);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    String text = answer.response().body();
    assertThat(lines(text, "id: ")).containsExactly("1", "2", "3", "4");
    assertThat(lines(text, "event: "))
        .containsExactly(
            "order_placed",
            "line_stock_held",
            "payment_requested",
            "order_needs_attention",
            "stream_end");
    assertThat(text).contains("{\"reason\":\"lifetime\"}").contains(": still here");
    assertThat(text).doesNotContain("pm_card_visa", "Größe");
  }

  @Test
  void aClientThatComesAgainGoesOnBehindWhatItHas() {
    var answer = edge.as(Role.GUEST, "GET", STREAM, null, "Last-Event-ID", "2");
    assertThat(lines(answer.response().body(), "id: ")).containsExactly("3", "4");
    assertThat(
            lines(
                edge.as(Role.GUEST, "GET", STREAM, null, "Last-Event-ID", "9").response().body(),
                "id: "))
        .isEmpty();
    assertThat(edge.as(Role.GUEST, "GET", STREAM, null, "Last-Event-ID", "x").status())
        .isEqualTo(400);
  }

  @Test
  void whatHappensWhileTheStreamIsOpenIsSentAtOnceInAnyLanguage() {
    Thread.ofVirtual()
        .start(
            () -> {
              while (edge.shop.watches.isEmpty()) {
                Thread.onSpinWait();
              }
              edge.shop.orderEvents.add(OrderSamples.cancelled(ORDER, 5));
              edge.shop.put(StateStore.ORDERS, ORDER, Samples.order(ORDER, GUEST, "cancelled", 5));
              edge.shop.orderChanges();
            });
    String text = edge.as(Role.GUEST, "GET", STREAM, null, "Last-Event-ID", "4").response().body();
    assertThat(lines(text, "id: ")).containsExactly("5");
    assertThat(text).contains("zu groß – 大きすぎる\\nreally").contains("{\"reason\":\"final\"}");
  }

  @Test
  void noEventIsLostWhileTheViewsCannotSay() {
    edge.shop.behind.add(StateStore.ORDER_EVENTS.name());
    Thread.ofVirtual()
        .start(
            () -> {
              LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
              edge.shop.behind.clear();
            });
    String text = edge.as(Role.GUEST, "GET", STREAM, null).response().body();
    assertThat(lines(text, "id: ")).containsExactly("1", "2", "3", "4");
  }

  @Test
  void onlySoManyStreamsAreOpenAndAClientThatLeavesMakesRoom() throws Exception {
    List<InputStream> open = new ArrayList<>();
    try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int i = 0; i < EdgeUnderTest.STREAMS_MAX; i++) {
        open.add(opened(http));
      }
      var refused = edge.as(Role.GUEST, "GET", STREAM, null);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.code()).isEqualTo("too_many_streams");
      assertThat(refused.header("Retry-After")).isNotEmpty();
      for (InputStream stream : open) {
        stream.close();
      }
      long deadlineNanos = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (edge.as(Role.GUEST, "GET", STREAM, null, "Last-Event-ID", "9").status() != 200) {
        assertThat(System.nanoTime()).as("a place is free in time").isLessThan(deadlineNanos);
      }
    }
  }

  private InputStream opened(HttpClient http) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edge.server.port() + STREAM))
                .header(
                    "Authorization",
                    "Bearer " + edge.tokens.issue(Role.GUEST, GUEST, Duration.ofMinutes(5)))
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  private static List<String> lines(String text, String beginning) {
    return text.lines()
        .filter(line -> line.startsWith(beginning))
        .map(line -> line.substring(beginning.length()))
        .toList();
  }
}

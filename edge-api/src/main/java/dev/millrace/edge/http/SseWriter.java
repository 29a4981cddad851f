package dev.millrace.edge.http;

import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes events on the thread of the request. */
final class SseWriter implements EventStream.Client {

  private final SseClient client;

  /**
   * Sends the head of the answer, so that the client knows that it is heard.
   *
   * @throws UncheckedIOException if it has left already
   */
  SseWriter(Context context) {
    client = new SseClient(context);
    try {
      context.res().flushBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException("the client left before its stream began", e);
    }
  }

  @Override
  public void send(String type, String data, String id) {
    client.sendEvent(type, data, id.isEmpty() ? null : id);
  }

  @Override
  public void heartbeat() {
    client.sendComment("still here");
  }

  @Override
  public boolean isGone() {
    return client.terminated();
  }
}

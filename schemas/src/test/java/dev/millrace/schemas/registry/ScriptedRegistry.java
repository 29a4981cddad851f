package dev.millrace.schemas.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** An HTTP server that gives the answers it was told to, in order, and then repeats the last. */
final class ScriptedRegistry implements AutoCloseable {

  record Request(String method, String path, String body, @Nullable String contentType) {}

  private record Answer(int status, String body, boolean withheld) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final LinkedBlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Answer last = new Answer(500, "no answer was scripted", false);

  ScriptedRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  ScriptedRegistry answers(int status, String body) {
    answers.add(new Answer(status, body, false));
    return this;
  }

  /** Takes the request and says nothing until this server is closed. */
  ScriptedRegistry staysSilent() {
    answers.add(new Answer(200, "", true));
    return this;
  }

  /** Sends the headers and the start of the body, then nothing more until this is closed. */
  ScriptedRegistry stallsAfter(String start) {
    answers.add(new Answer(200, start, true));
    return this;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      requests.add(
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getRawPath(),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
              exchange.getRequestHeaders().getFirst("Content-Type")));
      Answer next = answers.poll();
      if (next != null) {
        last = next;
      }
      Answer answer = last;
      byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
      if (answer.withheld && body.length == 0) {
        closing.await();
        return;
      }
      exchange.sendResponseHeaders(
          answer.status, answer.withheld ? body.length + 100 : body.length);
      exchange.getResponseBody().write(body);
      exchange.getResponseBody().flush();
      if (answer.withheld) {
        closing.await();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.millrace.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The broker's listening sockets, bound before Kafka starts: a chosen port cannot be taken by
 * somebody else in between, and a busy one is refused before any data are touched.
 */
final class ListenSockets implements ServerSocketFactory, AutoCloseable {
  static final String BROKER = "BROKER";
  static final String CONTROLLER = "CONTROLLER";

  private final Map<String, ServerSocketChannel> byListener;

  private ListenSockets(ServerSocketChannel broker, ServerSocketChannel controller) {
    this.byListener = Map.of(BROKER, broker, CONTROLLER, controller);
  }

  /** Port 0 chooses a free one. The controller is only ever spoken to by its own process. */
  static ListenSockets bind(String host, int port) {
    var broker = bindOne(host, port);
    try {
      return new ListenSockets(broker, bindOne("127.0.0.1", 0));
    } catch (StartFailedException e) {
      closeQuietly(broker);
      throw e;
    }
  }

  int port(String listener) {
    try {
      return ((InetSocketAddress) of(listener).getLocalAddress()).getPort();
    } catch (IOException e) {
      throw new StartFailedException("the socket of " + listener + " is closed", e);
    }
  }

  @Override
  public ServerSocketChannel openServerSocket(
      String listener, InetSocketAddress address, int backlog, int receiveBufferBytes) {
    return of(listener);
  }

  /** Kafka closes the sockets it was handed; this one is for those it never asked for. */
  @Override
  public void close() {
    byListener.values().forEach(ListenSockets::closeQuietly);
  }

  private ServerSocketChannel of(String listener) {
    var channel = byListener.get(listener);
    if (channel == null) {
      throw new IllegalArgumentException("no socket was bound for the listener " + listener);
    }
    return channel;
  }

  private static ServerSocketChannel bindOne(String host, int port) {
    var address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new StartFailedException("the host name " + host + " is unknown");
    }
    ServerSocketChannel channel = null;
    try {
      channel = ServerSocketChannel.open();
      channel.configureBlocking(false); // Kafka's acceptor polls it with a selector
      channel.bind(address);
      return channel;
    } catch (IOException e) {
      if (channel != null) {
        closeQuietly(channel);
      }
      throw new StartFailedException(
          "cannot listen on %s:%d: %s".formatted(host, port, e.getMessage()), e);
    }
  }

  private static void closeQuietly(ServerSocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("cannot close a listening socket", e);
    }
  }
}

package dev.millrace.standalone.instance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where an instance listens.
 *
 * @param edge the public HTTP API
 * @param internal queries, health and metrics
 * @param kafka brokers' clients
 * @param registry schemas
 */
public record Ports(int edge, int internal, int kafka, int registry) {

  /** Four in a row, beginning with the edge's. */
  public static Ports from(int edge) {
    return new Ports(edge, edge + 1, edge + 2, edge + 3);
  }

  /** Four that are free now. */
  public static Ports free(String host) throws IOException {
    InetAddress address = InetAddress.getByName(host);
    try (var a = new ServerSocket(0, 1, address);
        var b = new ServerSocket(0, 1, address);
        var c = new ServerSocket(0, 1, address);
        var d = new ServerSocket(0, 1, address)) {
      return new Ports(a.getLocalPort(), b.getLocalPort(), c.getLocalPort(), d.getLocalPort());
    }
  }

  /** A sentence about the first port that somebody else listens on, if there is one. */
  public Optional<String> busy(String host) {
    Map<String, Integer> uses = new LinkedHashMap<>();
    uses.put("the HTTP API", edge);
    uses.put("internal queries", internal);
    uses.put("Kafka", kafka);
    uses.put("the schema registry", registry);
    for (Map.Entry<String, Integer> use : uses.entrySet()) {
      try (var socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(host, use.getValue()));
      } catch (IOException e) {
        return Optional.of(
            "Port %d is busy, and Millrace needs it for %s. Stop what listens there, or choose four others in a row with --port N."
                .formatted(use.getValue(), use.getKey()));
      }
    }
    return Optional.empty();
  }
}

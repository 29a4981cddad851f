package dev.millrace.launch.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * How every Kafka client of a process reaches the cluster.
 *
 * @param bootstrapServers host:port, more after commas
 * @param clientProperties what the operator's file says, such as TLS and SASL; may hold passwords
 */
public record Brokers(String bootstrapServers, Map<String, String> clientProperties) {

  private static final String HOST_AND_PORT = "[A-Za-z0-9._-]{1,255}:\\d{1,5}";
  private static final String FILE = "MILLRACE_KAFKA_CLIENT_PROPERTIES";

  public Brokers {
    clientProperties = Map.copyOf(clientProperties);
  }

  /** Brokers that ask for nothing. */
  public static Brokers at(String bootstrapServers) {
    return new Brokers(bootstrapServers, Map.of());
  }

  /** Reads the settings and the file that they name; a file that cannot be read is a problem. */
  public static Brokers from(Settings settings) {
    return new Brokers(
        settings.text(
            "MILLRACE_KAFKA_BOOTSTRAP_SERVERS",
            "brokers to ask first",
            "localhost:9092",
            HOST_AND_PORT + "(," + HOST_AND_PORT + "){0,15}",
            "host:port, more after commas"),
        settings
            .optional(
                FILE,
                "file with more settings of Kafka clients, such as TLS and SASL",
                "[^\\x00]{1,1000}",
                "a path")
            .map(file -> properties(Path.of(file), settings))
            .orElse(Map.of()));
  }

  /** How many copies of every topic there are: the catalogue's and those that Streams makes. */
  public static short replication(Settings settings) {
    return (short)
        settings.integer(
            "MILLRACE_KAFKA_REPLICATION",
            "copies of every topic that this process creates",
            3,
            1,
            7);
  }

  /** What a client begins with; its own settings go over these, so the file cannot weaken them. */
  public Map<String, Object> clientSettings() {
    Map<String, Object> client = new HashMap<>(clientProperties);
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return client;
  }

  private static Map<String, String> properties(Path file, Settings settings) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      settings.require(false, "%s=%s cannot be read: %s".formatted(FILE, file, e));
    }
    Map<String, String> client = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> client.put(key, properties.getProperty(key)));
    return client;
  }

  /** Without the values of the file, so that logging does not tell passwords. */
  @Override
  public String toString() {
    return "Brokers[%s, with %s]".formatted(bootstrapServers, clientProperties.keySet());
  }
}

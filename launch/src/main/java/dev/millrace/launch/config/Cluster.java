package dev.millrace.launch.config;

import java.net.URI;

/**
 * Where the log and the schemas are; the same for every process of a cluster.
 *
 * @param registryUrl root of the schema registry's REST protocol
 * @param partitions of every topic; cannot be changed once there are records
 */
public record Cluster(Brokers brokers, URI registryUrl, int partitions) {

  /** Reads the settings; the caller ends the reading with {@link Settings#orThrow}. */
  public static Cluster from(Settings settings) {
    return new Cluster(
        Brokers.from(settings),
        URI.create(
            settings.text(
                "MILLRACE_REGISTRY_URL",
                "root of the schema registry's REST protocol",
                "http://localhost:8083/apis/ccompat/v7",
                "https?://[A-Za-z0-9._:/-]{1,300}",
                "an http or https URL")),
        settings.integer(
            "MILLRACE_PARTITIONS",
            "partitions of every topic; they cannot be changed once there are records",
            48,
            1,
            1_000));
  }
}

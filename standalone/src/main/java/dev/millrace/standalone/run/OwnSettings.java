package dev.millrace.standalone.run;

import dev.millrace.edge.EdgeConfig;
import dev.millrace.standalone.instance.DataFolder;
import dev.millrace.standalone.instance.Instance;
import java.util.HashMap;
import java.util.Map;

/** The environment's settings, with what a single process on one broker decides by itself. */
final class OwnSettings {

  /**
   * On a first start. One process has one writer for each context anyway, and what a transaction
   * costs is mostly the number of partitions it touches. See docs/performance.md.
   */
  static final int PARTITIONS = 1;

  private static final String REPLICATION = "1";
  private static final String INSTANCE_ID = "standalone";

  private OwnSettings() {}

  static Map<String, String> of(DataFolder folder, Instance instance) {
    Map<String, String> settings = new HashMap<>();
    settings.put("MILLRACE_QUOTE_SECRET", Secrets.quoteSecret(folder));
    settings.put("MILLRACE_PARTITIONS", Integer.toString(folder.partitions().orElse(PARTITIONS)));
    // The query server tells the edge's metrics too.
    settings.put("MILLRACE_EDGE_METRICS_PORT", "-1");
    settings.putAll(System.getenv());
    settings.put("MILLRACE_KAFKA_BOOTSTRAP_SERVERS", instance.bootstrapServers());
    settings.put("MILLRACE_KAFKA_CLIENT_PROPERTIES", "");
    settings.put("MILLRACE_KAFKA_REPLICATION", REPLICATION);
    settings.put("MILLRACE_REGISTRY_URL", instance.registryUrl());
    settings.put("MILLRACE_STATE_DIR", folder.state().toString());
    settings.put("MILLRACE_INSTANCE_ID", INSTANCE_ID);
    settings.put("MILLRACE_QUERY_HOST", instance.host());
    settings.put("MILLRACE_QUERY_PORT", Integer.toString(instance.ports().internal()));
    settings.put("MILLRACE_QUERY_ADVERTISED", instance.host() + ":" + instance.ports().internal());
    settings.put("MILLRACE_SEARCH_INDEX_DIR", folder.searchIndex().toString());
    settings.put("MILLRACE_GATEWAYS_SANDBOX_DIR", folder.gateways().toString());
    settings.put("MILLRACE_EDGE_INSTANCE_ID", INSTANCE_ID);
    settings.put("MILLRACE_EDGE_HOST", instance.host());
    settings.put("MILLRACE_EDGE_PORT", Integer.toString(instance.ports().edge()));
    settings.put("MILLRACE_EDGE_KEY_FILE", folder.tokenKey().toString());
    for (String context : EdgeConfig.CONTEXTS) {
      settings.put(EdgeConfig.addressOf(context), instance.internalUrl());
    }
    return settings;
  }
}

package dev.millrace.standalone.run;

import dev.millrace.schemas.registry.HttpSchemaRegistry;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.instance.Instance;
import java.net.URI;

/** How other processes of this machine read and write the log of an instance. */
public final class Connection {

  private Connection() {}

  /**
   * The catalogue with serdes that ask the instance's registry. Who reads and writes the log asks
   * the broker how many partitions a topic has, so the number given here is of no account.
   */
  public static Topics topics(Instance instance) {
    return new Topics(
        new HttpSchemaRegistry(URI.create(instance.registryUrl())), OwnSettings.PARTITIONS);
  }
}

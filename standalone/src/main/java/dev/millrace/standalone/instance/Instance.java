package dev.millrace.standalone.instance;

/**
 * A running instance, as its data folder describes it.
 *
 * @param ready false while it starts
 */
public record Instance(long pid, String host, Ports ports, boolean ready) {

  public String edgeUrl() {
    return "http://" + host + ":" + ports.edge();
  }

  public String internalUrl() {
    return "http://" + host + ":" + ports.internal();
  }

  public String bootstrapServers() {
    return host + ":" + ports.kafka();
  }

  public String registryUrl() {
    return "http://" + host + ":" + ports.registry() + "/apis/ccompat/v7";
  }

  /** Whether the process still lives. */
  public boolean lives() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  /** The same, ready. */
  public Instance becomeReady() {
    return new Instance(pid, host, ports, true);
  }
}

package dev.millrace.embedded;

import java.nio.file.Path;

/** Starts a registry, says its process id, and waits to be killed. */
final class RegistryOwnerMain {
  private RegistryOwnerMain() {}

  public static void main(String[] args) throws Exception {
    var registry = EmbeddedRegistry.start(EmbeddedRegistry.Options.in(Path.of(args[0])));
    ChildJvm.sayAndWaitForTheKill("registry " + registry.pid());
  }
}

package dev.millrace.standalone.run;

import dev.millrace.standalone.instance.DataFolder;
import dev.millrace.standalone.instance.Instance;
import java.io.PrintStream;

/** What a user sees once everything runs. */
final class Welcome {

  private Welcome() {}

  static void print(PrintStream out, Instance instance, DataFolder folder, double seconds) {
    out.printf(
        """

        Millrace is ready after %.1f s.

          HTTP API   %s   (contract: /openapi.yaml, to read: /docs)
          Kafka      %s
          schemas    %s
          metrics    %s/metrics
          data       %s

        Try:
          curl -s '%s/v1/search?q=coffee&limit=3'
          curl -s -X POST %s/v1/guests -d '{}' -H 'Content-Type: application/json'
          ./millrace topics orders.order-events.v1 --data %s

        Stop with Ctrl-C or: ./millrace down --data %s
        """,
        seconds,
        instance.edgeUrl(),
        instance.bootstrapServers(),
        instance.registryUrl(),
        instance.internalUrl(),
        folder.root(),
        instance.edgeUrl(),
        instance.edgeUrl(),
        folder.root(),
        folder.root());
  }
}

package dev.millrace.edge;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A running edge for each test. */
@SuppressWarnings("NullAway.Init")
abstract class EdgeSetUp {

  EdgeUnderTest edge;

  @BeforeEach
  void start(@TempDir Path folder) {
    edge = new EdgeUnderTest(folder);
  }

  @AfterEach
  void stop() {
    edge.close();
  }
}

package dev.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenTest {

  @Test
  void acceptsWhatIsTheSame(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("a.txt"), "one\ntwo\n");
    assertThatCode(() -> Golden.verify(file, "one\ntwo\n")).doesNotThrowAnyException();
  }

  @Test
  void namesTheFirstLineThatDiffersAndHowToAcceptIt(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("a.txt"), "one\ntwo\n");
    assertThatThrownBy(() -> Golden.verify(file, "one\n2\n"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("-Dgolden.update=true");
  }

  @Test
  void aMissingFileDiffersFromEverything(@TempDir Path folder) {
    assertThatThrownBy(() -> Golden.verify(folder.resolve("none.txt"), "text"))
        .isInstanceOf(AssertionError.class);
  }
}

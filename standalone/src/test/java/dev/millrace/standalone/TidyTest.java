package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rules about the text of the sources. Each failure says what to do instead. */
class TidyTest {

  private static final Path ROOT = Path.of("..");
  private static final int FILE_LINES_MAX = 500;

  private static final Pattern TOPIC_LITERAL =
      Pattern.compile(
          "\"(inventory|orders|pricing|catalog|customers|search|gateways|edge)\\.[a-z-]+\\.v\\d+\"");

  private final List<String> findings = new ArrayList<>();

  @Test
  void topicsAreNamedInOnePlace() {
    mainSources(
        (file, text) -> {
          if (!file.getParent().endsWith("schemas/topics")) {
            find(file, text, TOPIC_LITERAL, "take the topic from Topics");
          }
        });
    assertThat(findings).isEmpty();
  }

  @Test
  void classesAreNamedForWhatTheyAre() {
    Pattern vague =
        Pattern.compile(
            "(class|record|interface|enum) \\w*(Manager|Helper|Utils?|Impl|Service)\\b");
    mainSources(
        (file, text) ->
            find(file, text, vague, "name what it is or does; put it where it is used"));
    assertThat(findings).isEmpty();
  }

  @Test
  void nothingSleepsOrIsLeftForLater() {
    allSources(
        (file, text) -> {
          if (!file.endsWith("TidyTest.java")) {
            find(
                file,
                text,
                Pattern.compile("Thread\\.sleep"),
                "wait for a condition, with a bound");
            find(
                file,
                text,
                Pattern.compile("\\b(TODO|FIXME)\\b|(//|\\*).*\\bXXX\\b"),
                "do it, or write an issue");
            find(file, text, Pattern.compile("@Disabled|@Ignore"), "fix the test or delete it");
          }
        });
    assertThat(findings).isEmpty();
  }

  @Test
  void filesAreOneIdeaLong() {
    allSources(
        (file, text) -> {
          long lines = text.lines().count();
          if (lines > FILE_LINES_MAX) {
            findings.add("%s has %d lines: look for two ideas in one room".formatted(file, lines));
          }
        });
    assertThat(findings).isEmpty();
  }

  private void find(Path file, String text, Pattern pattern, String instead) {
    pattern
        .matcher(text)
        .results()
        .forEach(match -> findings.add("%s: %s - %s".formatted(file, match.group(), instead)));
  }

  private static void mainSources(BiConsumer<Path, String> visit) {
    sources("src/main/java", visit);
  }

  private static void allSources(BiConsumer<Path, String> visit) {
    sources("src/main/java", visit);
    sources("src/test/java", visit);
  }

  private static void sources(String folder, BiConsumer<Path, String> visit) {
    try (var modules = Files.list(ROOT)) {
      for (Path module : modules.toList()) {
        Path sources = module.resolve(folder);
        if (Files.isDirectory(sources)) {
          try (var files = Files.walk(sources)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
              visit.accept(file, Files.readString(file));
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.millrace.schemas.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * The schemas that have been released, kept in the tree as {@code <subject>/v<N>.avsc}. Somebody
 * may have written records with each of them, so files here are only ever added.
 */
public final class ReleasedSchemas {

  /** Where the released schemas are, seen from the module's folder. */
  public static final Path DIRECTORY = Path.of("src/main/released");

  /** System property naming the subject to release, or {@code all}; read by the release test. */
  public static final String RELEASE_PROPERTY = "schemas.release";

  private static final String RELEASE_COMMAND =
      "mvn -q -pl schemas test -Dtest=CompatibilityTest -D" + RELEASE_PROPERTY + "=%s";
  private static final Pattern SUBJECT_NAME = Pattern.compile("[A-Za-z0-9._-]{1,249}");
  private static final Pattern VERSION_FILE = Pattern.compile("v([1-9][0-9]{0,3})\\.avsc");

  private final Path directory;
  private final SortedMap<String, List<Schema>> versionsBySubject;

  private ReleasedSchemas(Path directory, SortedMap<String, List<Schema>> versionsBySubject) {
    this.directory = directory;
    this.versionsBySubject = versionsBySubject;
  }

  /**
   * Reads every released schema below the directory; a directory that does not exist holds none.
   *
   * @throws IllegalStateException if a file is misnamed or unreadable, or a version is missing
   */
  public static ReleasedSchemas load(Path directory) {
    SortedMap<String, List<Schema>> versions = new TreeMap<>();
    if (Files.exists(directory)) {
      for (Path subject : entries(directory)) {
        versions.put(String.valueOf(subject.getFileName()), loadSubject(subject));
      }
    }
    return new ReleasedSchemas(directory, versions);
  }

  /** The subjects with a released schema, in alphabetical order. */
  public List<String> subjects() {
    return List.copyOf(versionsBySubject.keySet());
  }

  /** The released versions of a subject, v1 first; empty if there is none. */
  public List<Schema> versions(String subject) {
    return versionsBySubject.getOrDefault(subject, List.of());
  }

  /**
   * Says what keeps the candidate from being the subject's schema: each way it is incompatible with
   * a released version or, where it is compatible but not released yet, the command that releases
   * it. Empty if the candidate is the newest released version; documentation may differ.
   */
  public List<String> check(Schema candidate, String subject) {
    List<String> problems = incompatibilities(candidate, subject);
    if (!problems.isEmpty()) {
      return problems;
    }
    List<Schema> versions = versions(subject);
    if (versions.isEmpty()) {
      return List.of("%s: no version is released; run: %s".formatted(subject, command(subject)));
    }
    if (!versions.getLast().equals(PublishedSchema.of(candidate))) {
      return List.of(
          "%s: the schema is compatible but differs from v%d, the newest released; run: %s"
              .formatted(subject, versions.size(), command(subject)));
    }
    return List.of();
  }

  /**
   * Writes the candidate as the subject's next version and returns its file; returns the newest
   * file if that already is the candidate.
   *
   * @throws IllegalStateException if the candidate is incompatible with a released version
   */
  public Path release(String subject, Schema candidate) {
    if (!SUBJECT_NAME.matcher(subject).matches()) {
      throw new IllegalArgumentException("Not a subject name: '" + subject + "'");
    }
    List<String> problems = incompatibilities(candidate, subject);
    if (!problems.isEmpty()) {
      throw new IllegalStateException(String.join(System.lineSeparator(), problems));
    }
    List<Schema> versions = versions(subject);
    Schema published = PublishedSchema.of(candidate);
    if (!versions.isEmpty() && versions.getLast().equals(published)) {
      return file(subject, versions.size());
    }
    Path file = file(subject, versions.size() + 1);
    try {
      Files.createDirectories(directory.resolve(subject));
      Files.writeString(file, PublishedSchema.prettyText(published), StandardOpenOption.CREATE_NEW);
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot write " + file, failure);
    }
    List<Schema> longer = new ArrayList<>(versions);
    longer.add(published);
    versionsBySubject.put(subject, List.copyOf(longer));
    return file;
  }

  private List<String> incompatibilities(Schema candidate, String subject) {
    List<Schema> versions = versions(subject);
    Schema published = PublishedSchema.of(candidate);
    List<String> problems = new ArrayList<>();
    for (int version = 1; version <= versions.size(); version++) {
      String name = "v" + version;
      for (String problem : SchemaEvolution.problems(published, versions.get(version - 1), name)) {
        problems.add(
            "%s: %s. Undo the change, or add a new field beside the old one"
                .formatted(subject, problem));
      }
    }
    return problems;
  }

  private Path file(String subject, int version) {
    return directory.resolve(subject).resolve("v" + version + ".avsc");
  }

  private static String command(String subject) {
    return RELEASE_COMMAND.formatted(subject);
  }

  private static List<Schema> loadSubject(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalStateException(folder + " is not a folder named for a subject");
    }
    SortedMap<Integer, Schema> versions = new TreeMap<>();
    for (Path file : entries(folder)) {
      Matcher name = VERSION_FILE.matcher(String.valueOf(file.getFileName()));
      if (!name.matches()) {
        throw new IllegalStateException(file + " is not named v<number>.avsc");
      }
      versions.put(Integer.valueOf(name.group(1)), parse(file));
    }
    if (!versions.isEmpty() && versions.lastKey() != versions.size()) {
      throw new IllegalStateException(
          "%s holds versions %s: they must run from 1 without a gap"
              .formatted(folder, versions.keySet()));
    }
    return List.copyOf(versions.values());
  }

  private static Schema parse(Path file) {
    try {
      return new Schema.Parser().parse(Files.readString(file));
    } catch (SchemaParseException | IOException failure) {
      throw new IllegalStateException(file + " cannot be read as an Avro schema", failure);
    }
  }

  private static List<Path> entries(Path folder) {
    try (Stream<Path> listed = Files.list(folder)) {
      return listed.filter(ReleasedSchemas::isVisible).sorted().toList();
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot list " + folder, failure);
    }
  }

  private static boolean isVisible(Path path) {
    return !String.valueOf(path.getFileName()).startsWith(".");
  }
}

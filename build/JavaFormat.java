import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Lays out every Java source of the tree with google-java-format, or checks that it is laid out so.
 * The build runs it with the toolchain's JDK; see docs/adr/0003.
 */
public final class JavaFormat {
  private JavaFormat() {}

  /** Takes one argument: {@code check} (exit 1 when a file differs) or {@code apply}. */
  public static void main(String[] args) throws Exception {
    boolean apply = args.length == 1 && args[0].equals("apply");
    List<Path> differing =
        sources(Path.of("")).parallelStream().filter(source -> differs(source, apply)).toList();
    if (apply || differing.isEmpty()) {
      return;
    }
    System.err.println("These files are not laid out as google-java-format does it:");
    differing.forEach(source -> System.err.println("  " + source));
    System.err.println("To fix: mvn -N process-classes -Djava.format=apply");
    System.exit(1);
  }

  private static boolean differs(Path source, boolean apply) {
    try {
      String before = Files.readString(source);
      String after = new Formatter().formatSourceAndFixImports(before);
      boolean differs = !after.equals(before);
      if (differs && apply) {
        Files.writeString(source, after);
      }
      return differs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FormatterException e) {
      throw new IllegalStateException(source + " cannot be laid out", e);
    }
  }

  private static List<Path> sources(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.toString().matches("(.*/)?(target|node_modules)/.*"))
          .sorted()
          .toList();
    }
  }
}

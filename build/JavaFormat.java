import com.google.googlejavaformat.java.Formatter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    var formatter = new Formatter();
    List<Path> differing = new ArrayList<>();
    for (Path source : sources(Path.of(""))) {
      String before = Files.readString(source);
      String after = formatter.formatSourceAndFixImports(before);
      if (after.equals(before)) {
        continue;
      }
      differing.add(source);
      if (apply) {
        Files.writeString(source, after);
      }
    }
    if (apply || differing.isEmpty()) {
      return;
    }
    System.err.println("These files are not laid out as google-java-format does it:");
    differing.forEach(source -> System.err.println("  " + source));
    System.err.println("To fix: mvn -N process-classes -Djava.format=apply");
    System.exit(1);
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

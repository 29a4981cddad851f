package dev.millrace.standalone.instance;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Everything an instance keeps, under one folder: the log, the schemas, local state, keys, and what
 * tells other commands where it runs.
 */
public record DataFolder(Path root) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public DataFolder {
    root = root.toAbsolutePath().normalize();
  }

  public Path kafka() {
    return root.resolve("kafka");
  }

  /**
   * How many partitions the data were written with, which is how many they always have. Empty
   * before the first start.
   *
   * @throws UncheckedIOException if the folder cannot be read
   */
  public OptionalInt partitions() {
    if (!Files.isDirectory(kafka())) {
      return OptionalInt.empty();
    }
    // The broker keeps each partition in a folder that it names so. All topics have as many.
    try (Stream<Path> folders = Files.list(kafka())) {
      int count = (int) folders.filter(DataFolder::isOneOfReplies).count();
      return count == 0 ? OptionalInt.empty() : OptionalInt.of(count);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + kafka(), e);
    }
  }

  private static boolean isOneOfReplies(Path partition) {
    return partition.getFileName().toString().matches("edge\\.replies\\.v1-\\d+");
  }

  public Path registry() {
    return root.resolve("registry");
  }

  public Path state() {
    return root.resolve("state");
  }

  public Path searchIndex() {
    return root.resolve("search-index");
  }

  public Path gateways() {
    return root.resolve("gateways");
  }

  /** The key that signs access tokens. */
  public Path tokenKey() {
    return root.resolve("keys").resolve("tokens.json");
  }

  public Path log() {
    return root.resolve("logs").resolve("millrace.log");
  }

  /** What a detached instance prints. */
  public Path console() {
    return root.resolve("logs").resolve("console.log");
  }

  /** Exists once the demo shop has been loaded, or was declined. */
  public Path demoMark() {
    return root.resolve("demo-loaded");
  }

  private Path instanceFile() {
    return root.resolve("instance.json");
  }

  public void create() throws IOException {
    Files.createDirectories(log().getParent());
    Files.createDirectories(gateways());
    Files.createDirectories(tokenKey().getParent());
  }

  /**
   * Takes the folder for this process; the operating system gives it back when the process ends,
   * however it ends.
   *
   * @return empty if another process has it
   */
  public Optional<FileLock> lock() throws IOException {
    FileChannel channel =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
    }
    return Optional.ofNullable(lock);
  }

  /** What the folder says of its last instance, whether it still runs or not. */
  public Optional<Instance> lastInstance() {
    if (!Files.exists(instanceFile())) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(instanceFile().toFile(), Instance.class));
    } catch (IOException e) {
      // A torn file says as little as a missing one; the ports are chosen anew.
      return Optional.empty();
    }
  }

  /** The instance that runs on this folder now. */
  public Optional<Instance> runningInstance() {
    return lastInstance().filter(Instance::lives).filter(instance -> isLocked());
  }

  public void write(Instance instance) {
    try {
      Path next = root.resolve("instance.json.next");
      JSON.writerWithDefaultPrettyPrinter().writeValue(next.toFile(), instance);
      Files.move(
          next,
          instanceFile(),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + instanceFile(), e);
    }
  }

  /** Deletes everything; the caller makes sure that nobody uses it. */
  public void delete() throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (var files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private boolean isLocked() {
    try {
      Optional<FileLock> lock = lock();
      if (lock.isPresent()) {
        lock.get().channel().close();
        return false;
      }
      return true;
    } catch (IOException | java.nio.channels.OverlappingFileLockException e) {
      return true;
    }
  }
}

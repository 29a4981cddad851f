package dev.millrace.gateways.payments;

import dev.millrace.avro.gateways.PaymentOperation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the sandbox provider did, one line for each fact, written before anybody is told. Lines
 * survive the death of the process; a line that was cut short by it never happened.
 *
 * <p>Threading: the caller serialises all calls.
 */
final class SandboxJournal implements AutoCloseable {

  /**
   * One answered call.
   *
   * @param answer SUCCEEDED, ACTION_REQUIRED, PENDING or DECLINED
   * @param detail the reference, or the reason of a refusal
   */
  record Fact(
      Instant at,
      PaymentOperation operation,
      String key,
      String authorizationKey,
      long amountMinor,
      String currency,
      String answer,
      String detail) {

    private String line() {
      return String.join(
          "\t",
          Long.toString(at.toEpochMilli()),
          operation.name(),
          key,
          authorizationKey,
          Long.toString(amountMinor),
          currency,
          answer,
          detail);
    }

    private static Optional<Fact> parse(String line) {
      String[] parts = line.split("\t", -1);
      if (parts.length != 8) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            new Fact(
                Instant.ofEpochMilli(Long.parseLong(parts[0])),
                PaymentOperation.valueOf(parts[1]),
                parts[2],
                parts[3],
                Long.parseLong(parts[4]),
                parts[5],
                parts[6],
                parts[7]));
      } catch (IllegalArgumentException e) {
        LOG.warn("A line of the sandbox journal is unreadable and left out: {}", e.getMessage());
        return Optional.empty();
      }
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(SandboxJournal.class);
  private static final String FILE = "sandbox-payments.journal";

  private final FileChannel channel;
  private final List<Fact> loaded;

  private SandboxJournal(FileChannel channel, List<Fact> loaded) {
    this.channel = channel;
    this.loaded = loaded;
  }

  /** Opens the journal of a directory and forgets what is older than {@code horizon}. */
  static SandboxJournal open(Path directory, Instant horizon) {
    Path file = directory.resolve(FILE);
    try {
      Files.createDirectories(directory);
      List<Fact> all = Files.exists(file) ? read(file) : List.of();
      List<Fact> kept = all.stream().filter(fact -> !fact.at().isBefore(horizon)).toList();
      rewrite(directory, file, kept);
      return new SandboxJournal(
          FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND), kept);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open the sandbox journal " + file, e);
    }
  }

  /** What was there when it was opened, oldest first. */
  List<Fact> loaded() {
    return loaded;
  }

  void append(Fact fact) {
    ByteBuffer line = ByteBuffer.wrap((fact.line() + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (line.hasRemaining()) {
        channel.write(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the sandbox journal", e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the sandbox journal", e);
    }
  }

  private static List<Fact> read(Path file) throws IOException {
    String text = Files.readString(file);
    int end = text.lastIndexOf('\n');
    if (end + 1 < text.length()) {
      LOG.warn("The last line of the sandbox journal was cut short and never happened");
    }
    List<Fact> facts = new ArrayList<>();
    for (String line : text.substring(0, end + 1).split("\n", -1)) {
      if (!line.isEmpty()) {
        Fact.parse(line).ifPresent(facts::add);
      }
    }
    return facts;
  }

  /** A whole file or the old one, whenever the process dies. */
  private static void rewrite(Path directory, Path file, List<Fact> facts) throws IOException {
    var text = new StringBuilder();
    facts.forEach(fact -> text.append(fact.line()).append('\n'));
    Path next = Files.createTempFile(directory, "sandbox-payments", ".next");
    Files.writeString(next, text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}

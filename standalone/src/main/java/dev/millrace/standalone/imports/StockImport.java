package dev.millrace.standalone.imports;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.log.BulkCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends a file of movements through the lane for bulk, which leaves room for urgent commands. The
 * ids of a row are derived from the file's content and the row's number, so the same file sent
 * again changes nothing.
 */
public final class StockImport {

  /** What became of the rows. */
  public record Summary(long rows, long taken, long failed, double seconds) {}

  private static final Actor IMPORTER = new Actor(ActorRole.OPS, "import");

  private final BulkCommands commands;
  private final Topics topics;
  private final ErrorFile errors;

  public StockImport(BulkCommands commands, Topics topics, ErrorFile errors) {
    this.commands = commands;
    this.topics = topics;
    this.errors = errors;
  }

  /**
   * How many rows a file has.
   *
   * @throws IllegalArgumentException if its header is of no use
   */
  public static long rows(Path file, StockFormat format) throws IOException {
    var count = new AtomicLong();
    format.read(file, row -> count.incrementAndGet());
    return count.get();
  }

  /** Sends the whole file; a bad row is reported and the next one goes on. */
  public Summary run(Path file, StockFormat format, Progress progress) throws IOException {
    String digest = digest(file);
    var taken = new AtomicLong();
    var underWay = new Phaser(1);
    format.read(
        file,
        read -> {
          StockRow row = read.row();
          if (row == null) {
            errors.add(new RowError(read.number(), "", read.problem()));
            progress.step();
            return;
          }
          underWay.register();
          send(
              command(row, digest, read.number()),
              problem -> {
                if (problem == null) {
                  taken.incrementAndGet();
                } else {
                  errors.add(new RowError(read.number(), row.sku(), problem));
                }
                progress.step();
                underWay.arriveAndDeregister();
              });
        });
    underWay.arriveAndAwaitAdvance();
    return new Summary(progress.done(), taken.get(), errors.count(), progress.seconds());
  }

  /** What hears how a row ended. */
  @FunctionalInterface
  private interface Ended {
    void with(@Nullable String problem);
  }

  private void send(StockCommand command, Ended ended) {
    try {
      var unused =
          commands
              .send(topics.stockFeedCommands(), command.getSku(), command.getCommandId(), command)
              .whenComplete((reply, failure) -> ended.with(problem(reply, failure)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static @Nullable String problem(@Nullable Reply reply, @Nullable Throwable failure) {
    if (failure instanceof TimeoutException) {
      return "not answered in time; it may still be carried out, so send the same file again";
    }
    if (failure != null || reply == null) {
      return String.valueOf(failure);
    }
    return reply.getStatus() == ReplyStatus.ACCEPTED
        ? null
        : "%s: %s".formatted(reply.getRefusal(), reply.getDetail());
  }

  static StockCommand command(StockRow row, String digest, long number) {
    String id = Ids.derived(IdKind.COMMAND, "stock-feed", digest, Long.toString(number));
    return StockCommand.newBuilder()
        .setCommandId(id)
        .setFingerprint(id)
        .setIssuedAt(Instant.now())
        .setActor(IMPORTER)
        .setSku(row.sku())
        .setMove(row.movement(id))
        .build();
  }

  static String digest(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

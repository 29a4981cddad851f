package dev.millrace.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Holds a data folder for this process, so that a second server on the same folder is refused by
 * name instead of failing deep inside, or worse, stopping the first one's child. The operating
 * system drops the lock when the process dies, however it dies.
 */
final class DataDirLock implements AutoCloseable {
  private final FileChannel channel;

  private DataDirLock(FileChannel channel) {
    this.channel = channel;
  }

  static DataDirLock take(Path dataDir, String serverName) {
    try {
      Files.createDirectories(dataDir);
      var channel =
          FileChannel.open(
              dataDir.resolve(serverName + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      if (lockOf(channel) == null) {
        channel.close();
        throw new StartFailedException(
            "another %s is running on the data folder %s".formatted(serverName, dataDir));
      }
      return new DataDirLock(channel);
    } catch (IOException e) {
      throw new StartFailedException("cannot use the data folder " + dataDir + ": " + e, e);
    }
  }

  private static @Nullable FileLock lockOf(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("cannot release the lock of a data folder", e);
    }
  }
}

package dev.millrace.standalone.run;

import dev.millrace.standalone.instance.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Secrets that an instance makes for itself on its first start. */
final class Secrets {

  private static final int BYTES = 32;

  private Secrets() {}

  /**
   * The key that pricing signs quotes with and orders check them by; only its owner may read the
   * file.
   */
  static String quoteSecret(DataFolder folder) {
    Path file = folder.root().resolve("keys").resolve("quote-secret");
    try {
      if (!Files.exists(file)) {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(secret));
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the quote secret in " + file, e);
    }
  }
}

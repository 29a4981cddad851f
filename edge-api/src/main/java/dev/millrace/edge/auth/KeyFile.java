package dev.millrace.edge.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;

/** The key pair that signs tokens: one JWK in a file that only its owner may read. */
final class KeyFile {

  private KeyFile() {}

  /**
   * Reads the key, or makes one and keeps it. Two processes that start together end with one key.
   */
  static ECKey readOrCreate(Path file) {
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      ECKey key = ECKey.parse(Files.readString(file));
      if (!key.isPrivate() || !Curve.P_256.equals(key.getCurve())) {
        throw new IllegalStateException(file + " must hold a private P-256 key");
      }
      return key;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read or create the signing key " + file, e);
    } catch (ParseException e) {
      // The cause is left out: its message could quote the key.
      throw new IllegalStateException(file + " does not hold a JSON Web Key");
    }
  }

  private static void create(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("a folder is not a key file: " + file);
    }
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, "signing-key", ".new", ownerOnly(folder));
    try {
      Files.writeString(draft, generate().toJSONString());
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      // Another process was first: its key is the one.
    } finally {
      Files.delete(draft);
    }
  }

  private static ECKey generate() {
    try {
      return new ECKeyGenerator(Curve.P_256)
          .keyUse(KeyUse.SIGNATURE)
          .keyIDFromThumbprint(true)
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("this Java cannot make P-256 keys", e);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
    return Files.getFileStore(folder).supportsFileAttributeView("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}

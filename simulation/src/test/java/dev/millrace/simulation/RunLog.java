package dev.millrace.simulation;

import dev.millrace.testkit.Sent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.avro.specific.SpecificRecord;

/** Everything that happened, as one digest: two runs that differ in a byte differ here. */
final class RunLog {

  /** System property that prints every step and record. */
  static final String TRACE = "millrace.trace";

  private final boolean traced = Boolean.getBoolean(TRACE);
  private final MessageDigest digest;

  RunLog() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every JDK has SHA-256", e);
    }
  }

  void step(String what, Object about) {
    digest.update(what.getBytes(StandardCharsets.UTF_8));
    digest.update(about.toString().getBytes(StandardCharsets.UTF_8));
    if (traced) {
      System.out.println(what + " " + about);
    }
  }

  <V extends SpecificRecord> void record(Sent<V> sent) {
    digest.update(sent.topic().name().getBytes(StandardCharsets.UTF_8));
    digest.update(sent.key().getBytes(StandardCharsets.UTF_8));
    digest.update(sent.at().toString().getBytes(StandardCharsets.UTF_8));
    byte[] value =
        sent.topic().valueSerde().serializer().serialize(sent.topic().name(), sent.value());
    digest.update(value);
    if (traced) {
      System.out.printf(
          "    %s %s %s %s%n", sent.at(), sent.topic().name(), sent.key(), sent.value());
    }
  }

  /** Of all so far. */
  String sha256() {
    try {
      return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new LinkageError("the JDK's SHA-256 can be cloned", e);
    }
  }
}

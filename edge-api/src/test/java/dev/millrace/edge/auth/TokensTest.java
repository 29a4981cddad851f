package dev.millrace.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokensTest {

  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  @TempDir Path folder;

  @Test
  void aTokenNamesItsRoleAndSubject() {
    Tokens tokens = at(NOW);
    String token = tokens.issue(Role.SELLER, "sel_a", Duration.ofMinutes(15));
    assertThat(tokens.verify(token)).contains(new Caller(Role.SELLER, "sel_a"));
    assertThat(tokens.verify(token)).contains(new Caller(Role.SELLER, "sel_a"));
  }

  @Test
  void tokensSurviveARestartBecauseTheKeyDoes() {
    String token = at(NOW).issue(Role.OPS, "ops", Duration.ofMinutes(15));
    assertThat(at(NOW.plusSeconds(60)).verify(token)).isPresent();
  }

  @Test
  void anExpiredTokenIsNothing() {
    String token = at(NOW).issue(Role.OPS, "ops", Duration.ofMinutes(15));
    assertThat(at(NOW.plusSeconds(900)).verify(token)).isEmpty();
  }

  @Test
  void aForgedTokenIsNothing(@TempDir Path other) {
    Tokens tokens = at(NOW);
    String foreign =
        Tokens.signedBy(other.resolve("key.json"), Clock.fixed(NOW, ZoneOffset.UTC))
            .issue(Role.OPS, "ops", Duration.ofMinutes(15));
    assertThat(tokens.verify(foreign)).isEmpty();
    String own = tokens.issue(Role.GUEST, "cus_1", Duration.ofMinutes(15));
    String[] parts = own.split("\\.");
    assertThat(tokens.verify(parts[0] + "." + parts[1] + ".")).isEmpty();
    String none = "eyJhbGciOiJub25lIn0." + parts[1] + ".";
    assertThat(tokens.verify(none)).isEmpty();
    assertThat(tokens.verify(parts[0] + "." + foreign.split("\\.")[1] + "." + parts[2])).isEmpty();
    assertThat(tokens.verify("x".repeat(10_000))).isEmpty();
    assertThat(tokens.verify("")).isEmpty();
  }

  @Test
  void thePublishedKeyIsOnlyThePublicHalf() {
    assertThat(at(NOW).publicKeys()).contains("\"kty\":\"EC\"").doesNotContain("\"d\"");
  }

  @Test
  void onlyTheOwnerMayReadTheKey() throws IOException {
    at(NOW);
    Path file = folder.resolve("deep/key.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aKeyFileThatHoldsNoKeyIsNamedWithoutItsContent() throws IOException {
    Path file = folder.resolve("broken.json");
    Files.writeString(file, "{\"d\":\"secret\"}");
    assertThatThrownBy(() -> Tokens.signedBy(file, Clock.systemUTC()))
        .hasMessageContaining("broken.json")
        .hasMessageNotContaining("secret");
  }

  private Tokens at(Instant now) {
    return Tokens.signedBy(folder.resolve("deep/key.json"), Clock.fixed(now, ZoneOffset.UTC));
  }
}

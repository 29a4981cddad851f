package dev.millrace.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeadersTest {

  @Test
  void anIdempotencyKeyMayBeQuotedOrBare() {
    assertThat(Headers.idempotencyKey("\"k-1\"")).isEqualTo("k-1");
    assertThat(Headers.idempotencyKey(" k-1 ")).isEqualTo("k-1");
    assertThat(Headers.idempotencyKey("\"a\\\"b\"")).isEqualTo("a\"b");
    assertThat(Headers.idempotencyKey(null)).isNull();
    assertThat(Headers.idempotencyKey("x".repeat(255))).hasSize(255);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"\"", "k\u00e9y", "a\tb"})
  void anIdempotencyKeyHasVisibleCharacters(String key) {
    assertThatThrownBy(() -> Headers.idempotencyKey(key)).isInstanceOf(ProblemException.class);
  }

  @Test
  void anIdempotencyKeyHasAtMost255Characters() {
    assertThatThrownBy(() -> Headers.idempotencyKey("x".repeat(256)))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void aPreferredWaitIsBoundedAndNonsenseIsIgnored() {
    assertThat(Headers.preferredWait("wait=5")).contains(Duration.ofSeconds(5));
    assertThat(Headers.preferredWait("return=minimal, wait=900")).contains(Headers.WAIT_MAX);
    assertThat(Headers.preferredWait("wait=5, respond-async")).contains(Duration.ZERO);
    assertThat(Headers.preferredWait("wait=soon")).isEmpty();
    assertThat(Headers.preferredWait(null)).isEmpty();
  }

  @Test
  void aPositionSurvivesItsToken() {
    String token = Headers.positionToken("orders.order-commands.v1:3:42");
    assertThat(Headers.position(token)).isEqualTo("orders.order-commands.v1:3:42");
    assertThatThrownBy(() -> Headers.position("orders:1:2")).isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> Headers.position("eA")).isInstanceOf(ProblemException.class);
  }

  @Test
  void versionsAreStrongTags() {
    assertThat(Headers.ifMatch("\"7\"")).isEqualTo(7L);
    assertThat(Headers.ifMatch("*")).isNull();
    assertThatThrownBy(() -> Headers.ifMatch("W/\"7\"")).isInstanceOf(ProblemException.class);
    assertThat(Headers.noneMatches("\"6\", \"7\"", 7)).isTrue();
    assertThat(Headers.noneMatches("W/\"7\"", 7)).isTrue();
    assertThat(Headers.noneMatches("\"6\"", 7)).isFalse();
  }
}

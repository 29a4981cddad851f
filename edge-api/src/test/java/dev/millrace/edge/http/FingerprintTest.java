package dev.millrace.edge.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FingerprintTest {

  @Test
  void theOrderOfMembersAndTheSpellingOfNumbersDoNotCount() {
    assertThat(of("{\"a\":1.0,\"b\":[100,{\"c\":0}]}"))
        .isEqualTo(of("{ \"b\" : [1e2, {\"c\":0.00}], \"a\" : 1 }"));
  }

  @Test
  void everythingThatIsSaidCounts() {
    assertThat(of("{\"a\":1}")).isNotEqualTo(of("{\"a\":2}")).isNotEqualTo(of("{\"a\":\"1\"}"));
    assertThat(of("{\"a\":[1,2]}")).isNotEqualTo(of("{\"a\":[2,1]}"));
    assertThat(of("{\"a\":null}")).isNotEqualTo(of("{}"));
    assertThat(of("{\"a\":\"x\",\"b\":\"y\"}")).isNotEqualTo(of("{\"a\":\"x,1\\\"b:1\\\"y\"}"));
  }

  @Test
  void methodAndPathCountAndTheKeyInTheBodyDoesNot() {
    var body = Json.readObject("{\"a\":1}".getBytes(UTF_8));
    assertThat(Fingerprint.of("POST", "/x", body))
        .isNotEqualTo(Fingerprint.of("PUT", "/x", body))
        .isNotEqualTo(Fingerprint.of("POST", "/y", body))
        .hasSize(64);
    assertThat(of("{\"a\":1,\"idempotency_key\":\"k\"}")).isEqualTo(of("{\"a\":1}"));
  }

  private static String of(String body) {
    return Fingerprint.of("POST", "/x", Json.readObject(body.getBytes(UTF_8)));
  }
}

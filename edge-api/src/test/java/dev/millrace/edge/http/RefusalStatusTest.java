package dev.millrace.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RefusalStatusTest {

  @ParameterizedTest
  @CsvSource({
    "version_conflict,true,412",
    "version_conflict,false,409",
    "already_committed,false,409",
    "checkout_in_progress,false,409",
    "price_changed,false,409",
    "reservation_not_found,false,404",
    "offer_not_found,false,422",
    "not_cart_owner,false,403",
    "malformed_command,false,400",
    "idempotency_key_reused,false,422",
    "insufficient_stock,false,422",
    "a_refusal_of_tomorrow,false,422"
  })
  void everyRefusalHasAStatus(String refusal, boolean versionGiven, int status) {
    assertThat(RefusalStatus.of(refusal, versionGiven)).isEqualTo(status);
  }

  @Test
  void aProblemFollowsTheStandard() {
    Problem problem = Problem.invalid("/quantity", "required", "is required");
    var body = Problems.body(problem, "/v1/cart/items", "0".repeat(32));
    assertThat(body.path("type").asText()).isEqualTo("urn:millrace:problem:invalid_request");
    assertThat(body.path("title").asText()).isEqualTo("Bad Request");
    assertThat(body.path("status").asInt()).isEqualTo(400);
    assertThat(body.path("retryable").asBoolean()).isFalse();
    assertThat(body.at("/errors/0/pointer").asText()).isEqualTo("/quantity");
  }

  @Test
  void onlyWhatWaitingHelpsIsRetryable() {
    Answer answer = Problems.answer(Problem.unavailable("log_unavailable", "x"), "/", "t");
    assertThat(answer.headers()).containsEntry("Retry-After", "1");
    assertThat(Problems.answer(Problem.of(422, "no", "no"), "/", "t").headers()).isEmpty();
    var many = java.util.Collections.nCopies(500, new Problem.Item("/a", "b", "c"));
    assertThat(Problem.invalid(many).errors()).hasSize(Problem.ERRORS_MAX);
    assertThat(List.of(answer.contentType())).containsExactly(Problems.CONTENT_TYPE);
  }
}

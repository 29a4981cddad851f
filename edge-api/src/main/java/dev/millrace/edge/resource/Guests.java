package dev.millrace.edge.resource;

import dev.millrace.edge.auth.Role;
import dev.millrace.edge.auth.Tokens;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Json;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Customers without an account, and the keys that prove who signed their tokens. */
public final class Guests {

  private final Tokens tokens;
  private final Duration timeToLive;

  public Guests(Tokens tokens, Duration timeToLive) {
    this.tokens = tokens;
    this.timeToLive = timeToLive;
  }

  /**
   * POST /v1/guests. A repeated idempotency key makes another guest: whoever guesses a key must not
   * get somebody's token, and a guest that nobody uses costs nothing.
   */
  public Answer create(Call call) {
    call.body().done();
    String customerId = Ids.fresh(IdKind.CUSTOMER);
    return Answer.json(
        201,
        Json.object()
            .put("customer_id", customerId)
            .put("access_token", tokens.issue(Role.GUEST, customerId, timeToLive))
            .put("token_type", "Bearer")
            .put("expires_in", timeToLive.toSeconds()));
  }

  /** GET /.well-known/jwks.json. */
  public Answer keys(Call call) {
    return Answer.text(Answer.JSON, tokens.publicKeys().getBytes(StandardCharsets.UTF_8))
        .with("Cache-Control", "public, max-age=300");
  }
}

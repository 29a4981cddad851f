package dev.millrace.edge.http;

import dev.millrace.edge.auth.Role;
import java.util.Set;

/**
 * One operation of the contract.
 *
 * @param path with parameters in braces, as the contract spells it
 * @param roles who may call it; empty means everybody, with or without a token
 */
public record Route(String method, String path, Set<Role> roles, Handler handler) {

  /** Answers a call, or ends it with a {@link ProblemException}. */
  @FunctionalInterface
  public interface Handler {
    Answer handle(Call call);
  }

  /** Name of the operation in idempotency scopes, metrics and logs. */
  public String operation() {
    return method + " " + path;
  }
}

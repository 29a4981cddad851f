package dev.millrace.edge.auth;

import dev.millrace.avro.common.ActorRole;
import java.util.Locale;
import java.util.Optional;

/** Under what role a caller acts; one per token. */
public enum Role {
  GUEST(ActorRole.GUEST),
  SHOPPER(ActorRole.SHOPPER),
  SELLER(ActorRole.SELLER),
  SUPPORT(ActorRole.SUPPORT),
  OPS(ActorRole.OPS);

  private final ActorRole actorRole;

  Role(ActorRole actorRole) {
    this.actorRole = actorRole;
  }

  /** The role as commands and events name it. */
  public ActorRole actorRole() {
    return actorRole;
  }

  /** The role as tokens and answers spell it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> ofCode(String code) {
    for (Role role : values()) {
      if (role.code().equals(code)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}

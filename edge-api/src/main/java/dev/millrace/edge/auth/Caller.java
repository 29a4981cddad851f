package dev.millrace.edge.auth;

import dev.millrace.avro.common.Actor;

/**
 * Who asks, as the token says.
 *
 * @param subject the customer, seller or person; never blank
 */
public record Caller(Role role, String subject) {

  public Actor actor() {
    return new Actor(role.actorRole(), subject);
  }

  /** Whether the caller may see what belongs to any customer. */
  public boolean isStaff() {
    return role == Role.SUPPORT || role == Role.OPS;
  }
}

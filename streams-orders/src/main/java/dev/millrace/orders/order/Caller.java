package dev.millrace.orders.order;

/** Who asks. {@code subject} is the caller's id, or the name of the topology that answered. */
public record Caller(Role role, String subject) {

  /** Under which role somebody acts. */
  public enum Role {
    UNKNOWN,
    GUEST,
    SHOPPER,
    SELLER,
    SUPPORT,
    OPS,
    SYSTEM
  }

  /** Whether the caller may only touch orders of its own. */
  boolean isCustomer() {
    return role == Role.GUEST || role == Role.SHOPPER;
  }

  /** Whether the caller may settle what needs a person. */
  boolean isStaff() {
    return role == Role.SUPPORT || role == Role.OPS;
  }
}

package dev.millrace.edge.auth;

/** How one sender of callbacks proves that a body is its own. */
public interface CallbackProof {

  /** Whether the header is the sender's word for this body. */
  boolean isOf(String body, String header);
}

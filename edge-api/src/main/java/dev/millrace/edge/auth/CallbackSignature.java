package dev.millrace.edge.auth;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Who sent a callback: {@code t=<seconds>,v1=<hex of HMAC-SHA256(secret, t + "." + body)>}, which
 * is Stripe's scheme and the sandbox's. The time is signed too, so an old callback cannot be sent
 * again for ever.
 *
 * <p>Threading: any thread.
 */
public final class CallbackSignature implements CallbackProof {

  private final String secret;
  private final Duration tolerance;
  private final Clock clock;

  /**
   * @param secret that only the provider and this edge know
   * @param tolerance how old a signature may be
   */
  public CallbackSignature(String secret, Duration tolerance, Clock clock) {
    this.secret = secret;
    this.tolerance = tolerance;
    this.clock = clock;
  }

  /** Whether the header's signature is the body's, and recent. */
  @Override
  public boolean isOf(String body, String header) {
    try {
      return Webhook.Signature.verifyHeader(body, header, secret, tolerance.toSeconds(), clock);
    } catch (SignatureVerificationException | NumberFormatException e) {
      return false;
    } catch (ArrayIndexOutOfBoundsException e) {
      // The library expects a value behind every name.
      return false;
    }
  }

  /** The header of a body, for those who send callbacks of the sandbox. */
  public static String sign(String secret, String body, Instant at) {
    try {
      return Webhook.Signature.generateSignatureHeader(body, secret, at.getEpochSecond());
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has HMAC-SHA256", e);
    }
  }
}

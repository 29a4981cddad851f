package dev.millrace.edge.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Issues and checks access tokens: JWTs signed with ES256. Verified tokens are remembered until
 * they expire, because checking a signature costs more than the rest of a read. Safe for many
 * threads.
 */
public final class Tokens {

  /** Longer ones are not ours. */
  private static final int LENGTH_MAX = 2_048;

  private static final int REMEMBERED_MAX = 50_000;
  private static final String ISSUER = "millrace";
  private static final String ROLE = "role";
  private static final String SECRET_ALGORITHM = "HmacSHA256";

  private record Verified(Caller caller, Instant expiresAt) {}

  private final ECKey key;
  private final ECDSASigner signer;
  private final ECDSAVerifier verifier;
  private final Clock clock;

  private final Map<String, Verified> remembered =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  /** Signs with the key in the file, which is created when there is none. */
  public static Tokens signedBy(Path keyFile, Clock clock) {
    return new Tokens(KeyFile.readOrCreate(keyFile), clock);
  }

  private Tokens(ECKey key, Clock clock) {
    this.key = key;
    this.clock = clock;
    try {
      this.signer = new ECDSASigner(key);
      this.verifier = new ECDSAVerifier(key);
    } catch (JOSEException e) {
      throw new IllegalStateException("this Java cannot sign with P-256 keys", e);
    }
  }

  /** A token for this subject under this role. */
  public String issue(Role role, String subject, Duration timeToLive) {
    Instant now = clock.instant();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .subject(subject)
            .claim(ROLE, role.code())
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(timeToLive)))
            .build();
    var jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign a token", e);
    }
    String token = jwt.serialize();
    // Whoever gets a token uses it next, mostly here.
    remember(token, new Verified(new Caller(role, subject), now.plus(timeToLive)));
    return token;
  }

  /** Whom the token names; empty if it is not ours, not intact or no longer valid. */
  public Optional<Caller> verify(String token) {
    if (token.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    Verified verified;
    synchronized (remembered) {
      verified = remembered.get(token);
    }
    if (verified == null) {
      verified = check(token);
      if (verified == null) {
        return Optional.empty();
      }
      remember(token, verified);
    }
    return clock.instant().isBefore(verified.expiresAt())
        ? Optional.of(verified.caller())
        : Optional.empty();
  }

  private void remember(String token, Verified verified) {
    synchronized (remembered) {
      remembered.put(token, verified);
    }
  }

  /**
   * Bytes that follow from a text and that nobody without the key can know; the same at every edge
   * that has it.
   *
   * @param purpose keeps secrets of different uses apart
   */
  public byte[] secretOf(String purpose, String text) {
    try {
      Mac mac = Mac.getInstance(SECRET_ALGORITHM);
      mac.init(new SecretKeySpec(key.getD().decode(), SECRET_ALGORITHM));
      return mac.doFinal((purpose + "|" + text).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + SECRET_ALGORITHM, e);
    }
  }

  /** The public half of the key, as the JWK set that anyone may read. */
  public String publicKeys() {
    return new JWKSet(key.toPublicJWK()).toString();
  }

  private @org.jspecify.annotations.Nullable Verified check(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      if (!JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm()) || !jwt.verify(verifier)) {
        return null;
      }
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      String role = claims.getStringClaim(ROLE);
      String subject = claims.getSubject();
      Date expiry = claims.getExpirationTime();
      if (!ISSUER.equals(claims.getIssuer())
          || role == null
          || subject == null
          || subject.isBlank()
          || expiry == null) {
        return null;
      }
      return Role.ofCode(role)
          .map(one -> new Verified(new Caller(one, subject), expiry.toInstant()))
          .orElse(null);
    } catch (ParseException | JOSEException e) {
      return null;
    }
  }
}

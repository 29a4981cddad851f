package dev.millrace.bench.postgres;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Tokens of the shop on PostgreSQL: the customer's id and a keyed digest of it. */
final class ShopTokens {

  private static final String ALGORITHM = "HmacSHA256";
  private static final String BEARER = "Bearer ";

  private final SecretKeySpec key;

  ShopTokens(String secret) {
    key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  String issue(String customerId) {
    return customerId + "." + digest(customerId);
  }

  /** Whom the header names; empty if nobody signed it. */
  Optional<String> customer(@Nullable String authorization) {
    if (authorization == null || !authorization.startsWith(BEARER)) {
      return Optional.empty();
    }
    String token = authorization.substring(BEARER.length());
    int dot = token.lastIndexOf('.');
    if (dot < 1) {
      return Optional.empty();
    }
    String customerId = token.substring(0, dot);
    boolean signed =
        MessageDigest.isEqual(
            digest(customerId).getBytes(StandardCharsets.UTF_8),
            token.substring(dot + 1).getBytes(StandardCharsets.UTF_8));
    return signed ? Optional.of(customerId) : Optional.empty();
  }

  private String digest(String customerId) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(customerId.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }
}

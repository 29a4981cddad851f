package dev.millrace.edge.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * EasyPost's scheme: {@code hmac-sha256-hex=<hex of HMAC-SHA256(secret, body)>}, the secret in
 * Unicode's form NFKD. No time is signed, so an old callback can be sent again for ever by whoever
 * has seen one; it then says where to look, and what is found there is as new as ever.
 *
 * <p>Threading: any thread.
 */
public final class EasyPostSignature implements CallbackProof {

  private static final String SCHEME = "hmac-sha256-hex=";
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * @param secret that only EasyPost and this edge know
   */
  public EasyPostSignature(String secret) {
    key =
        new SecretKeySpec(
            Normalizer.normalize(secret, Normalizer.Form.NFKD).getBytes(StandardCharsets.UTF_8),
            ALGORITHM);
  }

  @Override
  public boolean isOf(String body, String header) {
    return MessageDigest.isEqual(
        sign(body).getBytes(StandardCharsets.UTF_8), header.getBytes(StandardCharsets.UTF_8));
  }

  /** The header of a body. */
  public String sign(String body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return SCHEME + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has HMAC-SHA256", e);
    }
  }
}

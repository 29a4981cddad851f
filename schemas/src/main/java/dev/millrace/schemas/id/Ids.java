package dev.millrace.schemas.id;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Prefixed ids: a kind, an underscore and 32 hexadecimal digits. Fresh ones are UUIDv7 and sort by
 * time; derived ones are UUIDv5 of their parts, so whoever derives again gets the same id.
 */
public final class Ids {

  /** The seller of everything that names none. */
  public static final String PLATFORM_SELLER = "sel_platform";

  /** The warehouse of everything that names none. */
  public static final String MAIN_WAREHOUSE = "wh_main";

  /** Longest id that is accepted from outside. */
  public static final int LENGTH_MAX = 128;

  /** Names nothing else; all derived ids of this project live under it. */
  private static final UUID NAMESPACE = UUID.fromString("5b0f3c0e-7d2f-5f6b-9a57-3d6d696c6c72");

  private static final TimeBasedEpochRandomGenerator FRESH =
      Generators.timeBasedEpochRandomGenerator();
  private static final ThreadLocal<NameBasedGenerator> DERIVED =
      ThreadLocal.withInitial(() -> Generators.nameBasedGenerator(NAMESPACE));

  private Ids() {}

  /** Whether a text from outside can be an id at all. */
  public static boolean isId(String text) {
    return !text.isBlank() && text.length() <= LENGTH_MAX;
  }

  /** A new id, for edges and tools; deciders derive theirs. */
  public static String fresh(IdKind kind) {
    return format(kind, FRESH.generate());
  }

  /** The id that these parts always give, whoever asks. */
  public static String derived(IdKind kind, String... parts) {
    // Length prefixes keep ("ab","c") and ("a","bc") apart.
    var name = new StringBuilder(kind.prefix());
    for (String part : parts) {
      name.append('|').append(part.length()).append(':').append(part);
    }
    return format(kind, DERIVED.get().generate(name.toString()));
  }

  /** The cart of a customer; there is one. */
  public static String cartOf(String customerId) {
    return derived(IdKind.CART, customerId);
  }

  /** The order that a cart's generation becomes: every checkout of it meets the same aggregate. */
  public static String orderOf(String cartId, long cartGeneration) {
    return derived(IdKind.ORDER, cartId, Long.toString(cartGeneration));
  }

  /** The cart of the further units that an edit of an order wants; generation 0 is ordered. */
  public static String cartOfAddition(String orderId, String editId) {
    return derived(IdKind.CART, "addition", orderId, editId);
  }

  /**
   * The account of a gift card. Made of a digest, so whoever reads ids cannot pay with them.
   *
   * @param code as it stands on the card, in capitals and without separators
   */
  public static String giftCardOf(String code) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8));
      return IdKind.GIFT_CARD.prefix() + "_" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The account of a customer's store credit; there is one for each currency. */
  public static String storeCreditOf(String customerId, String currency) {
    return derived(IdKind.ACCOUNT, "store-credit", customerId, currency);
  }

  /** The account of all uses of a coupon. */
  public static String couponOf(String code) {
    return derived(IdKind.ACCOUNT, "coupon", code);
  }

  /** The account of one customer's uses of a coupon. */
  public static String couponOf(String code, String customerId) {
    return derived(IdKind.ACCOUNT, "coupon-of-customer", code, customerId);
  }

  private static String format(IdKind kind, UUID uuid) {
    return kind.prefix() + "_" + uuid.toString().replace("-", "");
  }
}

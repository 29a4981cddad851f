package dev.millrace.schemas.id;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * The keys of a SKU whose stock is spread over buckets, and the only place that knows them. Bucket
 * 0 has the SKU itself for its key, bucket {@code i} has {@code SKU#i}. No SKU of the API has a
 * number sign in it, so that none is another one's bucket.
 */
public final class BucketKey {

  /** Buckets of one SKU, at least, when it has any. */
  public static final int BUCKETS_MIN = 2;

  /** Buckets of one SKU, at most. */
  public static final int BUCKETS_MAX = 64;

  private static final char MARK = '#';

  private BucketKey() {}

  /** The key of a bucket; that of the first one, 0, is the SKU. */
  public static String of(String sku, int bucket) {
    return bucket == 0 ? sku : sku + MARK + bucket;
  }

  /** Whether a key is that of a bucket other than the first. */
  public static boolean isBucket(String key) {
    return key.indexOf(MARK) >= 0;
  }

  /** The SKU to which a key belongs. */
  public static String sku(String key) {
    int mark = key.indexOf(MARK);
    return mark < 0 ? key : key.substring(0, mark);
  }

  /** The number of the bucket; 0 for a SKU, and for what only looks like a bucket's key. */
  public static int bucket(String key) {
    int mark = key.indexOf(MARK);
    if (mark < 0 || key.length() - mark > 3) {
      return 0;
    }
    int bucket = 0;
    for (int i = mark + 1; i < key.length(); i++) {
      char digit = key.charAt(i);
      if (digit < '0' || digit > '9') {
        return 0;
      }
      bucket = bucket * 10 + (digit - '0');
    }
    return bucket < BUCKETS_MAX ? bucket : 0;
  }

  /**
   * The key to which commands about a reservation go: murmur2 over the id's UTF-8 bytes, without
   * its sign, modulo the buckets. Another key is answered too, but later.
   *
   * @param buckets that the sender knows of; 1 or fewer for a SKU that is not split
   */
  public static String hint(String sku, String reservationId, int buckets) {
    if (buckets < BUCKETS_MIN) {
      return sku;
    }
    int hash = Utils.murmur2(reservationId.getBytes(StandardCharsets.UTF_8));
    return of(sku, Utils.toPositive(hash) % buckets);
  }
}

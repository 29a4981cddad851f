package dev.millrace.edge.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Token buckets, one per caller, refilled evenly. The number of buckets is bounded: when it is
 * reached, full ones are dropped (a full bucket remembers nothing), and newcomers share one until
 * there is room.
 */
public final class RateLimiter {

  private static final int BUCKETS_MAX = 100_000;
  private static final String SHARED = "";
  private static final long WINDOW_SECONDS = 60;
  private static final double WINDOW_NANOS = WINDOW_SECONDS * 1e9;

  /**
   * What one request may do.
   *
   * @param remaining requests left at once
   * @param resetSeconds until the bucket is full again, or, when refused, until the next request
   *     may come
   */
  public record Verdict(boolean allowed, int quota, long remaining, long resetSeconds) {

    public String policyHeader() {
      return "\"default\";q=%d;w=%d".formatted(quota, WINDOW_SECONDS);
    }

    public String limitHeader() {
      return "\"default\";r=%d;t=%d".formatted(remaining, resetSeconds);
    }
  }

  private static final class Bucket {
    private double tokens;
    private long filledAt;

    Bucket(int quota, long now) {
      this.tokens = quota;
      this.filledAt = now;
    }

    synchronized Verdict take(int quota, long now) {
      refill(quota, now);
      boolean allowed = tokens >= 1;
      if (allowed) {
        tokens -= 1;
      }
      double missing = allowed ? quota - tokens : 1 - tokens;
      long reset = (long) Math.ceil(missing / quota * WINDOW_SECONDS);
      return new Verdict(allowed, quota, (long) tokens, Math.max(reset, allowed ? 0 : 1));
    }

    synchronized boolean isFull(long now) {
      return now - filledAt >= WINDOW_NANOS;
    }

    private void refill(int quota, long now) {
      tokens = Math.min(quota, tokens + Math.max(0, now - filledAt) / WINDOW_NANOS * quota);
      filledAt = now;
    }
  }

  private final ConcurrentHashMap<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  public RateLimiter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Takes one request out of the caller's bucket.
   *
   * @param quota requests per minute
   */
  public Verdict take(String caller, int quota) {
    long now = nanoTime.getAsLong();
    Bucket bucket = buckets.get(caller);
    if (bucket == null) {
      bucket =
          buckets.computeIfAbsent(hasRoom(now) ? caller : SHARED, key -> new Bucket(quota, now));
    }
    return bucket.take(quota, now);
  }

  private boolean hasRoom(long now) {
    if (buckets.size() < BUCKETS_MAX) {
      return true;
    }
    buckets.values().removeIf(bucket -> bucket.isFull(now));
    return buckets.size() < BUCKETS_MAX;
  }
}

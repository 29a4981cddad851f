package dev.millrace.gateways.payments;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a process remembers of its talks with Stripe, a bounded number of each, the latest. Losing
 * it costs questions, never money.
 *
 * <p>Threading: any thread.
 */
final class StripeMemory {

  private static final int ENTRIES_MAX = 20_000;

  /** An intent, and what of it never changes. */
  record Intent(String id, String currency) {}

  private final Map<String, Intent> intentsByPromise = bounded();
  private final Map<String, Integer> failuresByKey = bounded();

  synchronized Optional<Intent> intent(String promiseKey) {
    return Optional.ofNullable(intentsByPromise.get(promiseKey));
  }

  synchronized Intent remember(String promiseKey, Intent intent) {
    intentsByPromise.put(promiseKey, intent);
    return intent;
  }

  /** How often Stripe answered this key with an error of its own. */
  synchronized int failures(String key) {
    return failuresByKey.getOrDefault(key, 0);
  }

  synchronized void failed(String key) {
    failuresByKey.merge(key, 1, Integer::sum);
  }

  private static <V> Map<String, V> bounded() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > ENTRIES_MAX;
      }
    };
  }
}

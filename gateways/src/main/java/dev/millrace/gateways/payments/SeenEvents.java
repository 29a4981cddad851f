package dev.millrace.gateways.payments;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The latest events of providers that were looked into, a bounded number. One that comes again
 * after it was forgotten, or at another worker, costs a look and changes nothing.
 *
 * <p>Threading: any thread.
 */
final class SeenEvents {

  private final Map<String, Boolean> ids;

  SeenEvents(int max) {
    ids =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > max;
          }
        };
  }

  synchronized boolean contains(String provider, String eventId) {
    return ids.containsKey(provider + ":" + eventId);
  }

  synchronized void add(String provider, String eventId) {
    ids.put(provider + ":" + eventId, true);
  }
}

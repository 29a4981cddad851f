package dev.millrace.edge.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What each recent idempotency key was used for. The writer of a resource remembers the keys of its
 * own commands, for longer and across restarts; only the edge sees one key used for two resources.
 * Bounded: the keys that were used longest ago are forgotten. Safe for many threads.
 */
public final class UsedKeys {

  private final int countMax;
  private final Map<String, String> fingerprints;

  /**
   * @param countMax keys that are remembered; about 250 bytes each
   */
  public UsedKeys(int countMax) {
    this.countMax = countMax;
    this.fingerprints =
        new LinkedHashMap<>(64, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > UsedKeys.this.countMax;
          }
        };
  }

  /**
   * Notes a request.
   *
   * @param commandId stands for caller, operation and key
   * @param fingerprint digest of what the request says
   * @throws ProblemException {@code idempotency_key_reused} if the key was used for another request
   */
  public void use(String commandId, String fingerprint) {
    String first;
    synchronized (fingerprints) {
      first = fingerprints.putIfAbsent(commandId, fingerprint);
    }
    if (first != null && !first.equals(fingerprint)) {
      throw Problem.of(
              422,
              "idempotency_key_reused",
              "This Idempotency-Key was used for another request; take a new one.")
          .exception();
    }
  }
}

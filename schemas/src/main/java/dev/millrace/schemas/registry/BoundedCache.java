package dev.millrace.schemas.registry;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A map of answers that never change. When full it starts again empty, because every entry can be
 * asked for anew: exact eviction would cost a lock on the hot path and a full cache means ids are
 * being forged, not that there are this many schemas.
 */
final class BoundedCache<K, V> {

  private final ConcurrentMap<K, V> entries = new ConcurrentHashMap<>();
  private final int sizeMax;

  BoundedCache(int sizeMax) {
    this.sizeMax = sizeMax;
  }

  @Nullable V get(K key) {
    return entries.get(key);
  }

  /** Keeps the value unless another thread was first; returns the one that is kept. */
  V keep(K key, V value) {
    if (entries.size() >= sizeMax) {
      entries.clear();
    }
    V earlier = entries.putIfAbsent(key, value);
    return earlier == null ? value : earlier;
  }
}

package dev.millrace.inventory.stock;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Units in a warehouse that cannot be sold, by reason; a reason that is listed has at least one.
 *
 * @param byReason in the order of the reasons
 */
public record Damages(Map<DamageReason, Integer> byReason) {

  /** Nothing is damaged. */
  public static final Damages NONE = new Damages(Map.of());

  public Damages {
    if (byReason.values().stream().anyMatch(units -> units < 1)) {
      throw new IllegalStateException("a reason without damaged units: " + byReason);
    }
    byReason = byReason.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(byReason));
  }

  /** All of them. */
  public int total() {
    int total = 0;
    for (int units : byReason.values()) {
      total = Math.addExact(total, units);
    }
    return total;
  }

  /** With so many more; 0 changes nothing. */
  Damages plus(DamageReason reason, int units) {
    if (units == 0) {
      return this;
    }
    Map<DamageReason, Integer> more = new EnumMap<>(DamageReason.class);
    more.putAll(byReason);
    more.merge(reason, units, Math::addExact);
    return new Damages(more);
  }
}

package dev.millrace.edge.state;

import java.util.List;

/**
 * Some entries of one partition of a store, in the order of their keys.
 *
 * @param more whether others follow
 */
public record StatePage<T>(List<Entry<T>> entries, boolean more) {

  /** One entry. */
  public record Entry<T>(String key, T value) {}

  public StatePage {
    entries = List.copyOf(entries);
  }
}

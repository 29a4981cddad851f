package dev.millrace.standalone.audit;

import java.util.ArrayList;
import java.util.List;

/** The differences found so far: all are counted, the first ones are kept. */
final class Findings {

  private static final int KEPT_MAX = 1_000;

  private final List<Difference> kept = new ArrayList<>();
  private long count;

  void add(Difference.Kind kind, String where, String what) {
    count++;
    if (kept.size() < KEPT_MAX) {
      kept.add(new Difference(kind, where, what));
    }
  }

  void addAll(List<Difference> differences) {
    differences.forEach(one -> add(one.kind(), one.where(), one.what()));
  }

  List<Difference> kept() {
    return List.copyOf(kept);
  }

  long count() {
    return count;
  }
}

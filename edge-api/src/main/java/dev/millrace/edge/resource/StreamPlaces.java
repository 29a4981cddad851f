package dev.millrace.edge.resource;

import java.util.HashMap;
import java.util.Map;

/** Counts open streams, so that neither one caller nor all together have too many. */
final class StreamPlaces {

  private final int allMax;
  private final Map<String, Integer> ofCallers = new HashMap<>();
  private int all;

  StreamPlaces(int allMax) {
    this.allMax = allMax;
  }

  /**
   * Takes a place, to be given back once; false if there is none.
   *
   * @param ofCallerMax how many this caller may have
   */
  synchronized boolean take(String caller, int ofCallerMax) {
    int ofCaller = ofCallers.getOrDefault(caller, 0);
    if (all >= allMax || ofCaller >= ofCallerMax) {
      return false;
    }
    ofCallers.put(caller, ofCaller + 1);
    all++;
    return true;
  }

  /** Gives a place back that the caller took. */
  synchronized void giveBack(String caller) {
    ofCallers.computeIfPresent(caller, (name, count) -> count == 1 ? null : count - 1);
    all--;
  }
}

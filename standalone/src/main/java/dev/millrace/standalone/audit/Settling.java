package dev.millrace.standalone.audit;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at suspected SKUs or orders one by one, while they may go on: one counts as different only
 * if the log and what is compared with it were seen at one moment, or stood still without meeting.
 */
final class Settling {

  /** What is compared with the log. */
  interface Subject {

    /** What a difference that never settles is reported as. */
    Difference.Kind kind();

    /** What there are many of, in words. */
    String plural();

    /** What differs; empty if it has moved on since the log was read. */
    Optional<List<Difference>> compare(String id);

    /** What one that never stood still long enough is short of, in words. */
    String gap(String id);
  }

  /** Looks at what moves; with the pauses between them, two seconds. */
  private static final int LOOKS = 5;

  /** Looked at one by one; where more are suspected, something is wrong with all of them. */
  private static final int SUSPECTS_MAX = 10_000;

  private final Subject subject;
  private final Runnable readOn;
  private final Duration pause;

  /**
   * @param readOn reads what the subject compares to its end
   * @param pause between two looks
   */
  Settling(Subject subject, Runnable readOn, Duration pause) {
    this.subject = subject;
    this.readOn = readOn;
    this.pause = pause;
  }

  /**
   * Finds out about every suspect; returns how many moved all the time, so that only their events
   * could be checked.
   */
  long settle(Set<String> suspects, Findings findings) {
    Set<String> left = new LinkedHashSet<>();
    suspects.stream().limit(SUSPECTS_MAX).forEach(left::add);
    if (suspects.size() > SUSPECTS_MAX) {
      findings.add(
          subject.kind(),
          "%,d more %s".formatted(suspects.size() - SUSPECTS_MAX, subject.plural()),
          "they differ from the log; too many to look at each");
    }
    Map<String, String> firstGaps = new HashMap<>();
    for (int look = 1; look <= LOOKS && !left.isEmpty(); look++) {
      readOn.run();
      lookAtEach(left, findings);
      for (String id : left) {
        firstGaps.putIfAbsent(id, subject.gap(id));
      }
      if (look < LOOKS && !left.isEmpty()) {
        LockSupport.parkNanos(pause.toNanos());
      }
    }
    return moving(left, firstGaps, findings);
  }

  private void lookAtEach(Set<String> left, Findings findings) {
    for (Iterator<String> ids = left.iterator(); ids.hasNext(); ) {
      Optional<List<Difference>> differences = subject.compare(ids.next());
      if (differences.isPresent()) {
        findings.addAll(differences.get());
        ids.remove();
      }
    }
  }

  private long moving(Set<String> left, Map<String, String> firstGaps, Findings findings) {
    long moving = 0;
    for (String id : left) {
      String gap = subject.gap(id);
      if (gap.equals(firstGaps.get(id))) {
        findings.add(subject.kind(), id, gap);
      } else {
        moving++;
      }
    }
    return moving;
  }
}

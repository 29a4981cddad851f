package dev.millrace.pricing.quote;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rules by id, each with all the wordings it ever had, so that an old price can be recomputed. */
final class VersionedRules<R extends VersionedRules.Rule> {

  /** A wording of a rule. */
  interface Rule {
    String ruleId();

    long version();

    /** Applies from then on, until a higher version does. */
    Instant validFrom();
  }

  /** Names one wording. */
  record RuleVersion(String ruleId, long version) {}

  private final Map<String, List<R>> newestFirst = new HashMap<>();

  VersionedRules(Collection<R> rules) {
    for (R rule : rules) {
      newestFirst.computeIfAbsent(rule.ruleId(), id -> new ArrayList<>()).add(rule);
    }
    for (List<R> versions : newestFirst.values()) {
      versions.sort(Comparator.comparingLong(Rule::version).reversed());
      if (versions.stream().map(Rule::version).distinct().count() < versions.size()) {
        throw new IllegalArgumentException(
            "two rules have the same id and version: " + versions.getFirst().ruleId());
      }
    }
  }

  /** The newest wording, in force at that time, of the first of these rules that has one. */
  Optional<R> inForce(List<String> ruleIds, Instant at) {
    for (String ruleId : ruleIds) {
      for (R rule : newestFirst.getOrDefault(ruleId, List.of())) {
        if (!rule.validFrom().isAfter(at)) {
          return Optional.of(rule);
        }
      }
    }
    return Optional.empty();
  }

  /** Only these wordings. */
  VersionedRules<R> only(Set<RuleVersion> versions) {
    return new VersionedRules<>(
        all().stream()
            .filter(rule -> versions.contains(new RuleVersion(rule.ruleId(), rule.version())))
            .toList());
  }

  List<R> all() {
    return newestFirst.values().stream().flatMap(List::stream).toList();
  }
}

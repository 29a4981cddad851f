package dev.millrace.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs random steps from seeds against a fresh model and checks named invariants after each. The
 * same seed gives the same steps. The seeds are printed before they run; a failure names its seed,
 * how to run it again, and the shortest list of steps that halving could find.
 *
 * @param <M> the model, holding the thing under test
 * @param <S> one step; plain data, so that steps can be left out while shrinking
 */
public final class SeededRun<M, S> {

  /** System property that runs one seed only. */
  public static final String SEED = "millrace.seed";

  /**
   * How often a failing seed is run to find fewer steps that fail; long runs are not halved out.
   */
  private static final int SHRINKING_RUNS_MAX = 300;

  private final Supplier<M> newModel;
  private final Function<Random, S> generate;
  private final BiConsumer<M, S> apply;
  private final List<Invariant<M>> invariants;
  private final List<S> lastSteps;

  public SeededRun(
      Supplier<M> newModel,
      Function<Random, S> generate,
      BiConsumer<M, S> apply,
      List<Invariant<M>> invariants) {
    this(newModel, generate, apply, invariants, List.of());
  }

  private SeededRun(
      Supplier<M> newModel,
      Function<Random, S> generate,
      BiConsumer<M, S> apply,
      List<Invariant<M>> invariants,
      List<S> lastSteps) {
    this.newModel = newModel;
    this.generate = generate;
    this.apply = apply;
    this.invariants = List.copyOf(invariants);
    this.lastSteps = List.copyOf(lastSteps);
  }

  /** The same run, in which every seed ends with these steps. */
  public SeededRun<M, S> endingWith(List<S> steps) {
    return new SeededRun<>(newModel, generate, apply, invariants, steps);
  }

  /** The steps of one seed, as {@link #run} takes them. */
  public List<S> steps(long seed, int count) {
    var random = new Random(seed);
    List<S> steps = new ArrayList<>(count + lastSteps.size());
    for (int i = 0; i < count; i++) {
      steps.add(generate.apply(random));
    }
    steps.addAll(lastSteps);
    return steps;
  }

  /**
   * Runs the seeds {@code firstSeed, firstSeed+1, …}, or the one that {@link #SEED} names.
   *
   * @return how many steps ran
   */
  public long run(long firstSeed, int seeds, int stepsPerSeed) {
    Long only = Long.getLong(SEED);
    long from = only == null ? firstSeed : only;
    int count = only == null ? seeds : 1;
    System.out.printf(
        "Seeds %d to %d, %,d steps each; one alone with -D%s=N%n",
        from, from + count - 1, stepsPerSeed, SEED);
    for (long seed = from; seed < from + count; seed++) {
      List<S> steps = steps(seed, stepsPerSeed);
      Optional<String> failure = failure(steps);
      if (failure.isPresent()) {
        throw new AssertionError(report(seed, steps, failure.get()));
      }
    }
    return (long) count * (stepsPerSeed + lastSteps.size());
  }

  private String report(long seed, List<S> steps, String failure) {
    List<S> shortest = shrink(steps);
    return """
    %s
    seed %d; run it again with -D%s=%d
    shortest steps found (%d of %d):
      %s\
    """
        .formatted(
            failure(shortest).orElse(failure),
            seed,
            SEED,
            seed,
            shortest.size(),
            steps.size(),
            String.join("\n  ", shortest.stream().map(String::valueOf).toList()));
  }

  private List<S> shrink(List<S> failing) {
    List<S> shortest = failing;
    int runs = 0;
    for (int chunk = failing.size() / 2; chunk > 0; chunk /= 2) {
      for (int from = 0; from + chunk <= shortest.size() && runs < SHRINKING_RUNS_MAX; ) {
        runs++;
        List<S> without = new ArrayList<>(shortest.subList(0, from));
        without.addAll(shortest.subList(from + chunk, shortest.size()));
        if (failure(without).isPresent()) {
          shortest = without;
        } else {
          from += chunk;
        }
      }
    }
    return shortest;
  }

  private Optional<String> failure(List<S> steps) {
    M model = newModel.get();
    try {
      return failure(model, steps);
    } finally {
      close(model);
    }
  }

  /** Models that hold something, such as drivers of topologies, are done with it. */
  private void close(M model) {
    if (model instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException("the model of a run does not close", e);
      }
    }
  }

  private Optional<String> failure(M model, List<S> steps) {
    int number = 0;
    for (S step : steps) {
      number++;
      try {
        apply.accept(model, step);
      } catch (RuntimeException | AssertionError e) {
        return Optional.of("step %d (%s) threw %s".formatted(number, step, e));
      }
      for (Invariant<M> invariant : invariants) {
        Optional<String> violation = invariant.check().violation(model);
        if (violation.isPresent()) {
          return Optional.of(
              "%s does not hold after step %d (%s): %s"
                  .formatted(invariant.name(), number, step, violation.get()));
        }
      }
    }
    return Optional.empty();
  }
}

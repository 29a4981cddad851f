package dev.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.kit.decide.Decision;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Given what happened, when a command comes, then these events or that refusal.
 *
 * <pre>spec.given(stockReceived(5)).when(reserve(6), NOW).refused(INSUFFICIENT_STOCK);</pre>
 */
public final class DeciderSpec<S, C, E, R> {

  /** The decider under test. */
  @FunctionalInterface
  public interface Decide<S, C, E, R> {
    Decision<E, R> decide(S state, C command, Instant now);
  }

  /** The fold under test. */
  @FunctionalInterface
  public interface Evolve<S, E> {
    S evolve(S state, E event);
  }

  private final S initial;
  private final Decide<S, C, E, R> decide;
  private final Evolve<S, E> evolve;

  public DeciderSpec(S initial, Decide<S, C, E, R> decide, Evolve<S, E> evolve) {
    this.initial = initial;
    this.decide = decide;
    this.evolve = evolve;
  }

  @SafeVarargs
  public final Given given(E... history) {
    return new Given(Arrays.stream(history).reduce(initial, evolve::evolve, (a, b) -> b));
  }

  public Given givenState(S state) {
    return new Given(state);
  }

  /** A state to decide on. */
  public final class Given {
    private final S state;

    private Given(S state) {
      this.state = state;
    }

    public Then when(C command, Instant now) {
      return new Then(state, decide.decide(state, command, now));
    }
  }

  /** A decision to judge. */
  public final class Then {
    private final S before;
    private final Decision<E, R> decision;

    private Then(S before, Decision<E, R> decision) {
      this.before = before;
      this.decision = decision;
    }

    /** Exactly these events, in this order. */
    @SafeVarargs
    public final Then events(E... expected) {
      assertThat(accepted()).containsExactly(expected);
      return this;
    }

    /** Accepted, and nothing happened: it had happened before. */
    public Then nothingHappens() {
      assertThat(accepted()).isEmpty();
      return this;
    }

    public Then refused(R reason) {
      assertThat(decision).isEqualTo(Decision.reject(reason));
      return this;
    }

    /** The state after the events. */
    public S state() {
      return accepted().stream().reduce(before, evolve::evolve, (a, b) -> b);
    }

    private List<E> accepted() {
      return switch (decision) {
        case Decision.Accepted<E, R>(var events) -> events;
        case Decision.Rejected<E, R>(var reason) ->
            throw new AssertionError("expected events, but it was refused: " + reason);
      };
    }
  }
}

package dev.millrace.orders.order;

import dev.millrace.orders.order.Payment.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the provider was asked to take of an order's promised money, oldest first. */
public record Captures(List<Capture> all) {

  /** Fewer than providers allow, and than the notes they keep beside one promise. */
  static final int CAPTURES_MAX = 40;

  static final Captures NONE = new Captures(List.of());

  public Captures {
    all = List.copyOf(all);
  }

  /**
   * One capture.
   *
   * @param captureId null for the one that comes with the confirmation and takes the whole promise
   * @param isLast whether the provider releases what is left of the promise
   */
  public record Capture(
      @Nullable String captureId,
      String requestId,
      long amountMinor,
      boolean isLast,
      Progress step) {
    Capture at(Progress next) {
      return new Capture(captureId, requestId, amountMinor, isLast, next);
    }

    /** Whether its money is taken or may be any moment. */
    boolean counts() {
      return step == Progress.ASKED || step == Progress.DONE;
    }
  }

  /** How far they have come in all: asked while one is under way, done once one has taken money. */
  public Progress progress() {
    if (isAsked()) {
      return Progress.ASKED;
    }
    return any(Progress.DONE)
        ? Progress.DONE
        : any(Progress.FAILED) ? Progress.FAILED : Progress.NONE;
  }

  /** Whether the provider has yet to answer one of them. */
  boolean isAsked() {
    return any(Progress.ASKED);
  }

  private boolean any(Progress step) {
    return all.stream().anyMatch(one -> one.step() == step);
  }

  /** Whether nothing can be taken any more because a last one was asked for. */
  boolean isEnded() {
    return all.stream().anyMatch(one -> one.isLast() && one.counts());
  }

  /** What is taken, or asked to be. */
  long countedMinor() {
    return all.stream().filter(Capture::counts).mapToLong(Capture::amountMinor).sum();
  }

  Optional<Capture> find(String captureId) {
    return all.stream().filter(one -> captureId.equals(one.captureId())).findFirst();
  }

  Optional<Capture> asked(String requestId) {
    return all.stream()
        .filter(one -> one.step() == Progress.ASKED && one.requestId().equals(requestId))
        .findFirst();
  }

  Captures plus(Capture capture) {
    List<Capture> more = new ArrayList<>(all);
    more.add(capture);
    return new Captures(more);
  }

  /** One that failed is asked for again, with another request or the same. */
  Captures again(String failedRequestId, String requestId, long amountMinor) {
    return new Captures(
        all.stream()
            .map(
                one ->
                    one.step() == Progress.FAILED && one.requestId().equals(failedRequestId)
                        ? new Capture(
                            one.captureId(), requestId, amountMinor, one.isLast(), Progress.ASKED)
                        : one)
            .toList());
  }

  Captures at(String requestId, Progress step) {
    return new Captures(
        all.stream().map(one -> one.requestId().equals(requestId) ? one.at(step) : one).toList());
  }
}

package dev.millrace.orders.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One hold, also when it has ended.
 *
 * @param amount what was held
 * @param taken what was spent of it
 * @param giveBacks what of that came back, the oldest first
 */
public record AccountHold(
    long amount, Instant expiresAt, Step step, long taken, List<GiveBack> giveBacks) {

  /** How often something of one hold may come back. */
  static final int GIVE_BACKS_MAX = 200;

  public AccountHold {
    giveBacks = List.copyOf(giveBacks);
  }

  /** What has become of it. */
  public enum Step {
    HELD,
    TAKEN,
    RELEASED,
    /** Nobody asked for it in time. */
    EXPIRED
  }

  /** Something that came back. */
  public record GiveBack(String giveBackId, long amount) {}

  /** What is spent and has not come back. */
  long spent() {
    return taken - giveBacks.stream().mapToLong(GiveBack::amount).sum();
  }

  Optional<GiveBack> giveBack(String giveBackId) {
    return giveBacks.stream().filter(one -> one.giveBackId().equals(giveBackId)).findFirst();
  }

  /** What an event about a hold makes of it; {@code before} is null before the first. */
  static AccountHold evolve(@Nullable AccountHold before, AccountEvent.OfHold event) {
    if (event instanceof AccountEvent.AmountHeld held) {
      return new AccountHold(held.amount(), held.expiresAt(), Step.HELD, 0, List.of());
    }
    AccountHold hold = Objects.requireNonNull(before, "a hold begins with an event");
    return switch (event) {
      case AccountEvent.AmountHeld e -> hold;
      case AccountEvent.AmountTaken e -> hold.with(Step.TAKEN, e.amount(), hold.giveBacks);
      case AccountEvent.AmountReleased e ->
          hold.with(e.expired() ? Step.EXPIRED : Step.RELEASED, 0, hold.giveBacks);
      case AccountEvent.AmountGivenBack e -> {
        List<GiveBack> all = new ArrayList<>(hold.giveBacks);
        all.add(new GiveBack(e.giveBackId(), e.amount()));
        yield hold.with(hold.step, hold.taken, all);
      }
    };
  }

  private AccountHold with(Step next, long spent, List<GiveBack> back) {
    return new AccountHold(amount, expiresAt, next, spent, back);
  }
}

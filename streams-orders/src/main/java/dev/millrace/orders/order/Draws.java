package dev.millrace.orders.order;

import dev.millrace.orders.account.Account.Kind;
import dev.millrace.orders.order.Payment.RefundStep;
import dev.millrace.schemas.id.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an order draws on accounts: money of gift cards and store credit, and uses of coupons. Money
 * is drawn in the order of the list, before the payment method is asked for the rest; what goes
 * back goes to the payment method first, and to the accounts in the opposite order.
 *
 * @param all of the current attempt
 * @param giveBacks what goes back to accounts, the oldest first
 */
public record Draws(List<Draw> all, List<GiveBack> giveBacks) {

  /** Means of payment beside the payment method. */
  static final int TENDERS_MAX = 3;

  /** Draws on nothing. */
  public static final Draws NONE = new Draws(List.of(), List.of());

  public Draws {
    all = List.copyOf(all);
    giveBacks = List.copyOf(giveBacks);
  }

  /** What has become of a draw. */
  public enum Step {
    REQUESTED,
    HELD,
    REFUSED,
    RELEASED,
    /** The order stands, and what is held is to be spent. */
    TAKING,
    TAKEN,
    /** What was held could not be spent. */
    LOST
  }

  /**
   * What is drawn on one account.
   *
   * @param most how much is asked for at most
   * @param limit of a coupon: how many uses there are
   * @param held how much the account keeps
   * @param drawn how much is spent; 0 before the order stands
   * @param refusal why nothing is held, or could be spent
   */
  public record Draw(
      String accountId,
      Kind kind,
      String holdId,
      long most,
      @Nullable Long limit,
      Step step,
      long held,
      long drawn,
      @Nullable Instant expiresAt,
      @Nullable String refusal) {

    boolean isMoney() {
      return kind.isMoney();
    }

    /** Whether it was spent, or is about to be. */
    boolean isSpent() {
      return step == Step.TAKING || step == Step.TAKEN;
    }

    private Draw at(Step next, @Nullable String why) {
      return new Draw(accountId, kind, holdId, most, limit, next, held, drawn, expiresAt, why);
    }

    private Draw held(long amount, @Nullable Instant until) {
      return new Draw(accountId, kind, holdId, most, limit, Step.HELD, amount, 0, until, null);
    }

    private Draw spends(long amount) {
      Step next = amount > 0 ? Step.TAKING : Step.RELEASED;
      return new Draw(accountId, kind, holdId, most, limit, next, held, amount, expiresAt, null);
    }
  }

  /**
   * Something that goes back to an account.
   *
   * @param requestId what it is given back for
   * @param giveBackId what the account knows it by
   * @param holdId the hold that spent it; null for what becomes store credit
   * @param ofProviderMinor how much of it the payment method had paid
   */
  public record GiveBack(
      String requestId,
      String giveBackId,
      @Nullable String holdId,
      long amount,
      long ofProviderMinor,
      RefundStep step) {

    boolean counts() {
      return step != RefundStep.FAILED && step != RefundStep.DROPPED;
    }

    boolean isOpen() {
      return step == RefundStep.QUEUED || step == RefundStep.ASKED;
    }

    private GiveBack at(RefundStep next) {
      return new GiveBack(requestId, giveBackId, holdId, amount, ofProviderMinor, next);
    }
  }

  /** What a new attempt asks accounts for. */
  static Draws requested(String orderId, int attempt, Placement placement) {
    long totalMinor = placement.quote().totalMinor();
    Placement.Coupon coupon = placement.quote().coupon();
    if (placement.tenders().isEmpty() && coupon == null) {
      return NONE;
    }
    List<Draw> draws = new ArrayList<>();
    if (coupon != null) {
      uses(orderId, attempt, placement.customerId(), coupon, draws);
    }
    for (Placement.Tender tender : placement.tenders()) {
      Long max = tender.maxMinor();
      long most = max == null ? totalMinor : Math.min(max, totalMinor);
      if (most > 0) {
        draws.add(
            new Draw(
                tender.accountId(),
                tender.kind(),
                RequestIds.draw(orderId, attempt, tender.accountId()),
                most,
                null,
                Step.REQUESTED,
                0,
                0,
                null,
                null));
      }
    }
    return draws.isEmpty() ? NONE : new Draws(draws, List.of());
  }

  /** One use in all, and one by the customer, as far as either is limited. */
  private static void uses(
      String orderId, int attempt, String customerId, Placement.Coupon coupon, List<Draw> draws) {
    if (coupon.maxRedemptions() != null) {
      String account = Ids.couponOf(coupon.code());
      draws.add(use(orderId, attempt, account, Kind.COUPON, coupon.maxRedemptions()));
    }
    if (coupon.maxPerCustomer() != null) {
      String account = Ids.couponOf(coupon.code(), customerId);
      draws.add(use(orderId, attempt, account, Kind.COUPON_OF_CUSTOMER, coupon.maxPerCustomer()));
    }
  }

  private static Draw use(String orderId, int attempt, String account, Kind kind, long limit) {
    String holdId = RequestIds.draw(orderId, attempt, account);
    return new Draw(account, kind, holdId, 1, limit, Step.REQUESTED, 0, 0, null, null);
  }

  Optional<Draw> find(String holdId) {
    return all.stream().filter(one -> one.holdId().equals(holdId)).findFirst();
  }

  Optional<GiveBack> giveBack(String giveBackId) {
    return giveBacks.stream().filter(one -> one.giveBackId().equals(giveBackId)).findFirst();
  }

  /** Whether some account has yet to answer. */
  boolean isAwaited() {
    return all.stream().anyMatch(one -> one.step() == Step.REQUESTED);
  }

  /** Why the first account that refused did. */
  Optional<String> refusal() {
    return all.stream()
        .filter(one -> one.step() == Step.REFUSED)
        .map(one -> one.refusal() == null ? "refused" : one.refusal())
        .findFirst();
  }

  /** When the first of the holds ends. */
  Instant holdsEnd() {
    return all.stream()
        .map(Draw::expiresAt)
        .filter(java.util.Objects::nonNull)
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }

  /** Whether money is drawn, and not only uses of coupons. */
  public boolean paysAny() {
    return all.stream().anyMatch(Draw::isMoney);
  }

  /** What of so much is drawn, or was. */
  public long drawnMinor(long totalMinor) {
    long sum = 0;
    for (Draw one : all) {
      if (one.isMoney()) {
        sum += one.step() == Step.HELD ? Math.min(one.held(), totalMinor - sum) : one.drawn();
      }
    }
    return sum;
  }

  Draws held(String holdId, long amount, Instant expiresAt) {
    return change(holdId, one -> one.held(amount, expiresAt));
  }

  Draws refused(String holdId, String refusal) {
    return change(holdId, one -> one.at(Step.REFUSED, refusal));
  }

  /** The attempt is given up. */
  Draws released() {
    return each(
        one ->
            one.step() == Step.REQUESTED || one.step() == Step.HELD
                ? one.at(Step.RELEASED, null)
                : one);
  }

  /** The order stands: of so much each spends what those before it leave. */
  Draws spent(long totalMinor) {
    List<Draw> changed = new ArrayList<>();
    long left = totalMinor;
    for (Draw one : all) {
      if (one.step() != Step.HELD) {
        changed.add(one);
      } else if (one.isMoney()) {
        long amount = Math.min(one.held(), left);
        left -= amount;
        changed.add(one.spends(amount));
      } else {
        changed.add(one.spends(one.held()));
      }
    }
    return new Draws(changed, giveBacks);
  }

  /** What was to go back as soon as it was spent is asked for now. */
  Draws taken(String holdId) {
    return change(holdId, one -> one.at(Step.TAKEN, null)).queued(holdId, RefundStep.ASKED);
  }

  Draws lost(String holdId, String refusal) {
    return change(holdId, one -> one.at(Step.LOST, refusal)).queued(holdId, RefundStep.DROPPED);
  }

  /** Whether everything that is to be spent was. */
  boolean isAllTaken() {
    return all.stream().noneMatch(one -> one.step() == Step.TAKING);
  }

  /** Money that was spent, or is about to be, and neither went back nor is on its way. */
  public long refundableMinor() {
    long spent =
        all.stream().filter(one -> one.isMoney() && one.isSpent()).mapToLong(Draw::drawn).sum();
    long back =
        giveBacks.stream()
            .filter(one -> one.counts() && isMoney(one))
            .mapToLong(one -> one.amount() - one.ofProviderMinor())
            .sum();
    return Math.max(0, spent - back);
  }

  /** Money of the payment method that became store credit: it does not go back a second time. */
  public long ofProviderMinor() {
    return giveBacks.stream().filter(GiveBack::counts).mapToLong(GiveBack::ofProviderMinor).sum();
  }

  /** Money that is back on its accounts. */
  long givenBackMinor() {
    return giveBacks.stream()
        .filter(one -> one.step() == RefundStep.DONE && one.holdId() != null && isMoney(one))
        .mapToLong(GiveBack::amount)
        .sum();
  }

  /** Whether something is still to go back for a request. */
  boolean isOpen(String requestId) {
    return giveBacks.stream().anyMatch(one -> one.requestId().equals(requestId) && one.isOpen());
  }

  /** So much goes back to the accounts that it came from, the last that was drawn on first. */
  Draws giveBack(String requestId, long amountMinor) {
    List<GiveBack> more = new ArrayList<>(giveBacks);
    long left = Math.min(amountMinor, refundableMinor());
    for (int i = all.size() - 1; i >= 0 && left > 0; i--) {
      Draw one = all.get(i);
      long amount = one.isMoney() ? Math.min(left, spentBy(one)) : 0;
      if (amount > 0) {
        left -= amount;
        more.add(backTo(one, requestId, amount));
      }
    }
    return new Draws(all, more);
  }

  /** The order is given up: its uses of coupons go back. */
  Draws giveUsesBack(String requestId) {
    List<GiveBack> more = new ArrayList<>(giveBacks);
    for (Draw one : all) {
      if (!one.isMoney() && one.isSpent() && spentBy(one) > 0) {
        more.add(backTo(one, requestId, spentBy(one)));
      }
    }
    return new Draws(all, more);
  }

  /** So much becomes store credit of the customer, wherever it came from. */
  Draws issue(String orderId, String requestId, long amountMinor) {
    if (amountMinor <= 0) {
      return this;
    }
    List<GiveBack> more = new ArrayList<>(giveBacks);
    more.add(
        new GiveBack(
            requestId,
            RequestIds.storeCredit(orderId, requestId),
            null,
            amountMinor,
            Math.max(0, amountMinor - refundableMinor()),
            RefundStep.ASKED));
    return new Draws(all, more);
  }

  Draws answered(String giveBackId, boolean done) {
    return new Draws(
        all,
        giveBacks.stream()
            .map(
                one ->
                    one.giveBackId().equals(giveBackId) && one.step() == RefundStep.ASKED
                        ? one.at(done ? RefundStep.DONE : RefundStep.FAILED)
                        : one)
            .toList());
  }

  /** What was lost is to be spent, or what failed is to go back, after all. */
  Draws again(String requestId, long amount) {
    Draws taking =
        change(requestId, one -> one.step() == Step.LOST ? one.at(Step.TAKING, null) : one);
    return new Draws(
        taking.all,
        giveBacks.stream()
            .map(
                one ->
                    one.giveBackId().equals(requestId) && one.step() == RefundStep.FAILED
                        ? again(one, amount)
                        : one)
            .toList());
  }

  private GiveBack again(GiveBack failed, long amount) {
    return new GiveBack(
        failed.requestId(),
        failed.giveBackId(),
        failed.holdId(),
        amount,
        failed.holdId() == null ? Math.max(0, amount - refundableMinor()) : 0,
        RefundStep.ASKED);
  }

  /** How much of what an account refused to take back is still to go there. */
  long stillToGiveBack(GiveBack failed) {
    String holdId = failed.holdId();
    return holdId == null
        ? failed.amount()
        : Math.min(failed.amount(), find(holdId).map(this::spentBy).orElse(0L));
  }

  private static GiveBack backTo(Draw draw, String requestId, long amount) {
    return new GiveBack(
        requestId,
        RequestIds.giveBack(requestId, draw.holdId()),
        draw.holdId(),
        amount,
        0,
        draw.step() == Step.TAKEN ? RefundStep.ASKED : RefundStep.QUEUED);
  }

  /** What one draw spent and did not give back; what became store credit stays spent. */
  private long spentBy(Draw draw) {
    long back =
        giveBacks.stream()
            .filter(one -> one.counts() && draw.holdId().equals(one.holdId()))
            .mapToLong(GiveBack::amount)
            .sum();
    return draw.isSpent() ? draw.drawn() - back : 0;
  }

  private boolean isMoney(GiveBack back) {
    return back.holdId() == null || find(back.holdId()).map(Draw::isMoney).orElse(true);
  }

  private Draws queued(String holdId, RefundStep step) {
    return new Draws(
        all,
        giveBacks.stream()
            .map(
                one ->
                    holdId.equals(one.holdId()) && one.step() == RefundStep.QUEUED
                        ? one.at(step)
                        : one)
            .toList());
  }

  private Draws change(String holdId, UnaryOperator<Draw> change) {
    return each(one -> one.holdId().equals(holdId) ? change.apply(one) : one);
  }

  private Draws each(UnaryOperator<Draw> change) {
    return new Draws(all.stream().map(change).toList(), giveBacks);
  }
}

package dev.millrace.orders.order;

import dev.millrace.orders.account.Account;
import dev.millrace.orders.account.Account.Kind;
import dev.millrace.orders.order.OrderCommand.AccountAnswered;
import dev.millrace.orders.order.OrderCommand.AccountOperation;
import dev.millrace.orders.order.Payment.RefundStep;
import dev.millrace.schemas.id.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The gift card and the store credit of the model of orders, and what must be true of them. */
final class DrawProperties {

  private static final String CARD = "gft_1";
  private static final String CREDIT = Ids.storeCreditOf("cus_1", "USD");
  private static final long ON_CARD = 1_700;
  private static final long ON_CREDIT = 9_000;

  private DrawProperties() {}

  static TinyAccounts accounts() {
    return new TinyAccounts()
        .issued(CARD, Kind.GIFT_CARD, ON_CARD)
        .issued(CREDIT, Kind.STORE_CREDIT, ON_CREDIT);
  }

  /**
   * Some orders draw on a card that does not pay it all, some on credit that does, some on both.
   */
  static OrderCommand.PlaceOrder drawing(OrderCommand.PlaceOrder plain, int pick) {
    List<Placement.Tender> tenders = new ArrayList<>();
    int which = pick / 4 % 8;
    if (which == 1 || which == 2) {
      tenders.add(new Placement.Tender(Kind.GIFT_CARD, CARD, pick % 2 == 0 ? null : 601L));
    }
    if (which == 2 || which == 3) {
      tenders.add(new Placement.Tender(Kind.STORE_CREDIT, CREDIT, pick % 3 == 0 ? 500L : null));
    }
    if (which == 4 && pick % 3 == 0) {
      tenders.add(new Placement.Tender(Kind.GIFT_CARD, "gft_none", null));
    }
    Placement placement = plain.placement();
    return new OrderCommand.PlaceOrder(
        plain.commandId(),
        plain.orderId(),
        new Placement(
            placement.customerId(),
            placement.quote(),
            placement.shippingAddress(),
            placement.paymentMethodId(),
            placement.backorderAllowed(),
            placement.partialAllowed(),
            tenders),
        true,
        null);
  }

  /** How somebody settles something: what accounts refused is asked for again half of the times. */
  static String resolution(@Nullable Order order, int pick) {
    boolean isOfCredit =
        order != null
            && (order.care().isOpen(Reasons.CREDIT_TAKE_REFUSED)
                || order.care().isOpen(Reasons.CREDIT_GIVE_BACK_REFUSED));
    Resolution[] all = Resolution.values();
    return (isOfCredit && pick % 2 == 0 ? Resolution.RETRY_CREDIT : all[pick % all.length]).code();
  }

  /** What is taken by hand: all, all but what one unit of the first line costs, or anything. */
  static @Nullable Long toCapture(@Nullable Order order, int pick) {
    long allButOne = order == null ? 0 : order.capturableMinor() - 1_025;
    return switch (pick % 3) {
      case 0 -> null;
      case 1 -> Math.max(1_026, allButOne);
      default -> 1L + pick * 4;
    };
  }

  /** What an account answers; now and then it refuses what was promised, and does nothing. */
  static Optional<AccountAnswered> answer(
      TinyAccounts accounts, FollowUp.ForAccount ask, int pick, Instant now) {
    if (pick % 16 == 0) {
      switch (ask) {
        case FollowUp.TakeDraw one -> {
          return refused(AccountOperation.TAKE, ask.accountId(), one.draw().holdId());
        }
        case FollowUp.GiveDrawBack one -> {
          return refused(AccountOperation.GIVE_BACK, ask.accountId(), one.giveBackId());
        }
        case FollowUp.IssueCredit one -> {
          return refused(AccountOperation.ISSUE, ask.accountId(), one.issueId());
        }
        case FollowUp.HoldDraw one -> {}
        case FollowUp.ReleaseDraw one -> {}
      }
    }
    return accounts.ask(ask, now);
  }

  private static Optional<AccountAnswered> refused(
      AccountOperation operation, String accountId, String requestId) {
    return Optional.of(
        new AccountAnswered(
            requestId + ":" + operation,
            operation,
            accountId,
            requestId,
            false,
            "credit_insufficient",
            0,
            0,
            null));
  }

  static boolean addUp(OrderProperties model) {
    Order order = model.order();
    if (order == null || !order.stands()) {
      return true;
    }
    long askedMinor =
        order
            .payment()
            .ofAttempt(order.attempt().number())
            .map(Payment.Authorization::amountMinor)
            .orElse(order.payment().cash().agreedMinor());
    return askedMinor + order.draws().drawnMinor(order.totalMinor()) == order.totalMinor();
  }

  static boolean neverBelowZero(OrderProperties model) {
    return model.accounts.books.values().stream()
        .allMatch(
            book -> {
              Account account = book.account();
              return account == null
                  || account.available() >= 0 && account.held() <= account.balance();
            });
  }

  /** What is gone from the accounts is what the order spent and did not give back. */
  static boolean spentIsTaken(OrderProperties model) {
    Order order = model.order();
    if (!model.settled || order == null || !order.wasConfirmed()) {
      return true;
    }
    long goneMinor =
        ON_CARD + ON_CREDIT - model.accounts.balance(CARD) - model.accounts.balance(CREDIT);
    return goneMinor == order.draws().refundableMinor() - order.draws().ofProviderMinor();
  }

  static boolean givenUpKeepsNone(OrderProperties model) {
    Order order = model.order();
    boolean hasEnded =
        order != null
            && (order.status() == Order.Status.REJECTED
                || order.status() == Order.Status.CANCELLED);
    boolean isLost =
        order != null
            && (order.draws().all().stream().anyMatch(one -> one.step() == Draws.Step.LOST)
                || order.draws().giveBacks().stream()
                    .anyMatch(one -> one.step() == RefundStep.FAILED));
    return !model.settled
        || !hasEnded
        || isLost
        || model.accounts.account(CARD).held() == 0
            && model.accounts.account(CREDIT).held() == 0
            && order.draws().refundableMinor() == 0;
  }

  /** What goes back, or has gone, to accounts. */
  static long promisedMinor(Order order) {
    return order.draws().giveBacks().stream()
        .filter(one -> one.step() != RefundStep.FAILED && one.step() != RefundStep.DROPPED)
        .mapToLong(Draws.GiveBack::amount)
        .sum();
  }
}

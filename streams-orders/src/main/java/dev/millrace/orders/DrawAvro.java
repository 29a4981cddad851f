package dev.millrace.orders;

import dev.millrace.avro.accounts.AccountCommand;
import dev.millrace.avro.accounts.AccountKind;
import dev.millrace.avro.accounts.AccountOperation;
import dev.millrace.avro.accounts.AccountResult;
import dev.millrace.avro.accounts.GiveBackToAccount;
import dev.millrace.avro.accounts.HoldOnAccount;
import dev.millrace.avro.accounts.IssueToAccount;
import dev.millrace.avro.accounts.ReleaseOnAccount;
import dev.millrace.avro.accounts.TakeFromAccount;
import dev.millrace.avro.orders.DrawFailed;
import dev.millrace.avro.orders.DrawGivenBack;
import dev.millrace.avro.orders.DrawHeld;
import dev.millrace.avro.orders.DrawRefused;
import dev.millrace.avro.orders.DrawRetried;
import dev.millrace.avro.orders.DrawTaken;
import dev.millrace.avro.orders.OrderDraw;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.OrderGiveBack;
import dev.millrace.avro.orders.StoreCreditIssued;
import dev.millrace.avro.orders.Tender;
import dev.millrace.orders.account.Account;
import dev.millrace.orders.order.DrawEvent;
import dev.millrace.orders.order.Draws;
import dev.millrace.orders.order.FollowUp;
import dev.millrace.orders.order.OrderCommand;
import dev.millrace.orders.order.Payment;
import dev.millrace.orders.order.Placement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What orders draw on accounts, between the contract, the store and the domain. */
final class DrawAvro {

  private DrawAvro() {}

  static List<Placement.Tender> tenders(@Nullable List<Tender> tenders) {
    return tenders == null
        ? List.of()
        : tenders.stream()
            .map(
                one ->
                    new Placement.Tender(
                        kind(one.getKind()), one.getAccountId(), one.getMaxMinor()))
            .toList();
  }

  /** Null when there is none, so that an order without is written as it ever was. */
  static @Nullable List<Tender> avroTenders(List<Placement.Tender> tenders) {
    return tenders.isEmpty()
        ? null
        : tenders.stream()
            .map(one -> new Tender(avro(one.kind()), one.accountId(), one.maxMinor()))
            .toList();
  }

  static AccountCommand command(FollowUp.ForAccount followUp, String orderId, Instant now) {
    AccountCommand.Builder command =
        AccountCommand.newBuilder()
            .setCommandId(followUp.commandId())
            .setFingerprint(FollowUpAvro.FINGERPRINT)
            .setIssuedAt(now)
            .setActor(FollowUpAvro.ORDERS)
            .setAccountId(followUp.accountId());
    return switch (followUp) {
      case FollowUp.HoldDraw one ->
          command
              .setHold(
                  new HoldOnAccount(
                      one.draw().holdId(),
                      avro(one.draw().kind()),
                      one.unit(),
                      one.draw().most(),
                      1L,
                      one.holdMs(),
                      orderId,
                      one.draw().limit()))
              .build();
      case FollowUp.TakeDraw one ->
          command
              .setTake(new TakeFromAccount(one.draw().holdId(), one.draw().drawn(), orderId))
              .build();
      case FollowUp.ReleaseDraw one ->
          command.setRelease(new ReleaseOnAccount(one.draw().holdId(), one.reason())).build();
      case FollowUp.GiveDrawBack one ->
          command
              .setGiveBack(
                  new GiveBackToAccount(one.giveBackId(), one.holdId(), one.amount(), orderId))
              .build();
      case FollowUp.IssueCredit one ->
          command
              .setIssue(
                  new IssueToAccount(
                      one.issueId(),
                      AccountKind.STORE_CREDIT,
                      one.currency(),
                      one.amountMinor(),
                      null,
                      one.customerId(),
                      orderId,
                      orderId))
              .build();
    };
  }

  static OrderCommand answer(AccountResult result) {
    return new OrderCommand.AccountAnswered(
        result.getRequestId() + ":" + result.getOperation(),
        OrderCommand.AccountOperation.valueOf(result.getOperation().name()),
        result.getAccountId(),
        result.getRequestId(),
        result.getDone(),
        result.getRefusal(),
        result.getAmount(),
        result.getAvailable(),
        result.getExpiresAt());
  }

  static OrderEvent.Builder with(OrderEvent.Builder builder, DrawEvent event) {
    return switch (event) {
      case DrawEvent.DrawHeld e ->
          builder.setDrawHeld(new DrawHeld(e.holdId(), e.accountId(), e.amount(), e.expiresAt()));
      case DrawEvent.DrawRefused e ->
          builder.setDrawRefused(
              new DrawRefused(e.holdId(), e.accountId(), e.refusal(), e.available()));
      case DrawEvent.DrawTaken e ->
          builder.setDrawTaken(new DrawTaken(e.holdId(), avro(e.kind()), e.amount()));
      case DrawEvent.DrawGivenBack e ->
          builder.setDrawGivenBack(
              new DrawGivenBack(e.requestId(), e.giveBackId(), avro(e.kind()), e.amount()));
      case DrawEvent.StoreCreditIssued e ->
          builder.setStoreCreditIssued(
              new StoreCreditIssued(e.requestId(), e.issueId(), e.amountMinor()));
      case DrawEvent.DrawFailed e ->
          builder.setDrawFailed(
              new DrawFailed(
                  e.requestId(), AccountOperation.valueOf(e.operation().name()), e.refusal()));
      case DrawEvent.DrawRetried e ->
          builder.setDrawRetried(
              new DrawRetried(
                  AccountOperation.valueOf(e.operation().name()),
                  e.requestId(),
                  e.amount(),
                  e.retry()));
    };
  }

  /** The event in a record; empty if it is of none of these kinds. */
  static Optional<DrawEvent> event(OrderEvent record) {
    return Optional.ofNullable(
        switch (record.getType()) {
          case "drawHeld" -> {
            DrawHeld e = record.getDrawHeld();
            yield new DrawEvent.DrawHeld(
                e.getHoldId(), e.getAccountId(), e.getAmount(), e.getExpiresAt());
          }
          case "drawRefused" -> {
            DrawRefused e = record.getDrawRefused();
            yield new DrawEvent.DrawRefused(
                e.getHoldId(), e.getAccountId(), e.getRefusal(), e.getAvailable());
          }
          case "drawTaken" -> {
            DrawTaken e = record.getDrawTaken();
            yield new DrawEvent.DrawTaken(e.getHoldId(), kind(e.getKind()), e.getAmount());
          }
          case "drawGivenBack" -> {
            DrawGivenBack e = record.getDrawGivenBack();
            yield new DrawEvent.DrawGivenBack(
                e.getRequestId(), e.getGiveBackId(), kind(e.getKind()), e.getAmount());
          }
          case "storeCreditIssued" -> {
            StoreCreditIssued e = record.getStoreCreditIssued();
            yield new DrawEvent.StoreCreditIssued(
                e.getRequestId(), e.getIssueId(), e.getAmountMinor());
          }
          case "drawFailed" -> {
            DrawFailed e = record.getDrawFailed();
            yield new DrawEvent.DrawFailed(
                e.getRequestId(),
                OrderCommand.AccountOperation.valueOf(e.getOperation().name()),
                e.getRefusal());
          }
          case "drawRetried" -> {
            DrawRetried e = record.getDrawRetried();
            yield new DrawEvent.DrawRetried(
                OrderCommand.AccountOperation.valueOf(e.getOperation().name()),
                e.getRequestId(),
                e.getAmount(),
                e.getRetry());
          }
          default -> null;
        });
  }

  static @Nullable List<OrderDraw> draws(Draws draws) {
    return draws.all().isEmpty()
        ? null
        : draws.all().stream()
            .map(
                one ->
                    new OrderDraw(
                        one.holdId(),
                        one.accountId(),
                        avro(one.kind()),
                        one.most(),
                        one.limit(),
                        one.step().name(),
                        one.held(),
                        one.drawn(),
                        one.expiresAt(),
                        one.refusal()))
            .toList();
  }

  static @Nullable List<OrderGiveBack> giveBacks(Draws draws) {
    return draws.giveBacks().isEmpty()
        ? null
        : draws.giveBacks().stream()
            .map(
                one ->
                    new OrderGiveBack(
                        one.requestId(),
                        one.giveBackId(),
                        one.holdId(),
                        one.amount(),
                        one.ofProviderMinor(),
                        one.step().name()))
            .toList();
  }

  static Draws draws(dev.millrace.avro.orders.Order view) {
    List<OrderDraw> draws = view.getDraws();
    List<OrderGiveBack> giveBacks = view.getGiveBacks();
    return new Draws(
        draws == null ? List.of() : draws.stream().map(DrawAvro::draw).toList(),
        giveBacks == null ? List.of() : giveBacks.stream().map(DrawAvro::giveBack).toList());
  }

  private static Draws.Draw draw(OrderDraw one) {
    return new Draws.Draw(
        one.getAccountId(),
        kind(one.getKind()),
        one.getHoldId(),
        one.getMost(),
        one.getLimit(),
        Draws.Step.valueOf(one.getStep()),
        one.getHeld(),
        one.getDrawn(),
        one.getExpiresAt(),
        one.getRefusal());
  }

  private static Draws.GiveBack giveBack(OrderGiveBack one) {
    return new Draws.GiveBack(
        one.getRequestId(),
        one.getGiveBackId(),
        one.getHoldId(),
        one.getAmount(),
        one.getOfProviderMinor(),
        Payment.RefundStep.valueOf(one.getStep()));
  }

  /** A kind that this version does not know is none that it pays with. */
  private static Account.Kind kind(AccountKind kind) {
    return kind == AccountKind.UNKNOWN ? Account.Kind.COUPON : Account.Kind.valueOf(kind.name());
  }

  private static AccountKind avro(Account.Kind kind) {
    return AccountKind.valueOf(kind.name());
  }
}

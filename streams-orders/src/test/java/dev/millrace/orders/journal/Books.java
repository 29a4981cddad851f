package dev.millrace.orders.journal;

import dev.millrace.orders.fraud.FraudFacts;
import dev.millrace.orders.order.Caller;
import dev.millrace.orders.order.OrderCommand;
import dev.millrace.orders.order.OrderEvent;
import dev.millrace.orders.order.Placement;
import dev.millrace.orders.order.ReturnCommand;
import dev.millrace.orders.order.ReturnEvent;
import dev.millrace.orders.order.ReturnMoney;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The books of one order in a test, and every account that its entries moved. */
public final class Books {

  public static final Terms TERMS = new Terms(1_000, true, "sandbox");
  static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  static final String ORDER = "ord_1";

  private final Terms terms;
  private final Map<String, Long> sums = new TreeMap<>();
  private long sequence;
  @Nullable OrderBook book;
  final List<Entry> entries = new ArrayList<>();

  public Books() {
    this(TERMS);
  }

  Books(Terms terms) {
    this.terms = terms;
  }

  /** Goes on with what happened next. */
  public void enter(List<OrderEvent.Recorded> next) {
    next.forEach(this::enter);
  }

  Books happened(OrderEvent... events) {
    for (OrderEvent event : events) {
      enter(
          new OrderEvent.Recorded(
              event, sequence + 1, AT, "cmd_1", new Caller(Caller.Role.SYSTEM, "test")));
    }
    return this;
  }

  void enter(OrderEvent.Recorded event) {
    sequence = event.sequence();
    Journal.next(ORDER, book, event, terms)
        .ifPresent(
            step -> {
              book = step.book();
              step.entry().ifPresent(this::add);
            });
  }

  private void add(Entry entry) {
    entries.add(entry);
    for (Posting posting : entry.postings()) {
      sums.merge(posting.account().id(), posting.amountMinor(), Math::addExact);
    }
  }

  /** Debits less credits. */
  public long of(String account) {
    return sums.getOrDefault(account, 0L);
  }

  /** What accounts whose names begin so have together: debits less credits. */
  public long ofAll(String... prefixes) {
    return sums.entrySet().stream()
        .filter(one -> Arrays.stream(prefixes).anyMatch(one.getKey()::startsWith))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Debits less credits of every account that is not at zero. */
  public Map<String, Long> open() {
    Map<String, Long> open = new TreeMap<>(sums);
    open.values().removeIf(sum -> sum == 0);
    return open;
  }

  public long all() {
    return sums.values().stream().mapToLong(Long::longValue).sum();
  }

  static OrderEvent placed(long shippingMinor, long shippingTaxMinor, Placement.Line... lines) {
    long total = shippingMinor + shippingTaxMinor;
    for (Placement.Line line : lines) {
      total += line.totalMinor();
    }
    var quote =
        new Placement.Quote(
            "quo_1",
            "cus_1",
            "crt_1",
            0,
            "EUR",
            List.of(lines),
            "standard",
            shippingMinor,
            shippingTaxMinor,
            List.of(),
            0,
            0,
            0,
            total,
            "HALF_UP",
            "LINE",
            "DE",
            null,
            AT,
            AT.plus(Duration.ofDays(1)),
            "signed",
            null);
    var address = new Placement.Address("A", "1", null, "T", null, "1", "DE");
    return new OrderEvent.OrderPlaced(
        1,
        new Placement("cus_1", quote, address, "pm_card_visa", false),
        "digest",
        AT,
        FraudFacts.NONE);
  }

  static Placement.Line line(
      String lineId, String seller, int quantity, long totalMinor, long taxMinor) {
    long subtotal = totalMinor - taxMinor;
    return new Placement.Line(
        lineId, "SKU-" + lineId, seller, quantity, 0, subtotal, 0, taxMinor, totalMinor, List.of());
  }

  static OrderEvent authorized(long amountMinor) {
    return new OrderEvent.PaymentAuthorized("auth", amountMinor, null);
  }

  static OrderEvent confirmed() {
    return new OrderEvent.OrderConfirmed("cmd_1", "capture");
  }

  static OrderEvent captured(long amountMinor) {
    return new OrderEvent.PaymentCaptured("capture", amountMinor, 0);
  }

  static OrderEvent returned(String requestId, long refundMinor, String lineId, int quantity) {
    return new OrderEvent.ItemsReturned(
        requestId,
        List.of(new OrderCommand.Item(lineId, quantity)),
        "too big",
        "wh_main",
        refundMinor,
        requestId);
  }

  /** An inspection of units that all came, fit to sell, and are all paid back. */
  static OrderEvent inspected(String requestId, ReturnMoney money, OrderCommand.Item... units) {
    return new ReturnEvent.ReturnInspected(
        requestId,
        "wh_main",
        Arrays.stream(units)
            .map(
                one ->
                    new ReturnCommand.Finding(one.lineId(), one.quantity(), 0, 0, one.quantity()))
            .toList(),
        money,
        requestId);
  }

  /** What a return pays back of which nothing was cut. */
  static ReturnMoney money(long items, long restockingFee, long returnShippingFee, long shipping) {
    return new ReturnMoney(
        items,
        restockingFee,
        returnShippingFee,
        shipping,
        items - restockingFee - returnShippingFee + shipping);
  }

  static OrderEvent granted(
      String requestId, long amountMinor, ReturnCommand.RefundedLine... lines) {
    return new ReturnEvent.RefundGranted(
        requestId, amountMinor, List.of(lines), "x", "original", requestId);
  }

  static OrderEvent refunded(String requestId, long amountMinor) {
    return new OrderEvent.PaymentRefunded(requestId, amountMinor);
  }
}

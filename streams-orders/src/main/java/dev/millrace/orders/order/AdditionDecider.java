package dev.millrace.orders.order;

import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.order.OrderCommand.AdditionReported;
import dev.millrace.orders.order.OrderCommand.EditOrder;
import dev.millrace.orders.order.OrderCommand.Item;
import dev.millrace.schemas.id.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Edits that may want more units. Further units need stock, a price, a fraud check and a payment of
 * their own, each of which can fail or need the shopper: so they are an order of their own, the
 * addition, and this order remembers it. What an edit takes away is {@link EditDecider}'s.
 */
final class AdditionDecider {

  private final CheckoutTerms terms;

  AdditionDecider(CheckoutTerms terms) {
    this.terms = terms;
  }

  Decision<OrderEvent, Refusal> edit(Order order, EditOrder command, Caller caller, Instant now) {
    if (EditDecider.isMalformed(command)) {
      return EditDecider.malformed(order);
    }
    if (order.care().additions().has(command.editId())
        || order.care().cancellations().contains(command.editId())) {
      return accept();
    }
    List<Item> more = new ArrayList<>();
    List<Item> rest = new ArrayList<>();
    Set<String> lineIds = new HashSet<>();
    for (Item item : command.quantities()) {
      if (!lineIds.add(item.lineId())) {
        return refuse(
            OrderRejection.DUPLICATE_LINE, item.lineId(), "A line stands once in an edit.");
      }
      int added = order.care().additions().units(item.lineId());
      int inAll = EditDecider.ordered(order, item.lineId()) + added;
      if (order.line(item.lineId()).isPresent() && item.quantity() > inAll) {
        more.add(new Item(item.lineId(), item.quantity() - inAll));
      } else if (added == 0) {
        rest.add(item);
      } else if (item.quantity() < inAll && order.stands()) {
        return refuse(
            OrderRejection.UNITS_IN_ADDITION,
            item.lineId(),
            "Units of the line are in an addition; give units up there, or here by themselves.");
      }
    }
    var less =
        new EditOrder(
            command.commandId(),
            command.editId(),
            command.shippingAddress(),
            rest,
            command.reason(),
            command.preview());
    return switch (EditDecider.edit(order, less, caller)) {
      case Decision.Rejected<OrderEvent, Refusal> rejected -> rejected;
      case Decision.Accepted<OrderEvent, Refusal> accepted ->
          complete(order, command, more, accepted.events(), caller, now);
    };
  }

  /** The rest of an edit of which what is taken away, and where it goes, is decided. */
  private Decision<OrderEvent, Refusal> complete(
      Order order,
      EditOrder command,
      List<Item> more,
      List<OrderEvent> decided,
      Caller caller,
      Instant now) {
    List<OrderEvent> events = new ArrayList<>(decided);
    long differenceMinor = -EditDecider.givenUpMinor(order, decided);
    if (!more.isEmpty()) {
      Optional<Refusal> refusal =
          whyNotRaised(order, more, decided, caller).or(() -> brokenByPrice(order, command, more));
      refusal = refusal.or(() -> brokenByTerms(order, command, now));
      if (refusal.isPresent()) {
        return reject(refusal.get());
      }
      AdditionEvent.AdditionPlaced placed = placed(order, command);
      differenceMinor += placed.quote().totalMinor();
      events.add(placed);
    }
    Long expected = command.terms().expectedDifferenceMinor();
    if (expected != null && expected != differenceMinor) {
      return reject(
          new Refusal(
              OrderRejection.PRICE_CHANGED,
              "The edit changes the price by another amount than expected.",
              order.orderId(),
              expected,
              differenceMinor));
    }
    return accept(events);
  }

  private static Optional<Refusal> whyNotRaised(
      Order order, List<Item> more, List<OrderEvent> decided, Caller caller) {
    boolean isOnItsWay = order.status() != Order.Status.CONFIRMED || order.shipments().anyLeft();
    boolean isGivenUp = decided.stream().anyMatch(OrderEvent.OrderCancelled.class::isInstance);
    boolean hasComeBack = order.lines().stream().anyMatch(line -> line.returned() > 0);
    if (isOnItsWay || isGivenUp || hasComeBack) {
      return about(
          OrderRejection.ORDER_NOT_EDITABLE,
          order,
          "Only a confirmed order takes more units, before any is picked, given up or back.");
    }
    if (order.isHeld()) {
      return about(
          OrderRejection.ORDER_ON_HOLD, order, "The order is on hold; it takes no more units.");
    }
    if (order.returnBook().isAnyOpen()) {
      return about(
          OrderRejection.RETURN_UNDER_WAY, order, "Units of the order are on their way back.");
    }
    if (order.care().additions().to() != null) {
      return about(
          OrderRejection.ADDITION_NOT_RAISED,
          order,
          "The order adds to another one; order more units there.");
    }
    if (caller.role() == Caller.Role.SELLER) {
      return about(
          OrderRejection.NOT_LINE_OWNER, order, "Whoever sells does not order in a buyer's name.");
    }
    if (order.care().additions().all().size() >= Additions.MAX) {
      return about(
          OrderRejection.TOO_MANY_ADDITIONS,
          order,
          "An order has at most %d additions.".formatted(Additions.MAX));
    }
    return brokenByLines(order, more);
  }

  private static Optional<Refusal> brokenByLines(Order order, List<Item> more) {
    for (Item item : more) {
      long inAll =
          (long) EditDecider.ordered(order, item.lineId())
              + order.care().additions().units(item.lineId())
              + item.quantity();
      if (inAll > PlacementRules.QUANTITY_MAX) {
        return Optional.of(
            new Refusal(
                OrderRejection.QUANTITY_OUT_OF_BOUNDS,
                "A line and its additions have at most %d units."
                    .formatted(PlacementRules.QUANTITY_MAX),
                item.lineId(),
                inAll,
                (long) PlacementRules.QUANTITY_MAX));
      }
    }
    return Optional.empty();
  }

  /** The price must be one of exactly the further units: the order may have changed meanwhile. */
  private static Optional<Refusal> brokenByPrice(Order order, EditOrder command, List<Item> more) {
    Placement.Quote quote = command.terms().quote();
    return quote != null && isOf(order, quote, more)
        ? Optional.empty()
        : about(
            OrderRejection.ADDITION_PRICE_UNKNOWN,
            order,
            "There is no price of exactly these further units; ask again.");
  }

  private static boolean isOf(Order order, Placement.Quote quote, List<Item> more) {
    Set<OfLine> priced =
        quote.lines().stream()
            .map(line -> new OfLine(line.lineId(), line.sku(), line.sellerId(), line.quantity()))
            .collect(Collectors.toSet());
    Set<OfLine> wanted =
        more.stream()
            .map(
                item -> {
                  Placement.Line line = order.line(item.lineId()).orElseThrow().priced();
                  return new OfLine(line.lineId(), line.sku(), line.sellerId(), item.quantity());
                })
            .collect(Collectors.toSet());
    Placement.Quote first = order.attempt().placement().quote();
    return priced.equals(wanted)
        && quote.lines().size() == more.size()
        && quote.currency().equals(first.currency())
        && quote.country().equals(first.country())
        && Objects.equals(quote.region(), first.region());
  }

  private record OfLine(String lineId, String sku, String sellerId, int quantity) {}

  /** What every checkout must satisfy; so the addition's own writer finds nothing to refuse. */
  private Optional<Refusal> brokenByTerms(Order order, EditOrder command, Instant now) {
    AdditionEvent.AdditionPlaced placed = placed(order, command);
    Placement.Address wanted = command.shippingAddress();
    Placement placement =
        AdditionSaga.placement(
            order,
            placed.quote(),
            wanted == null ? order.attempt().placement().shippingAddress() : wanted,
            placed.paymentMethodId());
    return PlacementRules.broken(
            new OrderCommand.PlaceOrder(
                command.commandId(),
                placed.additionId(),
                placement,
                command.terms().signed(),
                null,
                AdditionSaga.facts(order, placed.additionId())))
        .or(() -> PlacementRules.cashOff(placement, terms))
        .or(() -> PlacementRules.expired(placed.quote(), now));
  }

  private static AdditionEvent.AdditionPlaced placed(Order order, EditOrder command) {
    EditOrder.Terms asked = command.terms();
    String method = asked.paymentMethodId();
    return new AdditionEvent.AdditionPlaced(
        command.editId(),
        RequestIds.addition(order.orderId(), command.editId()),
        Objects.requireNonNull(asked.quote(), "the price was looked at before"),
        method == null ? order.attempt().placement().paymentMethodId() : method);
  }

  /** What an addition tells of itself; an older report than the last changes nothing. */
  static Decision<OrderEvent, Refusal> reported(
      Order order, AdditionReported report, Caller caller) {
    if (caller.role() != Caller.Role.SYSTEM
        || report.state().units().size() > PlacementRules.LINES_MAX) {
      return refuse(
          OrderRejection.MALFORMED_COMMAND, order.orderId(), "Only an addition reports of itself.");
    }
    Optional<Additions.Addition> known = order.care().additions().of(report.additionId());
    return known.isEmpty() || known.get().version() >= report.version()
        ? accept()
        : accept(
            new AdditionEvent.AdditionChanged(
                report.additionId(), report.version(), report.state()));
  }

  /** Why somebody may not place an order that adds to another; null adds to none. */
  static Optional<Refusal> brokenByCaller(Additions.@Nullable To to, Caller caller) {
    return to == null
            || (caller.role() == Caller.Role.SYSTEM
                && Ids.isId(to.orderId())
                && Ids.isId(to.editId()))
        ? Optional.empty()
        : Optional.of(
            Refusal.of(
                OrderRejection.MALFORMED_COMMAND, "Only an order's writer places an addition."));
  }

  private static Optional<Refusal> about(OrderRejection name, Order order, String detail) {
    return Optional.of(Refusal.about(name, order.orderId(), detail));
  }

  private static Decision<OrderEvent, Refusal> refuse(
      OrderRejection name, String pointer, String detail) {
    return reject(Refusal.about(name, pointer, detail));
  }
}

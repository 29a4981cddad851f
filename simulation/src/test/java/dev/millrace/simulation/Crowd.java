package dev.millrace.simulation;

import dev.millrace.avro.accounts.AccountKind;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderCash;
import dev.millrace.avro.orders.Tender;
import dev.millrace.gateways.shipping.SandboxCarrier;
import dev.millrace.orders.order.CheckoutTerms.Capture;
import dev.millrace.schemas.id.Ids;
import dev.millrace.simulation.Shopper.Want;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Those who shop, sell and send parcels in one world, and what they do by chance. */
final class Crowd {

  private static final int SHOPPERS = 8;
  private static final String CARD = "gft_shared";

  /** Shoppers who want the same units at once. */
  private static final int RUSH = 5;

  private static final Set<String> OPEN =
      Set.of("allocated", "picked", "packed", "labelled", "handed_over", "in_transit", "lost");

  private static final List<String> SKUS = List.of("SKU-A", "SKU-B", "SKU-C", "SKU-D", "SKU-E");

  /** Where the shoppers live; carriers know some of these places. */
  private static final List<String> POSTAL_CODES =
      List.of(
          Shopper.POSTAL_CODE,
          Shopper.POSTAL_CODE,
          Shopper.POSTAL_CODE,
          Shopper.POSTAL_CODE,
          SandboxCarrier.REFUSED,
          SandboxCarrier.SILENT,
          SandboxCarrier.FLAKY,
          SandboxCarrier.LOST);

  /** Its stock lies in buckets; how many, the staff change while it is sold. */
  private static final String HOT_SKU = "SKU-E";

  /** Of these the seller promises more than there is; the second only comes whole. */
  private static final List<String> PROMISED_SKUS = List.of("SKU-B", "SKU-C");

  /** How many units beyond stock; sellers change their minds. */
  private static final List<Integer> PROMISED_UNITS = List.of(12, 6, 0);

  private static final List<String> METHODS =
      List.of(
          "pm_card_visa",
          "pm_card_visa",
          "pm_card_visa",
          "pm_card_visa",
          "pm_card_visa",
          "pm_card_chargeDeclined",
          "pm_card_authenticationRequired",
          "pm_card_authenticationRequired",
          "pm_timeout",
          "pm_upi_ok",
          "pm_wallet_declined",
          "cod",
          "pm_flaky");

  /** How the staff settle what needs a person. */
  private static final List<String> ACTIONS =
      List.of(
          "retry_payment_step",
          "retry_payment_step",
          "retry_stock",
          "retry_stock",
          "accept_as_is",
          "cancel");

  private final World world;
  private final Shop shop;
  private final List<Shopper> shoppers = new ArrayList<>();
  private final Dispatcher dispatcher;

  Crowd(World world) {
    this.world = world;
    shop = new Shop(world);
    dispatcher = new Dispatcher(world, "dispatcher");
    for (int i = 0; i < SHOPPERS; i++) {
      shoppers.add(new Shopper(world, "cus_" + i, POSTAL_CODES.get(i)));
    }
    for (int i = 0; i < SKUS.size(); i++) {
      shop.receive(SKUS.get(i), 4 + 6 * i);
    }
    shop.split(HOT_SKU, 3);
    PROMISED_SKUS.forEach(sku -> promise(sku, PROMISED_UNITS.getFirst()));
    shop.issue(CARD, AccountKind.GIFT_CARD, 4_000);
    shoppers.forEach(one -> shop.issue(creditOf(one), AccountKind.STORE_CREDIT, 2_000));
  }

  /** Several want the same units at once. */
  void rush(String sku, int pick) {
    for (int i = 0; i < RUSH; i++) {
      of(shoppers, pick + i).place(List.of(new Want(sku, 3)), METHODS.getFirst(), false);
    }
  }

  /** Somebody does something. */
  void act(Random chance) {
    Shopper shopper = shoppers.get(chance.nextInt(SHOPPERS));
    int what = chance.nextInt(165);
    if (what >= 148) {
      shoppers.forEach(one -> one.staff().moveReturns(chance));
    } else if (what >= 125) {
      orderWith(Crowd::isOnItsWay, chance)
          .ifPresent(order -> dispatcher.work(order.getOrderId(), chance));
    } else if (what >= 100) {
      care(shopper, what - 100, chance);
    } else if (what < 45) {
      shopper.place(
          wants(chance),
          of(METHODS, chance.nextInt(1 << 20)),
          chance.nextInt(3) > 0,
          chance.nextInt(8) == 0 ? "FR" : null,
          chance.nextInt(3) == 0,
          tenders(shopper, chance));
    } else if (what < 52) {
      shopper.sendAgain();
    } else if (what < 57) {
      shopper.placeAgain();
    } else if (what < 67) {
      anyOrder(shopper, chance).ifPresent(shopper::cancel);
    } else if (what < 80) {
      shopper
          .orderToConfirm()
          .or(() -> anyOrder(shopper, chance))
          .ifPresent(shopper::confirmPayment);
    } else if (what < 85) {
      anyOrder(shopper, chance).ifPresent(id -> shopper.askReturn(id, chance));
      shoppers.forEach(one -> one.staff().moveReturns(chance));
    } else if (what < 86) {
      anyOrder(shopper, chance)
          .ifPresent(
              id ->
                  shopper
                      .staff()
                      .refund(
                          id,
                          1 + chance.nextInt(400),
                          chance.nextInt(3) == 0 ? "store_credit" : "original"));
    } else if (what < 90) {
      anyOrder(shopper, chance)
          .ifPresent(
              id -> shopper.returnItem(id, "l" + (1 + chance.nextInt(2)), 1 + chance.nextInt(2)));
      shoppers.forEach(one -> one.staff().moveReturns(chance));
    } else if (what < 92) {
      anyOrder(shopper, chance).ifPresent(shopper.staff()::cancel);
    } else if (what < 94) {
      staffMoney(chance);
    } else if (what < 95 && chance.nextInt(4) == 0) {
      shop.split(HOT_SKU, 2 + chance.nextInt(3));
    } else if (what < 95) {
      promise(
          of(PROMISED_SKUS, chance.nextInt(1 << 20)), of(PROMISED_UNITS, chance.nextInt(1 << 20)));
    } else {
      shop.receive(of(SKUS, chance.nextInt(SKUS.size())), 1 + chance.nextInt(8));
      shop.issue(CARD, AccountKind.GIFT_CARD, 1 + chance.nextInt(1_500));
      shop.issue(creditOf(shopper), AccountKind.STORE_CREDIT, 1 + chance.nextInt(1_500));
    }
  }

  /** Few have a card, which all share; most credit is too little, and some cards are none. */
  private static @Nullable List<Tender> tenders(Shopper shopper, Random chance) {
    var card = new Tender(AccountKind.GIFT_CARD, CARD, chance.nextInt(2) == 0 ? 150L : null);
    var credit = new Tender(AccountKind.STORE_CREDIT, creditOf(shopper), null);
    return switch (chance.nextInt(20)) {
      case 0 -> List.of(card);
      case 1 -> List.of(credit);
      case 2 -> List.of(card, credit);
      case 3 ->
          chance.nextInt(4) == 0
              ? List.of(new Tender(AccountKind.GIFT_CARD, "gft_none", null))
              : null;
      default -> null;
    };
  }

  private static String creditOf(Shopper shopper) {
    return Ids.storeCreditOf(shopper.customerId(), "USD");
  }

  /** Somebody captures by hand what failed, or books cash that came or went back. */
  private void staffMoney(Random chance) {
    for (Shopper shopper : shoppers) {
      for (String orderId : shopper.orderIds()) {
        if (world
            .books()
            .order(orderId)
            .filter(book -> hasMoneyToSettle(book.view()))
            .isPresent()) {
          shopper.staff().settle(orderId, chance.nextInt(3) == 0 ? 1L + chance.nextInt(300) : null);
        }
      }
    }
  }

  private boolean hasMoneyToSettle(Order order) {
    OrderCash cash = order.getCash();
    return cash == null
        ? mayBeTaken(order)
            || order.getTroubles().stream()
                .anyMatch(one -> one.getReason().equals("capture_failed"))
        : cash.getOwedMinor() > cash.getGivenBackMinor()
            || cash.getAgreedMinor() > cash.getWaivedMinor() + cash.getReceivedMinor();
  }

  /** Where it is not taken with the confirmation anyway. */
  private boolean mayBeTaken(Order order) {
    return world.books().capture() != Capture.ON_CONFIRMATION
        && CapturePromises.MORE_TO_TAKE.contains(order.getPaymentStatus());
  }

  /** What people do to orders beside the checkout; the staff look at any shopper's. */
  private void care(Shopper shopper, int what, Random chance) {
    if (what < 3) {
      anyOrder(shopper, chance).ifPresent(id -> shopper.cancelLine(id, "l" + (1 + what % 2)));
    } else if (what < 6) {
      orderWith(Crowd::waitsForUnits, chance)
          .ifPresent(order -> shopper.staff().cancel(order.getOrderId()));
    } else if (what < 7) {
      anyOrder(shopper, chance).ifPresent(shopper::move);
    } else if (what < 8) {
      anyOrder(shopper, chance).ifPresent(id -> shopper.wantLess(id, "l1", 1));
    } else if (what < 10) {
      orderWith(Raising::isOpen, chance).ifPresent(order -> raise(order, chance));
    } else if (what < 11) {
      anyOrder(shopper, chance).ifPresent(shopper.staff()::hold);
    } else if (what < 13) {
      orderWith(order -> !order.getHolds().isEmpty(), chance)
          .ifPresent(
              order ->
                  shopper
                      .staff()
                      .release(order.getOrderId(), order.getHolds().getFirst().getHoldId()));
    } else {
      // Lost units are rare, so the staff look after them first.
      Optional<Order> lost = orderWith(Crowd::hasLostUnits, chance);
      if (lost.isPresent() && chance.nextInt(3) > 0) {
        shopper.staff().resolve(lost.get().getOrderId(), "retry_stock");
      } else {
        orderWith(order -> !order.getTroubles().isEmpty(), chance)
            .ifPresent(
                order ->
                    shopper
                        .staff()
                        .resolve(order.getOrderId(), of(ACTIONS, chance.nextInt(1 << 20))));
      }
    }
  }

  /** Its customer wants more of it, and mostly pays as before. */
  private void raise(Order order, Random chance) {
    for (Shopper shopper : shoppers) {
      if (shopper.customerId().equals(order.getCustomerId())) {
        String method = chance.nextInt(3) > 0 ? null : of(METHODS, chance.nextInt(1 << 20));
        shopper.wantMore(order, 1 + chance.nextInt(2), method);
      }
    }
  }

  private static boolean isOnItsWay(Order order) {
    return order.getShipments().stream().anyMatch(one -> OPEN.contains(one.getStatus()));
  }

  private static boolean hasLostUnits(Order order) {
    return order.getTroubles().stream()
        .anyMatch(one -> one.getReason().equals("stock_commit_refused"));
  }

  /** Orders that wait for units are rare, and the units come soon. */
  void giveUpWaiting(int pick) {
    orderWith(Crowd::waitsForUnits, new Random(pick))
        .ifPresent(order -> shoppers.getFirst().staff().cancel(order.getOrderId()));
  }

  private static boolean waitsForUnits(Order order) {
    return order.getStatus().equals("confirmed")
        && order.getLines().stream().anyMatch(line -> line.getBackordered() > 0);
  }

  private Optional<Order> orderWith(Predicate<Order> fit, Random chance) {
    List<Order> fitting = new ArrayList<>();
    for (OrderBook book : world.books().orders()) {
      if (fit.test(book.view())) {
        fitting.add(book.view());
      }
    }
    return fitting.isEmpty() ? Optional.empty() : Optional.of(of(fitting, chance.nextInt(1 << 20)));
  }

  private void promise(String sku, int unitsMax) {
    shop.promise(sku, unitsMax, sku.equals(PROMISED_SKUS.getFirst()));
  }

  private static List<Want> wants(Random chance) {
    int lines = 1 + chance.nextInt(4);
    List<Want> wants = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      wants.add(new Want(of(SKUS, chance.nextInt(SKUS.size())), 1 + chance.nextInt(3)));
    }
    return wants;
  }

  private static Optional<String> anyOrder(Shopper shopper, Random chance) {
    List<String> ids = shopper.orderIds();
    // Rather a late one: that is where something still happens.
    int back = chance.nextInt(3);
    return ids.isEmpty()
        ? Optional.empty()
        : Optional.of(ids.get(Math.max(0, ids.size() - 1 - back)));
  }

  /** One of them; the pick says which. */
  static <T> T of(List<T> all, int pick) {
    return all.get(pick % all.size());
  }
}

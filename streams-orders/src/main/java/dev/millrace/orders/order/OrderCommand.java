package dev.millrace.orders.order;

import dev.millrace.orders.fraud.FraudFacts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be put to the writer of an order: requests, answers of other contexts, deadlines. */
public sealed interface OrderCommand {

  /** Identifies the command; events name it as their cause. */
  String commandId();

  /**
   * Places an order, or tries again.
   *
   * @param signed whether the quote carries pricing's signature
   * @param expectedTotalMinor what the shopper believes to pay, if they said so
   * @param fraudFacts what the fraud check should know
   * @param additionTo the order that this one adds to
   */
  record PlaceOrder(
      String commandId,
      String orderId,
      Placement placement,
      boolean signed,
      @Nullable Long expectedTotalMinor,
      FraudFacts fraudFacts,
      Additions.@Nullable To additionTo)
      implements OrderCommand {

    /** One that adds to no other. */
    public PlaceOrder(
        String commandId,
        String orderId,
        Placement placement,
        boolean signed,
        @Nullable Long expectedTotalMinor,
        FraudFacts fraudFacts) {
      this(commandId, orderId, placement, signed, expectedTotalMinor, fraudFacts, null);
    }

    /** One of whose customer nothing is known. */
    public PlaceOrder(
        String commandId,
        String orderId,
        Placement placement,
        boolean signed,
        @Nullable Long expectedTotalMinor) {
      this(commandId, orderId, placement, signed, expectedTotalMinor, FraudFacts.NONE);
    }
  }

  record CancelOrder(String commandId, String reason) implements OrderCommand {}

  /** The shopper has done what the provider asked for. */
  record ConfirmPayment(String commandId, @Nullable String providerReference)
      implements OrderCommand {}

  record ReturnItems(
      String commandId, String returnId, List<Item> items, String reason, String warehouseId)
      implements OrderCommand {
    public ReturnItems {
      items = List.copyOf(items);
    }
  }

  /**
   * Takes units out of a planned shipment into one of their own.
   *
   * @param from null, with no items, to plan all that is sold and stands in no shipment
   */
  record CreateShipment(
      String commandId, String shipmentId, @Nullable String from, List<Item> items)
      implements OrderCommand {
    public CreateShipment {
      items = List.copyOf(items);
    }

    boolean isWholePlan() {
      return from == null && items.isEmpty();
    }
  }

  /**
   * A person says that a shipment has come to a step.
   *
   * @param carrier who carries it, with the number, when it is labelled by hand
   */
  record AdvanceShipment(
      String commandId,
      String shipmentId,
      Shipment.Status status,
      @Nullable String carrier,
      @Nullable String trackingNumber,
      @Nullable String note)
      implements OrderCommand {}

  /**
   * A carrier reported something about a parcel.
   *
   * @param at when it happened, as the carrier says
   */
  record ParcelReported(
      String commandId,
      String shipmentId,
      String carrierEventId,
      Shipment.Status status,
      Instant at,
      @Nullable String note)
      implements OrderCommand {}

  /**
   * A carrier answered about a label.
   *
   * @param voiding whether it was to be given back; otherwise it was to be bought
   * @param done whether it was
   */
  record CarrierAnswered(
      String commandId,
      String requestId,
      String shipmentId,
      boolean voiding,
      boolean done,
      @Nullable String carrier,
      @Nullable String service,
      @Nullable String trackingNumber,
      long costMinor,
      @Nullable String currency,
      @Nullable Instant eta,
      @Nullable String code)
      implements OrderCommand {

    /** Whether it answers the latest request for the shipment's label. */
    boolean isAbout(String orderId, int asked) {
      return requestId.equals(
          voiding
              ? ShipmentIds.voiding(orderId, shipmentId, asked)
              : ShipmentIds.label(orderId, shipmentId, asked));
    }
  }

  /**
   * Takes promised money.
   *
   * @param amountMinor null for all that is left of the promise
   * @param isLast whether what is left after it goes back
   */
  record CapturePayment(
      String commandId, String captureId, @Nullable Long amountMinor, boolean isLast)
      implements OrderCommand {}

  /**
   * Cash changed hands.
   *
   * @param amountMinor null for all that is open
   * @param givenBack whether it went back to the customer
   */
  record RecordCash(
      String commandId, String receiptId, @Nullable Long amountMinor, boolean givenBack)
      implements OrderCommand {}

  /**
   * The order is not to be fulfilled yet.
   *
   * @param note for our own people
   */
  record PutOnHold(String commandId, String holdId, String reason, @Nullable String note)
      implements OrderCommand {}

  record ReleaseHold(String commandId, String holdId) implements OrderCommand {}

  /**
   * What needed a person is settled, or tried again.
   *
   * @param action the code of a {@link Resolution}
   */
  record ResolveException(String commandId, String action, @Nullable String note)
      implements OrderCommand {}

  /** Units are given up before they are on their way. */
  record CancelLines(String commandId, String cancellationId, List<Item> items, String reason)
      implements OrderCommand {
    public CancelLines {
      items = List.copyOf(items);
    }
  }

  /**
   * Something is changed before the order is on its way.
   *
   * @param shippingAddress null for the one that there is
   * @param quantities how many units of lines are wanted in all
   * @param preview whether only the outcome is asked for
   * @param terms what further units cost, and who pays them
   */
  record EditOrder(
      String commandId,
      String editId,
      Placement.@Nullable Address shippingAddress,
      List<Item> quantities,
      String reason,
      boolean preview,
      Terms terms)
      implements OrderCommand {
    public EditOrder {
      quantities = List.copyOf(quantities);
    }

    /** One that wants no further units, and expects no price. */
    public EditOrder(
        String commandId,
        String editId,
        Placement.@Nullable Address shippingAddress,
        List<Item> quantities,
        String reason,
        boolean preview) {
      this(commandId, editId, shippingAddress, quantities, reason, preview, Terms.NONE);
    }

    /**
     * @param quote the price of exactly the further units
     * @param signed whether it carries pricing's signature
     * @param paymentMethodId null for the order's own
     * @param expectedDifferenceMinor by how much the edit changes the price, if that was said
     */
    public record Terms(
        Placement.@Nullable Quote quote,
        boolean signed,
        @Nullable String paymentMethodId,
        @Nullable Long expectedDifferenceMinor) {
      public static final Terms NONE = new Terms(null, false, null, null);
    }
  }

  /**
   * An addition tells the order that it adds to what has become of it.
   *
   * @param version of the addition
   */
  record AdditionReported(String commandId, String additionId, long version, Additions.State state)
      implements OrderCommand {}

  /** Units of a line. */
  record Item(String lineId, int quantity) {}

  /**
   * The inventory answered, or delivered promised units: {@code allocations} and {@code
   * backordered} are all that the hold has, and misses, then. {@code available}, {@code expiresAt}
   * and {@code promisedAt} as far as they apply; {@code sku} if it is said.
   */
  record StockAnswered(
      String commandId,
      String reservationId,
      StockOperation operation,
      boolean done,
      @Nullable String refusal,
      int requested,
      int available,
      @Nullable Instant expiresAt,
      List<Order.Allocation> allocations,
      int backordered,
      @Nullable Instant promisedAt,
      @Nullable String sku)
      implements OrderCommand {
    public StockAnswered {
      allocations = List.copyOf(allocations);
    }

    /** One about a hold that the order knows: what it is of need not be said. */
    public StockAnswered(
        String commandId,
        String reservationId,
        StockOperation operation,
        boolean done,
        @Nullable String refusal,
        int requested,
        int available,
        @Nullable Instant expiresAt,
        List<Order.Allocation> allocations,
        int backordered,
        @Nullable Instant promisedAt) {
      this(
          commandId,
          reservationId,
          operation,
          done,
          refusal,
          requested,
          available,
          expiresAt,
          allocations,
          backordered,
          promisedAt,
          null);
    }
  }

  enum StockOperation {
    RESERVE,
    COMMIT,
    FILL,
    WITHDRAW,
    OTHER
  }

  /** The payment provider answered. */
  record PaymentAnswered(
      String commandId,
      String requestId,
      PaymentOperation operation,
      PaymentOutcome outcome,
      long amountMinor,
      @Nullable String providerReference,
      @Nullable String code,
      @Nullable String actionUrl)
      implements OrderCommand {}

  enum PaymentOperation {
    UNKNOWN,
    AUTHORIZE,
    CAPTURE,
    VOID,
    REFUND
  }

  enum PaymentOutcome {
    SUCCEEDED,
    DECLINED,
    ACTION_REQUIRED,
    UNRESOLVED,
    PENDING
  }

  /**
   * An account answered.
   *
   * @param requestId the hold, the issue or the giving back
   * @param amount how much is held, was spent or came back
   * @param available how much could still be held
   */
  record AccountAnswered(
      String commandId,
      AccountOperation operation,
      String accountId,
      String requestId,
      boolean done,
      @Nullable String refusal,
      long amount,
      long available,
      @Nullable Instant expiresAt)
      implements OrderCommand {}

  enum AccountOperation {
    UNKNOWN,
    ISSUE,
    HOLD,
    TAKE,
    RELEASE,
    GIVE_BACK
  }

  /** What is asked about returns and refunds. */
  sealed interface OfReturns extends OrderCommand permits ReturnCommand {}

  /** A step is overdue. Without effect if the order has gone on meanwhile. */
  record DeadlinePassed(String commandId, Instant deadline) implements OrderCommand {}
}

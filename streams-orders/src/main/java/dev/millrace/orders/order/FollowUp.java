package dev.millrace.orders.order;

import dev.millrace.orders.fraud.FraudFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an order asks of other contexts. Ids are derived, so asking twice asks for one thing. */
public sealed interface FollowUp {

  /** Something for the writer of a SKU. */
  sealed interface ForStock extends FollowUp {
    String commandId();

    String sku();
  }

  /**
   * @param owner the order
   * @param country where the units will go, with the region if the address has one
   * @param backorderAllowed whether units that are not in stock may be promised
   */
  record Reserve(
      String commandId,
      String sku,
      String sellerId,
      int quantity,
      String reservationId,
      long holdMs,
      String owner,
      String customerId,
      String country,
      @Nullable String region,
      boolean backorderAllowed)
      implements ForStock {}

  /**
   * @param units of the hold; null for all. The others are released
   */
  record Commit(
      String commandId, String sku, String reservationId, String owner, @Nullable Integer units)
      implements ForStock {

    /** One that sells the whole hold. */
    public Commit(String commandId, String sku, String reservationId, String owner) {
      this(commandId, sku, reservationId, owner, null);
    }
  }

  record Release(String commandId, String sku, String reservationId, String reason)
      implements ForStock {}

  /** Nothing more is to come for a sale, and the order is to hear what came before. */
  record Withdraw(String commandId, String sku, String reservationId, String owner, String reason)
      implements ForStock {}

  record ReturnToStock(
      String commandId,
      String sku,
      String sellerId,
      String warehouseId,
      int quantity,
      String movementId,
      String reason)
      implements ForStock {}

  /** Units came back that cannot be sold; they are counted, never on offer. */
  record ReturnDamaged(
      String commandId,
      String sku,
      String sellerId,
      String warehouseId,
      int quantity,
      String movementId,
      ReturnReason why)
      implements ForStock {}

  /**
   * @param authorizationRequestId the request that began the promise; null for that request itself
   * @param isLast of a capture: whether the provider releases what is left of the promise
   */
  record AskPayment(
      String requestId,
      OrderCommand.PaymentOperation operation,
      long amountMinor,
      @Nullable String authorizationRequestId,
      boolean isLast)
      implements FollowUp {}

  /**
   * Something for a carrier.
   *
   * @param labelRequestId the request that bought the label which is to be given back; null to buy
   *     one
   */
  record AskCarrier(
      String requestId,
      String shipmentId,
      String warehouseId,
      int units,
      @Nullable String labelRequestId)
      implements FollowUp {}

  /** Something for the writer of an account. */
  sealed interface ForAccount extends FollowUp {
    String commandId();

    String accountId();
  }

  /**
   * @param unit the currency; empty for uses
   */
  record HoldDraw(String commandId, Draws.Draw draw, String unit, long holdMs)
      implements ForAccount {
    @Override
    public String accountId() {
      return draw.accountId();
    }
  }

  record TakeDraw(String commandId, Draws.Draw draw) implements ForAccount {
    @Override
    public String accountId() {
      return draw.accountId();
    }
  }

  record ReleaseDraw(String commandId, Draws.Draw draw, String reason) implements ForAccount {
    @Override
    public String accountId() {
      return draw.accountId();
    }
  }

  record GiveDrawBack(
      String commandId, String accountId, String giveBackId, String holdId, long amount)
      implements ForAccount {}

  record IssueCredit(
      String commandId,
      String accountId,
      String issueId,
      String customerId,
      String currency,
      long amountMinor,
      String orderId)
      implements ForAccount {}

  /** Something for the writer of another order. */
  sealed interface ForOrder extends FollowUp {
    String commandId();

    String orderId();
  }

  /** Places an order that adds to the one that asks. */
  record PlaceAddition(
      String commandId,
      String orderId,
      Placement placement,
      FraudFacts fraudFacts,
      Additions.To additionTo)
      implements ForOrder {}

  /**
   * Tells the order that this one adds to what has become of it.
   *
   * @param orderId the order that is told
   */
  record ReportAddition(
      String commandId, String orderId, String additionId, long version, Additions.State state)
      implements ForOrder {}

  record CompleteCheckout(
      String commandId,
      String cartId,
      long cartGeneration,
      String checkoutCommandId,
      List<OrderCommand.Item> items)
      implements FollowUp {
    public CompleteCheckout {
      items = List.copyOf(items);
    }
  }
}

package dev.millrace.edge.resource;

import dev.millrace.avro.inventory.DamageReason;
import dev.millrace.avro.inventory.MoveStock;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.SetStockPolicy;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Fields;
import dev.millrace.schemas.id.Ids;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** /v1/inventory/{sku}/movements and /policy: what changes stock by hand, and its rules. */
public final class Movements {

  private static final int QUANTITY_MAX = 1_000_000;
  private static final int REASON_LENGTH_MAX = 500;

  private static final Map<String, MovementType> TYPES =
      Map.of(
          "receive", MovementType.RECEIVE,
          "adjust", MovementType.ADJUST,
          "count", MovementType.COUNT,
          "damage", MovementType.DAMAGE,
          "return_to_stock", MovementType.RETURN_TO_STOCK,
          "transfer_out", MovementType.TRANSFER_OUT,
          "transfer_in", MovementType.TRANSFER_IN,
          "return_damaged", MovementType.RETURN_DAMAGED);

  private static final Map<String, DamageReason> DAMAGE_REASONS =
      Map.of(
          "broken", DamageReason.BROKEN,
          "defective", DamageReason.DEFECTIVE,
          "expired", DamageReason.EXPIRED,
          "damaged_by_carrier", DamageReason.DAMAGED_BY_CARRIER,
          "damaged_by_customer", DamageReason.DAMAGED_BY_CUSTOMER,
          "damaged_in_warehouse", DamageReason.DAMAGED_IN_WAREHOUSE,
          "other", DamageReason.OTHER);

  private final StockRequests requests;

  public Movements(StockRequests requests) {
    this.requests = requests;
  }

  public Answer move(Call call) {
    Fields body = call.body();
    var move = move(call, body);
    return requests.change(call, 201, command -> command.setMove(move));
  }

  public Answer setPolicy(Call call) {
    Fields body = call.body();
    int safetyStock = body.integer("safety_stock", 0, QUANTITY_MAX);
    Integer reorderPoint = body.optionalInteger("reorder_point", 0, QUANTITY_MAX);
    String seller = body.optionalId("seller_id");
    String warehouse = body.optionalId("warehouse_id");
    Long expected = body.optionalLong("expected_version", 0, Long.MAX_VALUE);
    body.done();
    var policy =
        new SetStockPolicy(
            call.seller(seller),
            warehouse == null ? Ids.MAIN_WAREHOUSE : warehouse,
            safetyStock,
            reorderPoint,
            call.ifMatch() == null ? expected : call.ifMatch());
    return requests.change(call, 200, command -> command.setSetPolicy(policy));
  }

  private static MoveStock move(Call call, Fields body) {
    MovementType type = body.choice("type", TYPES, MovementType.RECEIVE);
    int quantity = body.integer("quantity", quantityMin(type), QUANTITY_MAX);
    String seller = body.optionalId("seller_id");
    String warehouse = body.optionalId("warehouse_id");
    DamageReason damageReason = damageReason(body, type);
    String transferId = body.optionalId("transfer_id");
    String toWarehouse = body.optionalId("to_warehouse_id");
    belongsTo(body, "transfer_id", transferId, isTransfer(type));
    belongsTo(body, "to_warehouse_id", toWarehouse, type == MovementType.TRANSFER_OUT);
    String source = body.optionalId("source");
    Long sourceSequence = body.optionalLong("source_sequence", 0, Long.MAX_VALUE);
    if ((source == null) != (sourceSequence == null)) {
      body.refuse("source_sequence", "contradiction", "comes with a source, and a source with it");
    }
    String reason = body.optionalText("reason", REASON_LENGTH_MAX);
    String movementId = body.optionalId("movement_id");
    Long expected = body.optionalLong("expected_version", 0, Long.MAX_VALUE);
    body.done();
    return MoveStock.newBuilder()
        .setMovementType(type)
        .setSellerId(call.seller(seller))
        .setWarehouseId(warehouse == null ? Ids.MAIN_WAREHOUSE : warehouse)
        .setQuantity(quantity)
        .setDamageReason(damageReason)
        .setTransferId(transferId)
        .setToWarehouseId(toWarehouse)
        .setSource(source)
        .setSourceSequence(sourceSequence)
        .setReason(reason)
        .setMovementId(movementId)
        .setExpectedVersion(call.ifMatch() == null ? expected : call.ifMatch())
        .build();
  }

  private static int quantityMin(MovementType type) {
    return switch (type) {
      case ADJUST -> -QUANTITY_MAX;
      case COUNT, TRANSFER_IN -> 0;
      case RECEIVE, DAMAGE, RETURN_TO_STOCK, RETURN_DAMAGED, TRANSFER_OUT, UNKNOWN -> 1;
    };
  }

  private static @Nullable DamageReason damageReason(Fields body, MovementType type) {
    if (!body.has("damage_reason")) {
      return null;
    }
    DamageReason reason = body.choice("damage_reason", DAMAGE_REASONS, DamageReason.OTHER);
    if (type != MovementType.DAMAGE && type != MovementType.RETURN_DAMAGED) {
      body.refuse("damage_reason", "contradiction", "belongs to damage and return_damaged only");
    }
    return reason;
  }

  private static boolean isTransfer(MovementType type) {
    return type == MovementType.TRANSFER_OUT || type == MovementType.TRANSFER_IN;
  }

  /** A member is there if, and only if, the movement is of the kind that has it. */
  private static void belongsTo(
      Fields body, String name, @Nullable String value, boolean expected) {
    if (expected && value == null) {
      body.refuse(name, "required", "is needed for this type");
    } else if (!expected && value != null) {
      body.refuse(name, "contradiction", "does not belong to this type");
    }
  }
}

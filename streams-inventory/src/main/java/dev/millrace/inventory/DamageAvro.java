package dev.millrace.inventory;

import dev.millrace.avro.inventory.DamagedUnits;
import dev.millrace.inventory.stock.DamageReason;
import dev.millrace.inventory.stock.Damages;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Damaged units and their reasons as they are stored and published. */
final class DamageAvro {

  private DamageAvro() {}

  static Damages damages(List<DamagedUnits> units) {
    if (units.isEmpty()) {
      return Damages.NONE;
    }
    Map<DamageReason, Integer> byReason = new EnumMap<>(DamageReason.class);
    for (DamagedUnits one : units) {
      // Units stay units, also for a reason that is newer than this version.
      DamageReason reason = reason(one.getReason()).orElse(DamageReason.OTHER);
      byReason.merge(reason, one.getQuantity(), Math::addExact);
    }
    return new Damages(byReason);
  }

  static List<DamagedUnits> units(Damages damages) {
    if (damages.byReason().isEmpty()) {
      return List.of();
    }
    List<DamagedUnits> units = new ArrayList<>(damages.byReason().size());
    damages.byReason().forEach((reason, count) -> units.add(new DamagedUnits(avro(reason), count)));
    return units;
  }

  /** Empty for a reason that is newer than this version. */
  static Optional<DamageReason> reason(dev.millrace.avro.inventory.DamageReason reason) {
    return switch (reason) {
      case UNKNOWN -> Optional.empty();
      case BROKEN -> Optional.of(DamageReason.BROKEN);
      case DEFECTIVE -> Optional.of(DamageReason.DEFECTIVE);
      case EXPIRED -> Optional.of(DamageReason.EXPIRED);
      case DAMAGED_BY_CARRIER -> Optional.of(DamageReason.DAMAGED_BY_CARRIER);
      case DAMAGED_BY_CUSTOMER -> Optional.of(DamageReason.DAMAGED_BY_CUSTOMER);
      case DAMAGED_IN_WAREHOUSE -> Optional.of(DamageReason.DAMAGED_IN_WAREHOUSE);
      case OTHER -> Optional.of(DamageReason.OTHER);
    };
  }

  static dev.millrace.avro.inventory.DamageReason avro(DamageReason reason) {
    return switch (reason) {
      case BROKEN -> dev.millrace.avro.inventory.DamageReason.BROKEN;
      case DEFECTIVE -> dev.millrace.avro.inventory.DamageReason.DEFECTIVE;
      case EXPIRED -> dev.millrace.avro.inventory.DamageReason.EXPIRED;
      case DAMAGED_BY_CARRIER -> dev.millrace.avro.inventory.DamageReason.DAMAGED_BY_CARRIER;
      case DAMAGED_BY_CUSTOMER -> dev.millrace.avro.inventory.DamageReason.DAMAGED_BY_CUSTOMER;
      case DAMAGED_IN_WAREHOUSE -> dev.millrace.avro.inventory.DamageReason.DAMAGED_IN_WAREHOUSE;
      case OTHER -> dev.millrace.avro.inventory.DamageReason.OTHER;
    };
  }
}

package dev.millrace.inventory.stock;

/** Why units cannot be sold. */
public enum DamageReason {
  BROKEN,
  DEFECTIVE,
  /** Past their date. */
  EXPIRED,
  DAMAGED_BY_CARRIER,
  DAMAGED_BY_CUSTOMER,
  DAMAGED_IN_WAREHOUSE,
  OTHER
}

package dev.millrace.gateways.shipping;

/** Who carries the parcels of an installation. */
public enum CarrierName {
  SANDBOX,
  EASYPOST
}

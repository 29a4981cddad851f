package dev.millrace.inventory.stock;

/**
 * Where units are or go, as far as it matters for choosing a warehouse.
 *
 * @param country ISO 3166-1 alpha-2
 * @param region region or state as the address has it; empty when unknown
 */
public record Destination(String country, String region) {

  /** How far apart two places are: 0 in one region, 1 in one country, else 2. */
  int distanceTo(Destination other) {
    if (!country.equalsIgnoreCase(other.country)) {
      return FAR;
    }
    return !region.isEmpty() && region.equalsIgnoreCase(other.region) ? 0 : 1;
  }

  /** The distance of a place that nobody knows. */
  static final int FAR = 2;
}

package dev.millrace.gateways.shipping;

import dev.millrace.avro.gateways.ParcelFact;
import java.util.List;

/** What a carrier knows of a parcel, and whose parcel it is. */
public record Sighting(String orderId, String shipmentId, List<ParcelFact> facts) {
  public Sighting {
    facts = List.copyOf(facts);
  }
}

package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.common.Address;
import dev.millrace.edge.http.Fields;
import dev.millrace.edge.http.Json;
import java.util.Locale;
import java.util.Set;

/** Postal addresses in and out. */
final class Addresses {

  private static final int LINE_LENGTH_MAX = 200;
  private static final int POSTAL_CODE_LENGTH_MAX = 20;
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  private Addresses() {}

  static Address read(Fields fields) {
    return new Address(
        fields.text("name", LINE_LENGTH_MAX),
        fields.text("line1", LINE_LENGTH_MAX),
        fields.optionalText("line2", LINE_LENGTH_MAX),
        fields.text("city", LINE_LENGTH_MAX),
        fields.optionalText("region", LINE_LENGTH_MAX),
        fields.text("postal_code", POSTAL_CODE_LENGTH_MAX),
        country(fields));
  }

  static String country(Fields fields) {
    return country(fields, "country");
  }

  static String country(Fields fields, String name) {
    String country = fields.text(name, 2);
    if (!country.isEmpty() && !COUNTRIES.contains(country)) {
      fields.refuse(name, "unknown_value", "must be an ISO 3166-1 alpha-2 code");
    }
    return country;
  }

  static ObjectNode json(Address address) {
    return Json.object()
        .put("name", address.getName())
        .put("line1", address.getLine1())
        .put("line2", address.getLine2())
        .put("city", address.getCity())
        .put("region", address.getRegion())
        .put("postal_code", address.getPostalCode())
        .put("country", address.getCountry());
  }
}

package dev.millrace.inventory.stock;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the warehouses stand.
 *
 * @param places by warehouse id; a warehouse that is missing is far from everywhere
 */
public record WarehousePlaces(Map<String, Destination> places) {

  /** No place is known. */
  public static final WarehousePlaces NONE = new WarehousePlaces(Map.of());

  private static final int WAREHOUSES_MAX = 1_000;
  private static final Pattern PLACE =
      Pattern.compile("\\s*([^=,\\s]+)\\s*=\\s*([A-Za-z]{2})(?:/([^,/=]{1,64}))?\\s*");

  public WarehousePlaces {
    places = Map.copyOf(places);
  }

  /**
   * Reads {@code wh_main=US/IL,wh_eu=DE}; empty text names none.
   *
   * @return nothing if a part is not warehouse=country or warehouse=country/region, if a warehouse
   *     is named twice, or if there are more than a thousand
   */
  public static Optional<WarehousePlaces> parse(String text) {
    if (text.isBlank()) {
      return Optional.of(NONE);
    }
    Map<String, Destination> places = new HashMap<>();
    for (String part : text.split(",", -1)) {
      Matcher place = PLACE.matcher(part);
      if (!place.matches() || !Wording.isId(place.group(1)) || places.size() >= WAREHOUSES_MAX) {
        return Optional.empty();
      }
      String region = place.group(3) == null ? "" : place.group(3).strip();
      var where = new Destination(place.group(2).toUpperCase(Locale.ROOT), region);
      if (places.put(place.group(1), where) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(new WarehousePlaces(places));
  }

  /** How far a warehouse is from a destination: 0 in its region, 1 in its country, else 2. */
  int distance(String warehouseId, @Nullable Destination destination) {
    Destination place = places.get(warehouseId);
    return place == null || destination == null ? Destination.FAR : place.distanceTo(destination);
  }
}

package dev.millrace.gateways.shipping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a carrier would put on its bill. */
public final class SoldLabels {

  /**
   * A label under its key.
   *
   * @param sold how often money was asked for it: more than once only if it was given back between
   * @param live whether it was not given back since
   */
  public record Label(String key, String orderId, String shipmentId, int sold, boolean live) {}

  private final Map<String, Label> labels = new LinkedHashMap<>();
  private final Map<String, List<String>> keys = new LinkedHashMap<>();

  void sold(Parcel parcel) {
    Label before = labels.get(parcel.key());
    if (before == null) {
      keys.computeIfAbsent(parcel.orderId(), empty -> new ArrayList<>()).add(parcel.key());
    }
    int times = before == null ? 1 : before.sold() + 1;
    labels.put(
        parcel.key(), new Label(parcel.key(), parcel.orderId(), parcel.shipmentId(), times, true));
  }

  void givenBack(String key) {
    labels.computeIfPresent(
        key, (same, was) -> new Label(key, was.orderId(), was.shipmentId(), was.sold(), false));
  }

  List<Label> of(String orderId) {
    return keys.getOrDefault(orderId, List.of()).stream()
        .flatMap(key -> Stream.ofNullable(labels.get(key)))
        .toList();
  }
}

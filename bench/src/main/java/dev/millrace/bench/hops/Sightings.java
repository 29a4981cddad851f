package dev.millrace.bench.hops;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of many checkouts, in any order, and which of it belongs to one: the cart joins the
 * request and the price to the order, the command ids join the answers, the order id joins the
 * rest.
 *
 * <p>Threading: not thread-safe.
 */
public final class Sightings {

  /** A command that is answered under its id. */
  private record Asked(String commandId, long atMs) {}

  private final Map<String, Long> requestedByCart = new HashMap<>();
  private final Map<String, Asked> priceAskedByCart = new HashMap<>();
  private final Map<String, String> cartByOrder = new HashMap<>();
  private final Map<String, Asked> placedByOrder = new HashMap<>();
  private final Map<String, Long> repliedByCommand = new HashMap<>();
  private final Map<Moment, Map<String, Long>> byOrder = new EnumMap<>(Moment.class);

  /** Only checkouts of which this was seen are given out. */
  public void requested(String cartId, long atMs) {
    requestedByCart.put(cartId, atMs);
  }

  public void priceAsked(String commandId, String cartId, long atMs) {
    priceAskedByCart.put(cartId, new Asked(commandId, atMs));
  }

  public void placed(String commandId, String orderId, String cartId, long atMs) {
    placedByOrder.put(orderId, new Asked(commandId, atMs));
    cartByOrder.put(orderId, cartId);
  }

  /** An answer of anybody to any command. */
  public void replied(String commandId, long atMs) {
    repliedByCommand.put(commandId, atMs);
  }

  /** Anything that names the order; of several, as of its lines, the last one counts. */
  public void seen(Moment moment, String orderId, long atMs) {
    byOrder.computeIfAbsent(moment, one -> new HashMap<>()).merge(orderId, atMs, Math::max);
  }

  /** The moments of each checkout that were seen, in milliseconds. */
  public List<Map<Moment, Long>> checkouts() {
    List<Map<Moment, Long>> checkouts = new ArrayList<>();
    cartByOrder.forEach(
        (orderId, cartId) -> {
          Long requestedAtMs = requestedByCart.get(cartId);
          if (requestedAtMs != null) {
            checkouts.add(checkout(orderId, cartId, requestedAtMs));
          }
        });
    return checkouts;
  }

  private Map<Moment, Long> checkout(String orderId, String cartId, long requestedAtMs) {
    Map<Moment, Long> moments = new EnumMap<>(Moment.class);
    moments.put(Moment.REQUESTED, requestedAtMs);
    putAnswered(moments, Moment.PRICE_ASKED, Moment.PRICED, priceAskedByCart.get(cartId));
    putAnswered(moments, Moment.PLACED, Moment.REPLIED, placedByOrder.get(orderId));
    byOrder.forEach((moment, times) -> put(moments, moment, times.get(orderId)));
    return moments;
  }

  private void putAnswered(
      Map<Moment, Long> moments, Moment question, Moment answer, @Nullable Asked asked) {
    if (asked != null) {
      moments.put(question, asked.atMs());
      put(moments, answer, repliedByCommand.get(asked.commandId()));
    }
  }

  private static void put(Map<Moment, Long> moments, Moment moment, @Nullable Long atMs) {
    Optional.ofNullable(atMs).ifPresent(time -> moments.put(moment, time));
  }
}

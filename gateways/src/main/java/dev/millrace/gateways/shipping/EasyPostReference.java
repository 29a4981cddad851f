package dev.millrace.gateways.shipping;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose label a request's id names. EasyPost keeps nothing of ours but the reference, which is the
 * request's id, so what it reports of a parcel is led back to the order by that alone.
 */
record EasyPostReference(String orderId, String shipmentId) {

  private static final Pattern REQUEST_ID =
      Pattern.compile("([A-Za-z0-9_-]{1,100}):label:([A-Za-z0-9_-]{1,100}):[0-9]{1,9}");

  static Optional<EasyPostReference> of(String requestId) {
    Matcher matcher = REQUEST_ID.matcher(requestId);
    return matcher.matches()
        ? Optional.of(new EasyPostReference(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }
}

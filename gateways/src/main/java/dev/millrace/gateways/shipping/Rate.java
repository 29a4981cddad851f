package dev.millrace.gateways.shipping;

import dev.millrace.schemas.money.Money;
import java.time.Instant;

/**
 * One way to send a parcel.
 *
 * @param service the carrier's name of it
 * @param eta when it would arrive
 */
public record Rate(String service, Money price, Instant eta) {}

package dev.millrace.orders;

import dev.millrace.launch.config.Settings;
import dev.millrace.orders.order.ReturnTerms;
import java.time.Duration;
import java.util.List;

/** On which terms units come back, from the settings. */
final class ReturnSettings {

  private static final String WINDOW = "MILLRACE_ORDERS_RETURN_WINDOW";
  private static final String FAULT_WINDOW = "MILLRACE_ORDERS_RETURN_FAULT_WINDOW";
  private static final Duration YEARS_MAX = Duration.ofDays(3_650);

  private ReturnSettings() {}

  static ReturnTerms from(Settings settings) {
    ReturnTerms standard = ReturnTerms.STANDARD;
    Duration window =
        settings.duration(
            WINDOW,
            "how long after their delivery, or the confirmation while none is known, units may"
                + " come back for the customer's own reasons",
            standard.window(),
            Duration.ofMillis(1),
            YEARS_MAX);
    Duration faultWindow =
        settings.duration(
            FAULT_WINDOW,
            "how long after their delivery, or the confirmation while none is known, units may"
                + " come back for the seller's fault",
            standard.faultWindow(),
            Duration.ofMillis(1),
            YEARS_MAX);
    settings.require(
        faultWindow.compareTo(window) >= 0,
        "%s must not be shorter than %s".formatted(FAULT_WINDOW, WINDOW));
    return new ReturnTerms(
        window,
        faultWindow,
        settings
            .optional(
                "MILLRACE_ORDERS_RETURN_FINAL_SALE",
                "beginnings of the SKUs that come back for the seller's fault only, with commas"
                    + " between them",
                "([A-Za-z0-9._:-]{1,64}(,[A-Za-z0-9._:-]{1,64}){0,99})?",
                "1 to 100 beginnings of at most 64 characters")
            .map(text -> List.of(text.split(",", -1)))
            .orElse(List.of()),
        settings.choice(
            "MILLRACE_ORDERS_RETURN_APPROVAL",
            "who approves a customer's return that keeps to the terms",
            standard.approval()),
        settings.duration(
            "MILLRACE_ORDERS_RETURN_ARRIVES_WITHIN",
            "how long the units of an approved return may take to come before it ends",
            standard.arrivesWithin(),
            Duration.ofMillis(100),
            Duration.ofDays(365)),
        settings.integer(
            "MILLRACE_ORDERS_RETURN_RESTOCKING_FEE",
            "what is kept of the value of returned units, in hundredths of a percent, unless it is"
                + " the seller's fault",
            standard.restockingFeeBasisPoints(),
            0,
            10_000),
        settings.integer(
            "MILLRACE_ORDERS_RETURN_SHIPPING_FEE",
            "what is kept for the way back, in minor units, unless it is the seller's fault",
            (int) standard.returnShippingFeeMinor(),
            0,
            1_000_000),
        settings.duration(
            "MILLRACE_ORDERS_EXCHANGE_HOLD",
            "how long the units that a customer wants instead of returned ones are held; not longer"
                + " than `MILLRACE_INVENTORY_HOLD_MAX`",
            standard.exchangeHold(),
            Duration.ofSeconds(1),
            Duration.ofDays(90)));
  }
}

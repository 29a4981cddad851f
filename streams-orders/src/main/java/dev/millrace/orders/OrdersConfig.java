package dev.millrace.orders;

import dev.millrace.kit.process.CommandOutcomes;
import dev.millrace.launch.config.QuoteSecret;
import dev.millrace.launch.config.Settings;
import dev.millrace.orders.fraud.FraudFacts;
import dev.millrace.orders.fraud.FraudRules;
import dev.millrace.orders.order.CheckoutTerms;
import dev.millrace.orders.order.ReturnTerms;
import java.time.Duration;

/**
 * Settings of the orders context.
 *
 * @param fraud what of an order is looked at before its money is asked for
 * @param quoteSecret what pricing signs quotes with
 * @param sweepEvery how often overdue steps are looked for
 */
public record OrdersConfig(
    CheckoutTerms terms,
    ReturnTerms returns,
    FraudRules fraud,
    String quoteSecret,
    Duration sweepEvery,
    CommandOutcomes.Retention outcomes) {

  private static final String HOLD = "MILLRACE_ORDERS_HOLD";
  private static final String STOCK_DEADLINE = "MILLRACE_ORDERS_STOCK_DEADLINE";
  private static final String PAYMENT_DEADLINE = "MILLRACE_ORDERS_PAYMENT_DEADLINE";
  private static final String ACTION_DEADLINE = "MILLRACE_ORDERS_ACTION_DEADLINE";

  /** Reads the settings; the caller ends with {@link Settings#orThrow}. */
  public static OrdersConfig from(Settings settings) {
    CheckoutTerms terms = terms(settings);
    settings.require(
        terms
                .hold()
                .compareTo(
                    terms
                        .stockDeadline()
                        .plus(terms.paymentDeadline())
                        .plus(terms.actionDeadline()))
            > 0,
        "%s must be longer than %s, %s and %s together"
            .formatted(HOLD, STOCK_DEADLINE, PAYMENT_DEADLINE, ACTION_DEADLINE));
    return new OrdersConfig(
        terms,
        ReturnSettings.from(settings),
        fraud(settings),
        QuoteSecret.from(settings),
        settings.duration(
            "MILLRACE_ORDERS_SWEEP_EVERY",
            "how often overdue steps are looked for",
            Duration.ofMillis(500),
            Duration.ofMillis(50),
            Duration.ofSeconds(1)),
        CommandOutcomes.Retention.from(settings, "ORDERS"));
  }

  private static FraudRules fraud(Settings settings) {
    return new FraudRules(
        settings.integer(
            "MILLRACE_ORDERS_FRAUD_REVIEW_ABOVE",
            "orders of more than this, in minor units of their currency, wait for a person before"
                + " they are fulfilled; 0 for none",
            0,
            0,
            Integer.MAX_VALUE),
        settings.integer(
            "MILLRACE_ORDERS_FRAUD_REFUSE_ABOVE",
            "orders of more than this, in minor units of their currency, are refused; 0 for none",
            0,
            0,
            Integer.MAX_VALUE),
        settings.integer(
            "MILLRACE_ORDERS_FRAUD_ORDERS_MAX",
            "how many orders of a customer may be confirmed within"
                + " `MILLRACE_ORDERS_FRAUD_WINDOW` before further ones wait for a person; 0 for any"
                + " number",
            0,
            0,
            FraudFacts.RECENT_ORDERS_MAX),
        settings.duration(
            "MILLRACE_ORDERS_FRAUD_WINDOW",
            "how long a confirmed order counts for `MILLRACE_ORDERS_FRAUD_ORDERS_MAX`",
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            Duration.ofDays(30)),
        settings.flag(
            "MILLRACE_ORDERS_FRAUD_COUNTRY",
            "whether an order waits for a person if its means of payment is known to be of another"
                + " country than it goes to",
            false));
  }

  private static CheckoutTerms terms(Settings settings) {
    return new CheckoutTerms(
        settings.duration(
            HOLD,
            "how long stock is held for an order that is not paid yet",
            Duration.ofMinutes(15),
            Duration.ofSeconds(1),
            Duration.ofDays(1)),
        settings.duration(
            STOCK_DEADLINE,
            "how long all lines of an order may take to be held",
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            Duration.ofMinutes(10)),
        settings.duration(
            PAYMENT_DEADLINE,
            "how long the payment provider may take to answer",
            Duration.ofSeconds(60),
            Duration.ofMillis(100),
            Duration.ofHours(1)),
        settings.duration(
            ACTION_DEADLINE,
            "how long the shopper may take to do what the payment provider asks for",
            Duration.ofMinutes(10),
            Duration.ofMillis(100),
            Duration.ofHours(12)),
        settings.choice(
            "MILLRACE_ORDERS_CAPTURE",
            "when promised money is taken: with the confirmation, with each shipment that is handed"
                + " over, or on command",
            CheckoutTerms.Capture.ON_CONFIRMATION),
        settings.flag(
            "MILLRACE_ORDERS_CASH_ON_DELIVERY",
            "whether orders may be paid in cash when they arrive, as the payment method cod",
            true),
        settings.flag(
            "MILLRACE_ORDERS_PARTIAL",
            "whether orders may go on with fewer units than they ask for, if the shopper agreed to"
                + " that",
            true));
  }

  /** Without the secret, so that logging the settings does not tell it. */
  @Override
  public String toString() {
    return "OrdersConfig[terms=%s, returns=%s, fraud=%s, sweepEvery=%s, outcomes=%s]"
        .formatted(terms, returns, fraud, sweepEvery, outcomes);
  }
}

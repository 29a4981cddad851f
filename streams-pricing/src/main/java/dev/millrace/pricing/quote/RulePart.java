package dev.millrace.pricing.quote;

/**
 * One rule's part in a price.
 *
 * @param version names the rule's wording, so that the price can be computed again
 * @param amountMinor negative for a discount
 * @param description for people
 */
public record RulePart(String ruleId, long version, long amountMinor, String description) {}

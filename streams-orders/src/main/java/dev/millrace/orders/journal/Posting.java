package dev.millrace.orders.journal;

/**
 * One side of an entry.
 *
 * @param amountMinor above zero a debit, below zero a credit
 */
public record Posting(Account account, String currency, long amountMinor) {}

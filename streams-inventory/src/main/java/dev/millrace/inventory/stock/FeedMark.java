package dev.millrace.inventory.stock;

/**
 * A sender's own count of what it sends about one level.
 *
 * @param source the sender: a feed, a till, a warehouse system
 * @param sequence rising from 0; gaps are allowed
 */
public record FeedMark(String source, long sequence) {}

package dev.millrace.inventory.stock;

/**
 * A command that a writer leaves to another one of the same SKU.
 *
 * @param key of the writer, see {@link dev.millrace.schemas.id.BucketKey}
 */
public record PassedOn(String key, StockCommand command) {

  /** Whether it is what somebody asked, who waits for the answer. */
  public boolean isRequest() {
    return switch (command) {
      case StockCommand.TakeDeal c -> false;
      case StockCommand.TakeBack c -> false;
      case StockCommand.Tour c -> c.request() != null;
      default -> true;
    };
  }

  /** Whether it asks for a hold. */
  boolean isForHold() {
    return command instanceof StockCommand.ReserveStock
        || (command instanceof StockCommand.Tour tour && tour.request() != null);
  }
}

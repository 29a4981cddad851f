package dev.millrace.gateways.shipping;

/** A carrier gave no answer: whether it did what it was asked is unknown. */
public final class CarrierUnavailableException extends RuntimeException {

  public CarrierUnavailableException(String message) {
    super(message);
  }

  public CarrierUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}

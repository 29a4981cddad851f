package dev.millrace.gateways.payments;

/** A provider gave no answer: whether it did what it was asked is unknown. */
public final class ProviderUnavailableException extends RuntimeException {

  public ProviderUnavailableException(String message) {
    super(message);
  }

  public ProviderUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.millrace.gateways.payments;

import org.jspecify.annotations.Nullable;

/**
 * The money of one promise, in minor units, as the sandbox's journal folds.
 *
 * @param authorizationKey of the call that asked for the promise
 * @param voided whether what was not taken of the promise was given back
 * @param ended whether the last capture was made, which releases what is left
 */
public record SandboxCharge(
    String authorizationKey,
    String currency,
    long authorizedMinor,
    long capturedMinor,
    long refundedMinor,
    boolean voided,
    boolean ended) {

  /** What the references of captures begin with that are not the last. */
  static final String PART = "sandbox-part-";

  /** What a promise is after one more fact; null if it is still unheard of. */
  static @Nullable SandboxCharge after(
      String key, @Nullable SandboxCharge charge, SandboxJournal.Fact fact) {
    boolean succeeded = fact.answer().equals("SUCCEEDED");
    SandboxCharge was =
        charge == null ? new SandboxCharge(key, fact.currency(), 0, 0, 0, false, false) : charge;
    return switch (fact.operation()) {
      case AUTHORIZE ->
          // Whoever confirms a promise that is there already promises nothing more.
          succeeded && was.authorizedMinor() == 0 ? was.authorized(fact) : charge;
      case CAPTURE ->
          succeeded ? was.captured(fact.amountMinor(), !fact.detail().startsWith(PART)) : charge;
      case VOID -> succeeded || charge == null ? was.givenBack() : charge;
      case REFUND -> succeeded ? was.refunded(fact.amountMinor()) : charge;
      case UNKNOWN -> charge;
    };
  }

  private SandboxCharge authorized(SandboxJournal.Fact fact) {
    return new SandboxCharge(
        authorizationKey, fact.currency(), fact.amountMinor(), 0, 0, voided, false);
  }

  private SandboxCharge captured(long amountMinor, boolean isLast) {
    return new SandboxCharge(
        authorizationKey,
        currency,
        authorizedMinor,
        capturedMinor + amountMinor,
        refundedMinor,
        voided,
        isLast);
  }

  private SandboxCharge refunded(long amountMinor) {
    return new SandboxCharge(
        authorizationKey,
        currency,
        authorizedMinor,
        capturedMinor,
        refundedMinor + amountMinor,
        voided,
        ended);
  }

  private SandboxCharge givenBack() {
    return new SandboxCharge(
        authorizationKey, currency, authorizedMinor, capturedMinor, refundedMinor, true, ended);
  }
}

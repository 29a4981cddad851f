package dev.millrace.gateways.payments;

import dev.millrace.avro.gateways.PaymentCallback;
import dev.millrace.avro.gateways.PaymentResult;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;

/**
 * What the worker does with a provider's callback: it looks how the promise stands, and says so as
 * if the order had asked. What the callback itself claims is not used, so it does not matter how
 * late, how often and in which order callbacks come.
 *
 * <p>Threading: any thread; blocks it. Callbacks and requests of one order come one after another.
 */
final class CallbackLook {

  private static final int EVENTS_MAX = 20_000;

  /** How the looking ended. */
  enum End {
    /** The provider told; there may be nothing to say of it. */
    TOLD,
    /** The provider did not tell in time, or there was no reason to ask. */
    NOT_TOLD,
    /** The worker is closing; the callback is left as it is. */
    CLOSING
  }

  /** What came of it. */
  record Looked(End end, Optional<PaymentResult> result) {
    static final Looked CLOSING = new Looked(End.CLOSING, Optional.empty());
    static final Looked NOT_TOLD = new Looked(End.NOT_TOLD, Optional.empty());

    boolean finished() {
      return end != End.CLOSING;
    }
  }

  private final ProviderDialogue dialogue;
  private final MeterRegistry meters;
  private final SeenEvents seen = new SeenEvents(EVENTS_MAX);

  CallbackLook(ProviderDialogue dialogue, MeterRegistry meters) {
    this.dialogue = dialogue;
    this.meters = meters;
  }

  Looked look(PaymentCallback callback) throws InterruptedException {
    if (!callback.getProvider().equals(dialogue.providerName())) {
      return counted("other_provider", Looked.NOT_TOLD);
    }
    if (seen.contains(callback.getProvider(), callback.getEventId())) {
      return counted("duplicate", Looked.NOT_TOLD);
    }
    Looked looked = dialogue.look(callback);
    return switch (looked.end()) {
      case TOLD -> {
        seen.add(callback.getProvider(), callback.getEventId());
        yield counted(looked.result().isPresent() ? "looked" : "nothing_to_see", looked);
      }
      // Not seen: if the provider sends it again, it is another chance.
      case NOT_TOLD -> counted("not_told", looked);
      case CLOSING -> looked;
    };
  }

  private Looked counted(String what, Looked looked) {
    meters.counter("millrace.payment.callbacks", "what", what).increment();
    return looked;
  }
}

package dev.millrace.simulation;

import dev.millrace.gateways.payments.SimulatedPayments.Trouble;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Something that goes wrong once.
 *
 * @param at the delivery that it befalls, counted from 0
 */
record Fault(int at, Kind kind) {

  /** What can befall a delivery. */
  enum Kind {
    /**
     * The reader dies before it commits anything, and the message comes to its successor; to a
     * worker's also the latest ones before it.
     */
    READER_KILLED(Befalls.ANY),
    /** Everything else that is on its way comes first. */
    OVERTAKEN(Befalls.ANY),
    /** The deadline for the stock passes before it comes. */
    LATE_FOR_STOCK(Befalls.ANY),
    /** The deadline for the payment passes before it comes. */
    LATE_FOR_PAYMENT(Befalls.ANY),
    /** The holds end before it comes. */
    LATE_FOR_HOLDS(Befalls.ANY),
    /** The shopper gives the order up just before. */
    CANCELLED(Befalls.ANY),
    /** An edge sent it twice, or a worker's offset was not committed. */
    TWICE(Befalls.COMMANDS_AND_WORKERS),
    /** The worker dies after the provider acted and before the result is committed. */
    RESULT_LOST(Befalls.WORKERS),
    REQUEST_LOST(Befalls.WORKERS),
    ANSWER_LOST(Befalls.WORKERS),
    /** Payments are given up then; a carrier is asked until it is back. */
    UNREACHABLE(Befalls.WORKERS),
    SILENT(Befalls.WORKERS);

    private final Befalls befalls;

    Kind(Befalls befalls) {
      this.befalls = befalls;
    }

    /** The kinds that can befall a message of this topic. */
    static List<Kind> of(boolean isWorker, boolean isCommand) {
      return Arrays.stream(values())
          .filter(
              kind ->
                  switch (kind.befalls) {
                    case ANY -> true;
                    case COMMANDS_AND_WORKERS -> isWorker || isCommand;
                    case WORKERS -> isWorker;
                  })
          .toList();
    }

    /** How long a late message takes; zero for others. */
    Duration lateness() {
      return switch (this) {
        case OVERTAKEN -> Duration.ofMillis(1);
        case LATE_FOR_STOCK -> Duration.ofSeconds(11);
        case LATE_FOR_PAYMENT -> Duration.ofSeconds(61);
        case LATE_FOR_HOLDS -> Duration.ofMinutes(16);
        default -> Duration.ZERO;
      };
    }

    /** What it does to the line between a worker and the world. */
    Trouble trouble() {
      return switch (this) {
        case REQUEST_LOST -> Trouble.REQUEST_LOST;
        case ANSWER_LOST -> Trouble.ANSWER_LOST;
        case UNREACHABLE -> Trouble.UNREACHABLE;
        case SILENT -> Trouble.SILENT;
        default -> Trouble.NONE;
      };
    }
  }

  private enum Befalls {
    ANY,
    COMMANDS_AND_WORKERS,
    WORKERS
  }
}

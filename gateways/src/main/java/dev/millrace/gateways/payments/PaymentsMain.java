package dev.millrace.gateways.payments;

import dev.millrace.gateways.shipping.Carrier;
import dev.millrace.gateways.shipping.CarrierWorker;
import dev.millrace.gateways.shipping.CarrierWorkerConfig;
import dev.millrace.kit.query.Companion;
import dev.millrace.kit.run.StreamsProcess;
import dev.millrace.launch.config.Settings;
import dev.millrace.launch.run.RunningProcess;
import java.time.Clock;
import java.util.Map;

/** Runs the payment and the carrier worker, as chosen, as a process of their own. */
public final class PaymentsMain {

  private PaymentsMain() {}

  public static void main(String[] args) {
    RunningProcess.run(PaymentsMain::start);
  }

  /** Starts the worker in the process. */
  public static void start(RunningProcess process, Settings settings) {
    PaymentWorkerConfig config = PaymentWorkerConfig.from(settings);
    CarrierWorkerConfig carriers = CarrierWorkerConfig.from(settings, config.terms());
    StreamsProcess.startBeside(
        process,
        settings,
        (running, topics, meters) -> {
          PaymentProvider provider = running.keep(PaymentProviders.open(config, Clock.systemUTC()));
          PaymentWorker worker =
              running.keep(PaymentWorker.start(config, topics, provider, meters));
          worker.ended().thenAccept(running::endBecause);
          Carrier carrier = running.keep(CarrierWorker.carrier(carriers, Clock.systemUTC()));
          CarrierWorker parcels =
              running.keep(CarrierWorker.start(carriers, topics, carrier, meters));
          parcels.ended().thenAccept(running::endBecause);
          return new Companion(
              "payments", () -> worker.isRunning() && parcels.isRunning(), Map.of());
        });
  }
}

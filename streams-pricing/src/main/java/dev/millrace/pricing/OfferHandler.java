package dev.millrace.pricing;

import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.pricing.OfferCommand;
import dev.millrace.avro.pricing.OfferEvent;
import dev.millrace.avro.pricing.Offers;
import dev.millrace.kit.decide.Decision;
import dev.millrace.kit.process.CommandHandler;
import dev.millrace.kit.process.Request;
import dev.millrace.kit.process.Verdict;
import dev.millrace.pricing.offer.OfferDecider;
import dev.millrace.pricing.offer.OfferRejection;
import dev.millrace.pricing.offer.SkuOffers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Decides the commands of a SKU's offers. */
final class OfferHandler implements CommandHandler<OfferCommand, OfferEvent, Offers> {

  private final KeyValueStore<String, Offers> offers;

  OfferHandler(ProcessingContext context) {
    this.offers = context.getStateStore(PricingStores.OFFER_STATE);
  }

  @Override
  public String commandId(OfferCommand command) {
    return command.getCommandId();
  }

  @Override
  public String fingerprint(OfferCommand command) {
    return command.getFingerprint();
  }

  @Override
  public Verdict<OfferEvent, Offers> decide(
      @Nullable String key, OfferCommand command, Request request) {
    var asked = OfferAvro.command(key, command);
    if (asked.isEmpty()) {
      return new Verdict.Malformed<>();
    }
    SkuOffers before = OfferAvro.offers(command.getSku(), offers.get(command.getSku()));
    Instant now = request.notBefore(before.latestAt());
    return switch (OfferDecider.decide(before, asked.get())) {
      case Decision.Accepted(var events) -> accept(before, events, command, now);
      case Decision.Rejected(var reason) when reason == OfferRejection.VERSION_CONFLICT ->
          Verdict.versionConflict(
              now,
              reason.code(),
              reason.detail(),
              command.getSetOffer().getExpectedVersion(),
              before.version());
      case Decision.Rejected(var reason) -> Verdict.refused(now, reason.code(), reason.detail());
    };
  }

  private Verdict<OfferEvent, Offers> accept(
      SkuOffers before,
      List<dev.millrace.pricing.offer.OfferEvent> events,
      OfferCommand command,
      Instant now) {
    SkuOffers after = before;
    List<OfferEvent> facts = new ArrayList<>(events.size());
    for (var event : events) {
      after = after.evolve(event, now);
      facts.add(OfferAvro.event(event, after, command, now));
    }
    Offers state = OfferAvro.view(after, now);
    if (!facts.isEmpty()) {
      offers.put(state.getSku(), state);
    }
    return new Verdict.Accepted<>(now, facts, state);
  }

  @Override
  public void answer(Offers state, Reply.Builder reply) {
    reply.setOffers(state);
  }
}

package dev.millrace.edge.resource;

import static dev.millrace.edge.resource.Dispatch.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.pricing.OfferCommand;
import dev.millrace.avro.pricing.Offers;
import dev.millrace.avro.pricing.SellerOffer;
import dev.millrace.avro.pricing.SetOffer;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Fields;
import dev.millrace.edge.http.Json;
import dev.millrace.edge.http.Problem;
import dev.millrace.edge.state.StateStore;
import dev.millrace.schemas.money.Money;
import dev.millrace.schemas.topics.Topics;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** /v1/offers/{sku}. */
public final class OffersResource {

  private final Topics topics;
  private final Dispatch dispatch;
  private final Reads reads;
  private final Clock clock;

  public OffersResource(Topics topics, Dispatch dispatch, Reads reads, Clock clock) {
    this.topics = topics;
    this.dispatch = dispatch;
    this.reads = reads;
    this.clock = clock;
  }

  public Answer get(Call call) {
    Offers offers =
        reads
            .find(StateStore.OFFERS, call.path("sku"), call.minPosition())
            .orElseThrow(() -> Problem.notFound("offer").exception());
    return Reads.versioned(call, Answer.ok(json(offers)), offers.getVersion());
  }

  public Answer put(Call call) {
    String sku = call.path("sku");
    Fields body = call.body();
    Money price = body.money("price");
    Money listPrice = body.optionalMoney("list_price");
    String seller = body.optionalId("seller_id");
    Instant validFrom = body.optionalInstant("valid_from");
    Instant validUntil = body.optionalInstant("valid_until");
    body.done();
    if (listPrice != null && !listPrice.currency().equals(price.currency())) {
      throw Problem.invalid("/list_price/currency", "contradiction", "must be the price's")
          .exception();
    }
    if (validFrom != null && validUntil != null && !validFrom.isBefore(validUntil)) {
      throw Problem.invalid("/valid_until", "out_of_bounds", "must be after valid_from")
          .exception();
    }
    Call.Identity identity = call.identity();
    var value =
        OfferCommand.newBuilder()
            .setCommandId(identity.commandId())
            .setFingerprint(identity.fingerprint())
            .setIssuedAt(clock.instant())
            .setActor(call.caller().actor())
            .setSku(sku)
            .setSetOffer(
                new SetOffer(
                    call.seller(seller),
                    avro(price),
                    listPrice == null ? null : avro(listPrice),
                    validFrom,
                    validUntil,
                    call.ifMatch()))
            .build();
    return dispatch.answer(
        call,
        command(call, topics.offerCommands(), sku, identity.commandId(), value),
        "/v1/offers/" + sku,
        reply -> Answer.ok(json(reply.getOffers())).withVersion(reply.getOffers().getVersion()));
  }

  /** The seller's price that is valid now, or null. */
  static dev.millrace.avro.common.@Nullable Money priceOf(
      Offers offers, String sellerId, Instant now) {
    for (SellerOffer offer : offers.getOffers()) {
      if (offer.getSellerId().equals(sellerId)
          && (offer.getValidFrom() == null || !now.isBefore(offer.getValidFrom()))
          && (offer.getValidUntil() == null || now.isBefore(offer.getValidUntil()))) {
        return offer.getPrice();
      }
    }
    return null;
  }

  static ObjectNode money(dev.millrace.avro.common.Money money) {
    return Json.money(money.getMinorUnits(), money.getCurrency());
  }

  private static ObjectNode json(Offers offers) {
    ObjectNode node =
        Json.object()
            .put("sku_id", offers.getSku())
            .put("version", offers.getVersion())
            .put("updated_at", offers.getAt().toString());
    ArrayNode list = node.putArray("offers");
    for (SellerOffer offer : offers.getOffers()) {
      ObjectNode one = list.addObject().put("seller_id", offer.getSellerId());
      one.set("price", money(offer.getPrice()));
      if (offer.getListPrice() != null) {
        one.set("list_price", money(offer.getListPrice()));
      }
      if (offer.getValidFrom() != null) {
        one.put("valid_from", offer.getValidFrom().toString());
      }
      if (offer.getValidUntil() != null) {
        one.put("valid_until", offer.getValidUntil().toString());
      }
      one.put("version", offer.getVersion());
    }
    return node;
  }

  private static dev.millrace.avro.common.Money avro(Money money) {
    return new dev.millrace.avro.common.Money(money.minorUnits(), money.currency());
  }
}

package dev.millrace.gateways.shipping;

import com.easypost.exception.API.BadRequestError;
import com.easypost.exception.API.InvalidRequestError;
import com.easypost.exception.APIException;
import com.easypost.exception.EasyPostException;
import com.easypost.model.Shipment;
import dev.millrace.gateways.shipping.CarrierAnswer.Bought;
import dev.millrace.gateways.shipping.CarrierAnswer.Refused;
import dev.millrace.gateways.shipping.CarrierAnswer.Voided;
import dev.millrace.gateways.shipping.EasyPostAnswers.Offer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The many carriers behind EasyPost. A label is one shipment of EasyPost's, made in two steps:
 * created with our request's id as its reference, which costs nothing, and bought, which EasyPost
 * does once for each shipment.
 *
 * <p>EasyPost knows no idempotency keys. So before anything is created, the shipment is looked for
 * under its reference; a purchase without an answer is read from the shipment; and while a purchase
 * still runs in this process, whoever asks for it again waits for that one. Two labels could be
 * bought only by two processes that both look before either creates: by a worker that lost its
 * place in the group while its HTTP requests still ran, and by its successor.
 *
 * <p>Timeouts, too many requests, errors of EasyPost's own, an empty account and a wrong key are
 * all {@link CarrierUnavailableException}: the dialogue asks before it sends again, and goes on
 * until somebody has put it right.
 *
 * <p>Threading: any thread; each call runs on a virtual thread for as long as the configured
 * timeouts of a few HTTP requests at most.
 */
public final class EasyPostCarrier implements Carrier {

  private static final Logger LOG = LoggerFactory.getLogger(EasyPostCarrier.class);
  private static final Pattern SHIPMENT_ID = Pattern.compile("shp_[A-Za-z0-9]{1,64}");

  private final EasyPostConfig config;
  private final EasyPostApi easyPost;
  private final Map<String, CompletableFuture<CarrierAnswer>> purchases = new ConcurrentHashMap<>();
  private final ExecutorService calls =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("easypost-", 0).factory());

  public EasyPostCarrier(EasyPostConfig config) {
    this.config = config;
    this.easyPost = new EasyPostApi(config);
  }

  @Override
  public CompletableFuture<List<Rate>> rates(Parcel parcel) {
    return begin(
        () -> {
          Optional<Shipment> shipment = opened(parcel);
          return shipment.stream()
              .flatMap(one -> EasyPostAnswers.offers(one, parcel).stream())
              .map(Offer::rate)
              .toList();
        });
  }

  @Override
  public CompletableFuture<CarrierAnswer> buyLabel(Parcel parcel) {
    CompletableFuture<CarrierAnswer> mine = new CompletableFuture<>();
    CompletableFuture<CarrierAnswer> running = purchases.putIfAbsent(parcel.key(), mine);
    if (running != null) {
      return running.copy();
    }
    try {
      begin(() -> refusable(() -> bought(parcel)))
          .whenComplete(
              (answer, failure) -> {
                purchases.remove(parcel.key(), mine);
                if (failure == null) {
                  mine.complete(answer);
                } else {
                  mine.completeExceptionally(failure);
                }
              });
    } catch (RuntimeException e) {
      purchases.remove(parcel.key(), mine);
      throw e;
    }
    return mine.copy();
  }

  @Override
  public CompletableFuture<CarrierAnswer> voidLabel(String key) {
    return begin(() -> refusable(() -> voided(key)));
  }

  @Override
  public CompletableFuture<Optional<Bought>> find(Parcel parcel) {
    return begin(
        () -> {
          if (purchases.containsKey(parcel.key())) {
            throw new CarrierUnavailableException("the label is still being bought");
          }
          return ours(parcel.key())
              .filter(EasyPostAnswers::isBought)
              .filter(one -> !EasyPostAnswers.isGivenBack(one))
              .map(one -> label(parcel, one));
        });
  }

  /** A parcel is known by EasyPost's id of its shipment, as callbacks have it. */
  @Override
  public CompletableFuture<Optional<Sighting>> track(String parcelReference) {
    if (!SHIPMENT_ID.matcher(parcelReference).matches()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return begin(() -> easyPost.find(parcelReference).flatMap(EasyPostCarrier::sighting));
  }

  @Override
  public String name() {
    return "easypost";
  }

  @Override
  public void close() {
    calls.shutdownNow();
  }

  private CarrierAnswer bought(Parcel parcel) throws EasyPostException {
    Optional<Shipment> opened = opened(parcel);
    if (opened.isEmpty()) {
      LOG.error(
          "No address of warehouse {} is in {}", parcel.warehouseId(), EasyPostConfig.SENDERS);
      return new Refused("no_sender_address");
    }
    Shipment shipment = opened.get();
    if (EasyPostAnswers.isGivenBack(shipment)) {
      return new Refused("label_voided");
    }
    if (EasyPostAnswers.isBought(shipment)) {
      return label(parcel, shipment);
    }
    Optional<Offer> offer =
        EasyPostAnswers.chosen(
            EasyPostAnswers.offers(shipment, parcel),
            config.services().get(parcel.shippingOptionId()));
    if (offer.isEmpty()) {
      return new Refused("no_rate");
    }
    Shipment after;
    try {
      after = easyPost.buy(shipment.getId(), offer.get().rateId());
    } catch (InvalidRequestError e) {
      if (!EasyPostAnswers.isUndecided(e.getCode())) {
        throw e;
      }
      after = easyPost.find(shipment.getId()).orElse(shipment);
    }
    if (!EasyPostAnswers.isBought(after)) {
      throw new CarrierUnavailableException("EasyPost is still at work on it");
    }
    return label(parcel, after);
  }

  private CarrierAnswer voided(String key) throws EasyPostException {
    if (purchases.containsKey(key)) {
      throw new CarrierUnavailableException("the label is still being bought");
    }
    Optional<Shipment> shipment = ours(key).filter(EasyPostAnswers::isBought);
    if (shipment.isEmpty() || EasyPostAnswers.isGivenBack(shipment.get())) {
      return new Voided();
    }
    Shipment after = easyPost.refund(shipment.get().getId());
    // Carriers that are paid when they scan a parcel have nothing to give back.
    return EasyPostAnswers.isGivenBack(after) || "not_applicable".equals(after.getRefundStatus())
        ? new Voided()
        : new Refused("refund_" + EasyPostAnswers.refusal(after.getRefundStatus()));
  }

  /** The parcel's shipment, made if there is none; empty if nobody knows where it leaves. */
  private Optional<Shipment> opened(Parcel parcel) throws EasyPostException {
    Optional<Shipment> before = ours(parcel.key());
    if (before.isPresent()) {
      return EasyPostAnswers.isBought(before.get())
          ? before
          : Optional.of(easyPost.rated(before.get().getId()));
    }
    Optional<String> sender = config.sender(parcel.warehouseId());
    return sender.isPresent()
        ? Optional.of(easyPost.create(parcel, sender.get()))
        : Optional.empty();
  }

  private Optional<Shipment> ours(String key) throws EasyPostException {
    if (key.isEmpty()) {
      return Optional.empty();
    }
    Optional<Shipment> found = easyPost.find(key);
    if (found.isPresent() && !key.equals(found.get().getReference())) {
      throw new CarrierUnavailableException("EasyPost gave another shipment");
    }
    return found;
  }

  private Bought label(Parcel parcel, Shipment shipment) {
    Rate paid =
        EasyPostAnswers.paid(shipment, parcel.requestedAt())
            .orElseThrow(
                () -> new CarrierUnavailableException("EasyPost does not say what was paid"));
    return new Bought(paid, shipment.getTrackingCode(), easyPost.label(shipment));
  }

  private static Optional<Sighting> sighting(Shipment shipment) {
    if (shipment.getReference() == null) {
      return Optional.empty();
    }
    return EasyPostReference.of(shipment.getReference())
        .map(
            ours ->
                new Sighting(
                    ours.orderId(),
                    ours.shipmentId(),
                    EasyPostAnswers.facts(shipment.getId(), shipment.getTracker())));
  }

  @FunctionalInterface
  private interface Step<T> {
    T run() throws EasyPostException;
  }

  /** What EasyPost says no to is an answer, unless it may have happened all the same. */
  private static CarrierAnswer refusable(Step<CarrierAnswer> step) throws EasyPostException {
    try {
      return step.run();
    } catch (InvalidRequestError | BadRequestError e) {
      if (EasyPostAnswers.isUndecided(e.getCode())) {
        throw e;
      }
      return new Refused(EasyPostAnswers.refusal(e.getCode()));
    }
  }

  private <T> CompletableFuture<T> begin(Step<T> step) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return step.run();
          } catch (EasyPostException e) {
            throw unavailable(e);
          } catch (CarrierUnavailableException e) {
            throw e;
          } catch (RuntimeException e) {
            // The library stumbles over bodies that are no JSON, as proxies send them.
            throw new CarrierUnavailableException("EasyPost's answer cannot be read", e);
          }
        },
        calls);
  }

  private static CarrierUnavailableException unavailable(EasyPostException e) {
    int status =
        e instanceof APIException api && api.getStatusCode() != null ? api.getStatusCode() : 0;
    String code = e instanceof APIException api ? api.getCode() : null;
    if (status == 401 || status == 403) {
      LOG.error("EasyPost refuses the API key (HTTP {})", status);
    } else if (status == 402) {
      LOG.error("EasyPost's account cannot pay for labels ({})", code);
    }
    return new CarrierUnavailableException(
        "EasyPost gave no answer: HTTP %d, %s".formatted(status, code), e);
  }
}

package dev.millrace.pricing.offer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.pricing.offer.OfferCommand.Price;
import dev.millrace.pricing.offer.OfferCommand.SetOffer;
import dev.millrace.pricing.offer.OfferEvent.OfferSet;
import dev.millrace.schemas.money.Money;
import dev.millrace.testkit.DeciderSpec;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OfferDeciderTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Price TEN_DOLLARS = new Price(1_000, "USD");

  private final DeciderSpec<SkuOffers, OfferCommand, OfferEvent, OfferRejection> spec =
      new DeciderSpec<>(
          SkuOffers.none("SKU-1"),
          (offers, command, now) -> OfferDecider.decide(offers, command),
          (offers, event) -> offers.evolve(event, NOW));

  @Test
  void setsTheFirstPriceOfASku() {
    spec.given().when(set("sel_a", TEN_DOLLARS), NOW).events(offerSet("sel_a", 1_000, 1));
  }

  @Test
  void keepsOneOfferForEachSeller() {
    SkuOffers offers =
        spec.given(offerSet("sel_a", 1_000, 1), offerSet("sel_b", 900, 2))
            .when(set("sel_a", new Price(800, "USD")), NOW)
            .events(offerSet("sel_a", 800, 3))
            .state();

    assertThat(offers.version()).isEqualTo(3);
    assertThat(offers.offers()).extracting(Offer::sellerId).containsExactly("sel_a", "sel_b");
    assertThat(offers.of("sel_a").orElseThrow().price()).isEqualTo(new Money(800, "USD"));
  }

  @Test
  void aPriceThatStandsAlreadyIsNoFact() {
    spec.given(offerSet("sel_a", 1_000, 1), offerSet("sel_b", 900, 2))
        .when(set("sel_a", TEN_DOLLARS), NOW)
        .nothingHappens();
  }

  @Test
  void aFreeItemIsAnOffer() {
    spec.given().when(set("sel_a", new Price(0, "USD")), NOW).events(offerSet("sel_a", 0, 1));
  }

  @Test
  void takesNoSellerAboveTheBoundButStillChangesThePricesOfThoseThereAre() {
    OfferEvent[] full =
        IntStream.rangeClosed(1, SkuOffers.SELLERS_MAX)
            .mapToObj(i -> offerSet("sel_" + i, 1_000, i))
            .toArray(OfferEvent[]::new);

    spec.given(full)
        .when(set("sel_new", TEN_DOLLARS), NOW)
        .refused(OfferRejection.TOO_MANY_SELLERS);
    spec.given(full)
        .when(set("sel_7", new Price(5, "USD")), NOW)
        .events(offerSet("sel_7", 5, SkuOffers.SELLERS_MAX + 1L));
  }

  @Test
  void acceptsTheVersionThatWasExpected() {
    spec.given(offerSet("sel_a", 1_000, 1))
        .when(new SetOffer("sel_a", new Price(7, "USD"), null, null, null, 1L), NOW)
        .events(offerSet("sel_a", 7, 2));
  }

  @Test
  void anOfferIsValidFromItsBeginningUntilJustBeforeItsEnd() {
    var offer = new Offer("sel_a", new Money(1, "USD"), null, NOW, NOW.plusSeconds(10), 1);

    assertThat(offer.isValidAt(NOW.minusMillis(1))).isFalse();
    assertThat(offer.isValidAt(NOW)).isTrue();
    assertThat(offer.isValidAt(NOW.plusMillis(9_999))).isTrue();
    assertThat(offer.isValidAt(NOW.plusSeconds(10))).isFalse();
  }

  static Stream<Arguments> refusals() {
    Price dollars = TEN_DOLLARS;
    return Stream.of(
        arguments(
            OfferRejection.VERSION_CONFLICT, new SetOffer("sel_a", dollars, null, null, null, 4L)),
        arguments(OfferRejection.UNKNOWN_CURRENCY, set("sel_a", new Price(1, "usd"))),
        arguments(OfferRejection.UNKNOWN_CURRENCY, set("sel_a", new Price(1, "XAU"))),
        arguments(OfferRejection.UNKNOWN_CURRENCY, set("sel_a", new Price(1, ""))),
        arguments(OfferRejection.PRICE_NEGATIVE, set("sel_a", new Price(-1, "USD"))),
        arguments(
            OfferRejection.PRICE_NEGATIVE,
            new SetOffer("sel_a", dollars, new Price(-1, "USD"), null, null, null)),
        arguments(
            OfferRejection.PRICE_TOO_LARGE,
            set("sel_a", new Price(Money.MINOR_UNITS_MAX + 1, "USD"))),
        arguments(
            OfferRejection.PRICE_TOO_LARGE,
            new SetOffer("sel_a", dollars, new Price(Long.MAX_VALUE, "USD"), null, null, null)),
        arguments(
            OfferRejection.LIST_PRICE_CURRENCY_DIFFERS,
            new SetOffer("sel_a", dollars, new Price(2_000, "EUR"), null, null, null)),
        arguments(
            OfferRejection.VALIDITY_EMPTY, new SetOffer("sel_a", dollars, null, NOW, NOW, null)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("refusals")
  void everyRefusalHasItsNameInWhateverState(OfferRejection expected, SetOffer command) {
    spec.given().when(command, NOW).refused(expected);
    spec.given(offerSet("sel_a", 1_000, 1)).when(command, NOW).refused(expected);
  }

  private static SetOffer set(String seller, Price price) {
    return new SetOffer(seller, price, null, null, null, null);
  }

  private static OfferSet offerSet(String seller, long minorUnits, long version) {
    @Nullable Money noListPrice = null;
    return new OfferSet(
        new Offer(seller, new Money(minorUnits, "USD"), noListPrice, null, null, version));
  }
}

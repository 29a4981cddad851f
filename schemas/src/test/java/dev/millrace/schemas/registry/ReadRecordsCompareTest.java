package dev.millrace.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.common.Money;
import dev.millrace.avro.pricing.Offers;
import dev.millrace.avro.pricing.SellerOffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Audits compare what they read with what they made; lists are compared by Avro itself. */
class ReadRecordsCompareTest {

  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  private final AvroSerde<Offers> serde = new AvroSerde<>(new InMemoryRegistry(), Offers.class);

  @Test
  void anOptionalPointInTimeWithinAListIsComparedLikeAnyOther() {
    Offers made = offersFrom(NOON);
    Offers read = serde.deserializer().deserialize("t", serde.serializer().serialize("t", made));

    assertThat(read.getOffers().equals(made.getOffers())).as("as Avro compares").isTrue();
    assertThat(read.equals(made)).isTrue();
    assertThat(made.equals(read)).isTrue();
    assertThat(read.equals(offersFrom(NOON.plusMillis(1)))).isFalse();
    assertThat(read.equals(offersFrom(null))).isFalse();
  }

  private static Offers offersFrom(@Nullable Instant validFrom) {
    return Offers.newBuilder()
        .setSku("SKU-1")
        .setVersion(1)
        .setAt(NOON)
        .setOffers(
            List.of(
                SellerOffer.newBuilder()
                    .setSellerId("sel_1")
                    .setPrice(new Money(1_999L, "USD"))
                    .setValidFrom(validFrom)
                    .setVersion(1)
                    .build()))
        .build();
  }
}

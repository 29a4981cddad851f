package dev.millrace.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.schemas.registry.SchemaRegistryException.Reason;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class InMemoryRegistryTest {

  private static final Schema V1 =
      SchemaBuilder.record("Thing").fields().requiredString("id").endRecord();
  private static final Schema V2 =
      SchemaBuilder.record("Thing")
          .fields()
          .requiredString("id")
          .optionalString("note")
          .endRecord();
  private static final Schema BROKEN =
      SchemaBuilder.record("Thing").fields().requiredLong("id").endRecord();

  private final InMemoryRegistry registry = new InMemoryRegistry();

  @Test
  void registeringAgainGivesTheSameId() {
    int first = registry.register("a-value", V1);
    assertThat(registry.register("a-value", V1)).isEqualTo(first);
    assertThat(registry.register("b-value", V1)).isEqualTo(first);
    assertThat(registry.register("a-value", V2)).isNotEqualTo(first);
    assertThat(registry.byId(first)).isEqualTo(V1);
  }

  @Test
  void anIncompatibleVersionIsRefusedWithItsReasons() {
    registry.register("a-value", V1);
    assertThatThrownBy(() -> registry.register("a-value", BROKEN))
        .isInstanceOfSatisfying(
            SchemaRegistryException.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Reason.INCOMPATIBLE);
              assertThat(refusal.retriable()).isFalse();
            })
        .hasMessageContainingAll("a-value", "Thing", "the type changed");
    assertThat(registry.versionsBySubject().get("a-value")).containsExactly(V1);
    assertThat(registry.register("other-value", BROKEN)).isPositive();
  }

  @Test
  void anUnknownIdIsNotFound() {
    assertThatThrownBy(() -> registry.byId(1))
        .isInstanceOfSatisfying(
            SchemaRegistryException.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.NOT_FOUND));
  }
}

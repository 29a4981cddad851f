package dev.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.customers.CartEvent;
import dev.millrace.avro.customers.CartLine;
import dev.millrace.avro.customers.CartLineRemoved;
import dev.millrace.avro.customers.CartLineSet;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {

  private static final CartEvent SET =
      event("cartLineSet")
          .setCartLineSet(new CartLineSet(new CartLine("lin_1", "SHIRT", "sel_a", 2)))
          .build();
  private static final CartEvent REMOVED =
      event("cartLineRemoved").setCartLineRemoved(new CartLineRemoved("lin_1")).build();

  @TempDir private Path golden;
  private final Topics topics = new Topics(new InMemoryRegistry(), 1);

  @AfterEach
  void endUpdate() {
    System.clearProperty(Golden.UPDATE);
  }

  @Test
  void whatWasRecordedComesBackAndIsCompared() throws IOException {
    record(List.of(SET));
    assertThatCode(() -> replay(UnaryOperator.identity()).verify("scene", List.of()))
        .doesNotThrowAnyException();
    assertThat(Files.readString(file("scene.jsonl"))).contains("\"SHIRT\"").hasLineCount(1);
    assertThat(Files.readString(file("scene.state.json"))).doesNotContain("null");
  }

  @Test
  void anotherStateIsAnErrorAlsoDuringAnUpdate() {
    record(List.of(SET));
    System.setProperty(Golden.UPDATE, "true");
    Replay<CartEvent> other = replay(events -> List.of(REMOVED));
    assertThatThrownBy(() -> other.verify("scene", List.of(SET)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("scene.jsonl", "keep their meaning", "scene.state.json");
  }

  @Test
  void aFieldThatTheStateHasGainedMakesNoDifferenceUntilItSaysSomething() throws IOException {
    record(List.of(CartEvent.newBuilder(SET).setSequence(0).build()));
    Path state = file("scene.state.json");
    String before = Files.readString(state);
    Files.writeString(state, before.replaceFirst(" *\"sequence\" : 0,\n", ""));
    assertThat(Files.readString(state)).isNotEqualTo(before);
    replay(UnaryOperator.identity()).verify("scene", List.of());
    Replay<CartEvent> other =
        replay(events -> List.of(CartEvent.newBuilder(SET).setSequence(1).build()));
    assertThatThrownBy(() -> other.verify("scene", List.of())).isInstanceOf(AssertionError.class);
  }

  @Test
  void anUpdateLeavesARecordingAsItIs() throws IOException {
    record(List.of(SET));
    String before = Files.readString(file("scene.jsonl"));
    record(List.of(REMOVED));
    assertThat(Files.readString(file("scene.jsonl"))).isEqualTo(before);
  }

  @Test
  void aMissingRecordingIsAnErrorThatSaysHowToMakeIt() {
    assertThatThrownBy(() -> replay(UnaryOperator.identity()).verify("scene", List.of(SET)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("is missing", "-Dgolden.update=true");
  }

  @Test
  void anOlderSchemaIsReadWithTodays() throws IOException {
    record(List.of(SET));
    Path schema = file("scene.avsc");
    String newest = Files.readString(schema);
    String note =
        "{\"name\":\"laterGone\",\"type\":[\"null\",\"string\"],\"default\":null},{\"name\":\"eventId\"";
    Files.writeString(schema, newest.replaceFirst("\\{\"name\":\"eventId\"", note));
    Path events = file("scene.jsonl");
    Files.writeString(
        events, Files.readString(events).replaceFirst("\\{", "{\"laterGone\":{\"string\":\"x\"},"));
    replay(UnaryOperator.identity()).verify("scene", List.of());
  }

  @Test
  void kindsThatNoRecordingHasAreNamed() {
    record(List.of(SET, REMOVED));
    assertThatThrownBy(() -> replay(UnaryOperator.identity()).verifyKinds())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("checkoutCompleted");
  }

  @Test
  void aTypeThatNamesAnotherKindIsAnError() {
    record(List.of(CartEvent.newBuilder(SET).setType("cartLineRemoved").build()));
    assertThatThrownBy(() -> replay(UnaryOperator.identity()).verifyKinds())
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("cartLineSet", "cartLineRemoved");
  }

  private void record(List<CartEvent> events) {
    System.setProperty(Golden.UPDATE, "true");
    replay(UnaryOperator.identity()).verify("scene", events);
    System.clearProperty(Golden.UPDATE);
  }

  private Replay<CartEvent> replay(UnaryOperator<List<CartEvent>> fold) {
    return new Replay<>(golden, topics, topics.cartEvents(), fold);
  }

  private Path file(String name) {
    return golden.resolve(topics.cartEvents().name()).resolve(name);
  }

  private static CartEvent.Builder event(String type) {
    return CartEvent.newBuilder()
        .setEventId("crt_1-1")
        .setCartId("crt_1")
        .setCustomerId("cus_1")
        .setSequence(1)
        .setAt(Instant.EPOCH)
        .setCommandId("cmd_1")
        .setActor(new Actor(ActorRole.SHOPPER, "cus_1"))
        .setType(type);
  }
}

package dev.millrace.kit.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AbsentKeysTest {

  private static final String STORE = "things";

  private final TopologyTestDriver driver = driver();
  private final KeyValueStore<String, String> store = driver.getKeyValueStore(STORE);
  private final AbsentKeys absent = new AbsentKeys(store);

  private static final class Idle implements Processor<String, String, Void, Void> {
    @Override
    public void process(Record<String, String> record) {}
  }

  private static TopologyTestDriver driver() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.String()));
    builder.stream("input", Consumed.with(Serdes.String(), Serdes.String()))
        .process(Idle::new, STORE);
    return new TopologyTestDriver(builder.build());
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private void put(String key) {
    store.put(key, "");
    absent.put(key);
  }

  @Test
  void knowsNothingBeforeTheStoreWasWalkedOnce() {
    store.put("a", "");
    store.put("b", "");

    absent.goOn(1);
    assertThat(absent.contains("anything")).isFalse();

    absent.goOn(1);
    assertThat(absent.contains("anything")).isTrue();
    assertThat(absent.contains("a")).isFalse();
    assertThat(absent.contains("b")).isFalse();
  }

  @Test
  void anEmptyStoreIsKnownAtOnce() {
    absent.goOn(1);

    assertThat(absent.contains("a")).isTrue();
    put("a");
    assertThat(absent.contains("a")).isFalse();
  }

  @Test
  void knowsMostAbsentKeysWhenItsRoomIsUsed() {
    absent.goOn(1);
    for (int i = 0; i < AbsentKeys.ROOM_MIN; i++) {
      put("key-" + i);
    }

    int known = 0;
    for (int i = 0; i < 10_000; i++) {
      known += absent.contains("other-" + i) ? 1 : 0;
    }
    assertThat(known).isGreaterThan(9_800);
  }

  @Test
  void forgottenKeysAreAbsentAgainOnceItWasFullAndTheStoreWasWalked() {
    absent.goOn(1);
    put("forgotten");
    store.delete("forgotten");
    for (int i = 0; i < AbsentKeys.ROOM_MIN; i++) {
      absent.put("forgotten-" + i);
    }
    assertThat(absent.contains("forgotten")).isFalse();

    absent.goOn(1);

    assertThat(absent.contains("forgotten")).isTrue();
  }

  @Test
  void itsSizeFollowsTheStoreWithinBounds() {
    assertThat(AbsentKeys.room(0)).isEqualTo(AbsentKeys.ROOM_MIN);
    assertThat(AbsentKeys.room(100_000)).isEqualTo(400_000);
    assertThat(AbsentKeys.room(Long.MAX_VALUE)).isEqualTo(AbsentKeys.ROOM_MAX);
    assertThat(AbsentKeys.room(-1)).isEqualTo(AbsentKeys.ROOM_MIN);
  }

  /** The one thing that it must never do: call a key absent that the store has. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void neverCallsAKeyAbsentThatTheStoreHas(long seed) {
    var random = new Random(seed);
    Set<String> present = new HashSet<>();
    for (int step = 0; step < 120_000; step++) {
      String key = "key-" + random.nextInt(5_000);
      switch (random.nextInt(40)) {
        case 0 -> absent.goOn(1 + random.nextInt(300));
        case 1, 2, 3 -> {
          store.delete(key);
          present.remove(key);
        }
        case 4 ->
            assertThat(present).as("seed %d, step %d", seed, step).allSatisfy(this::isNotAbsent);
        default -> {
          put(key);
          present.add(key);
        }
      }
    }
    assertThat(present).as("seed %d", seed).isNotEmpty().allSatisfy(this::isNotAbsent);
  }

  private void isNotAbsent(String key) {
    assertThat(absent.contains(key)).as(key).isFalse();
  }
}

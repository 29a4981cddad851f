package dev.millrace.kit.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeIndexTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String STORE = "things-by-age";

  private final TopologyTestDriver driver = driver();
  private final KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore(STORE);
  private final TimeIndex index = new TimeIndex(store);

  private static final class Idle implements Processor<String, String, Void, Void> {
    @Override
    public void process(Record<String, String> record) {}
  }

  private static TopologyTestDriver driver() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.addStateStore(TimeIndex.store(STORE));
    builder.stream("input", Consumed.with(Serdes.String(), Serdes.String()))
        .process(Idle::new, STORE);
    return new TopologyTestDriver(builder.build());
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private static Instant at(long ms) {
    return START.plusMillis(ms);
  }

  @Test
  void givesWhatIsDueInOrderOfTimeThenId() {
    index.add(at(20), "b");
    index.add(at(10), "c");
    index.add(at(20), "a");
    index.add(at(21), "later");

    assertThat(index.due(at(20), 10))
        .containsExactly(
            new TimeIndex.Entry(at(10), "c"),
            new TimeIndex.Entry(at(20), "a"),
            new TimeIndex.Entry(at(20), "b"));
  }

  @Test
  void givesNoMoreThanItIsAskedFor() {
    for (int i = 0; i < 10; i++) {
      index.add(at(i), "id-" + i);
    }

    assertThat(index.due(at(100), 3))
        .extracting(TimeIndex.Entry::id)
        .containsExactly("id-0", "id-1", "id-2");
  }

  @Test
  void findsAnEntryAddedBeforeWhatWasAlreadySwept() {
    index.add(at(50), "swept");
    index.due(at(100), 10).forEach(index::remove);
    assertThat(index.due(at(100), 10)).isEmpty();

    index.add(at(40), "late comer");

    assertThat(index.due(at(100), 10))
        .extracting(TimeIndex.Entry::id)
        .containsExactly("late comer");
  }

  @Test
  void findsAnEntryWithTheTimeOfTheSweepItself() {
    index.due(at(100), 10);
    index.add(at(100), "now");

    assertThat(index.due(at(100), 10)).extracting(TimeIndex.Entry::id).containsExactly("now");
  }

  @Test
  void goesOnAmongEntriesOfOneMomentAndFindsThoseAddedBeforeTheRest() {
    for (char id = 'b'; id < 'f'; id++) {
      index.add(at(50), String.valueOf(id));
    }
    index.due(at(50), 2).forEach(index::remove);
    assertThat(index.due(at(50), 1)).extracting(TimeIndex.Entry::id).containsExactly("d");

    index.add(at(50), "a");

    assertThat(index.due(at(50), 10))
        .extracting(TimeIndex.Entry::id)
        .containsExactly("a", "d", "e");
  }

  @Test
  void aClockThatStepsBackHidesNothing() {
    index.add(at(50), "first");
    index.due(at(100), 10).forEach(index::remove);
    index.due(at(20), 10);
    index.add(at(60), "second");

    assertThat(index.due(at(100), 10)).extracting(TimeIndex.Entry::id).containsExactly("second");
  }

  @Test
  void aNewInstanceOverTheSameStoreFindsEverything() {
    index.add(at(5), "kept");
    index.due(at(1), 10);

    TimeIndex afterRestart = new TimeIndex(store);

    assertThat(afterRestart.count()).isEqualTo(1);
    assertThat(afterRestart.due(at(5), 10)).extracting(TimeIndex.Entry::id).containsExactly("kept");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsDueIsWhatAPlainSetSays(long seed) {
    Random random = new Random(seed);
    Set<TimeIndex.Entry> expected = new HashSet<>();
    for (int step = 0; step < 500; step++) {
      Instant when = at(random.nextInt(200));
      if (random.nextInt(3) > 0) {
        TimeIndex.Entry entry = new TimeIndex.Entry(when, "id-" + random.nextInt(50));
        index.add(entry.at(), entry.id());
        expected.add(entry);
      } else {
        int entriesMax = 1 + random.nextInt(20);
        List<TimeIndex.Entry> due = new ArrayList<>(index.due(when, entriesMax));
        assertThat(due)
            .as("seed %d step %d", seed, step)
            .containsExactlyElementsOf(
                expected.stream()
                    .filter(entry -> !entry.at().isAfter(when))
                    .sorted(
                        Comparator.comparing(TimeIndex.Entry::at)
                            .thenComparing(TimeIndex.Entry::id))
                    .limit(entriesMax)
                    .toList());
        due.stream()
            .filter(entry -> random.nextBoolean())
            .forEach(
                entry -> {
                  index.remove(entry);
                  expected.remove(entry);
                });
      }
    }
  }
}

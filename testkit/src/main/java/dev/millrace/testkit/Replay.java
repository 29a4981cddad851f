package dev.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.kit.query.RecordJson;
import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Events as they were recorded once, and the state that folding them gives, now and in every later
 * version. The past keeps its meaning: what stands in a topic is read for ever.
 *
 * <p>A recording is three files under {@code golden/replay/<topic>}: {@code <name>.jsonl}, an event
 * a line in Avro's JSON; {@code <name>.avsc}, the schema that it was written with; {@code
 * <name>.state.json}, the state. They are only ever added: {@code -Dgolden.update=true} writes
 * files that are missing and changes none.
 */
public final class Replay<E extends SpecificRecord> {

  private static final Path GOLDEN = Path.of("src/test/resources/golden/replay");
  private static final String EVENTS = ".jsonl";
  private static final String SCHEMA = ".avsc";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STATE = ".state.json";

  private final Path folder;
  private final RecordedEvents<E> events;
  private final Function<List<E>, ? extends List<? extends SpecificRecord>> fold;

  /**
   * Recordings of a topic.
   *
   * @param fold the states of all keys that events lead to; events come in the order of the topic
   */
  public Replay(
      Topics topics,
      Topic<E> topic,
      Function<List<E>, ? extends List<? extends SpecificRecord>> fold) {
    this(GOLDEN, topics, topic, fold);
  }

  Replay(
      Path golden,
      Topics topics,
      Topic<E> topic,
      Function<List<E>, ? extends List<? extends SpecificRecord>> fold) {
    this.folder = golden.resolve(topic.name());
    this.events = new RecordedEvents<>(topics.registry(), topic);
    this.fold = fold;
  }

  /**
   * Reads a recording with today's schema, folds it and compares the state.
   *
   * @param live what the scene that was recorded leads to today; written only if there is no
   *     recording yet and the update is asked for
   * @throws AssertionError if there is no recording, or its events lead to another state
   */
  public void verify(String recording, List<E> live) {
    if (isUpdate() && !Files.exists(file(recording, EVENTS))) {
      assertThat(live).as("the events of scene %s", recording).isNotEmpty();
      write(file(recording, SCHEMA), events.schemaOf(live) + "\n");
      write(file(recording, EVENTS), events.lines(live));
    }
    JsonNode folded = json(fold.apply(recorded(recording)));
    Path state = file(recording, STATE);
    if (isUpdate() && !Files.exists(state)) {
      write(state, text(folded));
    }
    String expected = read(state);
    String actual = text(withoutGained(folded, parse(expected)));
    if (!expected.equals(actual)) {
      throw new AssertionError(
          """
          The events recorded in %s lead to another state than they did, first at line %d.
          Events that are written keep their meaning: take the change back, or let a new kind of event \
          carry the new meaning. Only if the state says the same in another shape: delete %s, run this \
          test with -D%s=true and review the difference.
          expected: %s
          actual:   %s\
          """
              .formatted(
                  file(recording, EVENTS),
                  Golden.differingLine(expected, actual) + 1,
                  state.getFileName(),
                  Golden.UPDATE,
                  Golden.line(expected, Golden.differingLine(expected, actual)),
                  Golden.line(actual, Golden.differingLine(expected, actual))));
    }
  }

  /**
   * Every kind of event that today's schema knows stands in a recording of the topic.
   *
   * @throws AssertionError naming the kinds that do not
   */
  public void verifyKinds() {
    var seen = new TreeSet<String>();
    for (String recording : recordings()) {
      recorded(recording).forEach(event -> seen.add(RecordedEvents.kindOf(event)));
    }
    assertThat(seen)
        .as(
            "Kinds of events in the recordings under %s. For a new kind add a scene that leads to"
                + " it, and run its test once with -D%s=true",
            folder, Golden.UPDATE)
        .containsExactlyInAnyOrderElementsOf(events.kinds());
  }

  /** Events by their key, the keys in the order in which they appear. */
  public static <E> Map<String, List<E>> byKey(List<E> events, Function<E, String> key) {
    Map<String, List<E>> byKey = new LinkedHashMap<>();
    events.forEach(
        event -> byKey.computeIfAbsent(key.apply(event), unseen -> new ArrayList<>()).add(event));
    return byKey;
  }

  /** Compares what a writer has stored with what its events lead to, field by field. */
  public static void assertSame(@Nullable SpecificRecord stored, SpecificRecord folded) {
    // Not by equals: Avro's cannot compare times in fields that may be null.
    assertThat(RecordJson.of(stored)).isEqualTo(RecordJson.of(folded));
  }

  private List<E> recorded(String recording) {
    return events.parse(
        new Schema.Parser().parse(read(file(recording, SCHEMA))), read(file(recording, EVENTS)));
  }

  private List<String> recordings() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(EVENTS))
          .map(name -> name.substring(0, name.length() - EVENTS.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without fields that are null, so that a state which has gained a field still compares. */
  private static JsonNode json(List<? extends SpecificRecord> states) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    states.forEach(state -> array.add(withoutNulls(RecordJson.of(state))));
    return array;
  }

  private static JsonNode parse(String states) {
    try {
      return JSON.readTree(states);
    } catch (JsonProcessingException e) {
      throw new AssertionError("The recorded state is no JSON: " + states, e);
    }
  }

  private static String text(JsonNode states) {
    return states.toPrettyString() + "\n";
  }

  /**
   * Without fields that the recorded state did not know yet and that say nothing: 0, false, none.
   */
  private static JsonNode withoutGained(JsonNode actual, JsonNode recorded) {
    if (actual instanceof ObjectNode object && recorded instanceof ObjectNode known) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        JsonNode before = known.get(field.getKey());
        if (before != null) {
          copy.set(field.getKey(), withoutGained(field.getValue(), before));
        } else if (!saysNothing(field.getValue())) {
          copy.set(field.getKey(), field.getValue());
        }
      }
      return copy;
    }
    if (actual instanceof ArrayNode array
        && recorded instanceof ArrayNode known
        && array.size() == known.size()) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < array.size(); i++) {
        copy.add(withoutGained(array.get(i), known.get(i)));
      }
      return copy;
    }
    return actual;
  }

  private static boolean saysNothing(JsonNode value) {
    return (value.isNumber() && value.asLong() == 0)
        || (value.isBoolean() && !value.asBoolean())
        || (value.isArray() && value.isEmpty());
  }

  private static JsonNode withoutNulls(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        object
            .properties()
            .forEach(
                entry -> {
                  if (!entry.getValue().isNull()) {
                    copy.set(entry.getKey(), withoutNulls(entry.getValue()));
                  }
                });
        yield copy;
      }
      case ArrayNode array -> {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        array.forEach(element -> copy.add(withoutNulls(element)));
        yield copy;
      }
      default -> node;
    };
  }

  private static boolean isUpdate() {
    return Boolean.getBoolean(Golden.UPDATE);
  }

  private Path file(String recording, String ending) {
    return folder.resolve(recording + ending);
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    if (!Files.exists(file)) {
      throw new AssertionError(
          "%s is missing: run this test once with -D%s=true and review what it writes"
              .formatted(file, Golden.UPDATE));
    }
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.millrace.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.Topics;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every topic's schema is released and fits all its released versions. With {@code
 * -Dschemas.release=<subject>} (or {@code all}) it first releases what changed.
 */
class CompatibilityTest {

  private final List<Topic<?>> topics = new Topics(new InMemoryRegistry(), 1).all();
  private final ReleasedSchemas released = ReleasedSchemas.load(ReleasedSchemas.DIRECTORY);

  @TestFactory
  Stream<DynamicTest> everyTopicKeepsItsContract() {
    assertThat(topics).isNotEmpty();
    return topics.stream()
        .map(topic -> dynamicTest(topic.subject(), () -> keepsItsContract(topic)));
  }

  @Test
  void everyReleasedSubjectStillHasATopic() {
    Set<String> subjects = topics.stream().map(Topic::subject).collect(Collectors.toSet());
    assertThat(released.subjects())
        .as("records of a released subject may still be stored: keep its topic in Topics")
        .isSubsetOf(subjects);
  }

  private void keepsItsContract(Topic<?> topic) {
    Schema schema = SpecificData.getForClass(topic.type()).getSchema(topic.type());
    String wanted = System.getProperty(ReleasedSchemas.RELEASE_PROPERTY, "");
    if (wanted.equals("all") || wanted.equals(topic.subject())) {
      released.release(topic.subject(), schema);
    }
    assertThat(released.check(schema, topic.subject())).isEmpty();
  }
}

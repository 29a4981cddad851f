package dev.millrace.schemas.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schemas.registry.InMemoryRegistry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicCheckTest {

  private final Topics topics = new Topics(new InMemoryRegistry(), 4);
  private final Map<String, Integer> partitions = new HashMap<>();
  private final Set<String> existing = new HashSet<>();

  TopicCheckTest() {
    topics.all().forEach(topic -> partitions.put(topic.name(), 4));
    existing.addAll(partitions.keySet());
    Topics.CONTEXTS.forEach(context -> existing.add(Topics.deadLetters(context)));
  }

  @Test
  void aClusterThatHasAllIsFoundInOrder() {
    TopicCheck found = TopicCheck.of(topics, existing, partitions);
    assertThat(found.missing()).isEmpty();
    assertThat(found.misfit()).isEmpty();
  }

  @Test
  void namesWhatIsMissingDeadLettersIncluded() {
    partitions.remove("orders.order-events.v1");
    existing.remove("search.dead-letters.v1");

    assertThat(TopicCheck.of(topics, existing, partitions).missing())
        .containsExactly("orders.order-events.v1", "search.dead-letters.v1");
  }

  @Test
  void namesATopicOfAnotherNumberOfPartitions() {
    partitions.put("edge.replies.v1", 2);

    assertThat(TopicCheck.of(topics, existing, partitions).misfit())
        .contains(new TopicCheck.Misfit("edge.replies.v1", 2));
  }
}

package dev.millrace.schemas.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * What a cluster has of the catalogue.
 *
 * @param missing names of the topics that it does not have
 * @param misfit the first topic that has another number of partitions than the catalogue says
 */
public record TopicCheck(List<String> missing, Optional<Misfit> misfit) {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** A topic and the number of partitions that it has. */
  public record Misfit(String topic, int partitions) {}

  public TopicCheck {
    missing = List.copyOf(missing);
  }

  /**
   * Asks the cluster.
   *
   * @throws IllegalStateException if the brokers refuse or do not answer in time
   */
  public static TopicCheck of(Admin admin, Topics topics) {
    try {
      Set<String> existing = admin.listTopics().names().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      List<String> ours =
          topics.all().stream().map(Topic::name).filter(existing::contains).toList();
      Map<String, Integer> partitions = new TreeMap<>();
      for (TopicDescription topic :
          admin
              .describeTopics(ours)
              .allTopicNames()
              .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
              .values()) {
        partitions.put(topic.name(), topic.partitions().size());
      }
      return of(topics, existing, partitions);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking for topics", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the brokers do not tell their topics: " + reason(e), e);
    }
  }

  /**
   * The same of what was heard already.
   *
   * @param partitions of the existing topics that have a schema, by name
   */
  static TopicCheck of(Topics topics, Set<String> existing, Map<String, Integer> partitions) {
    List<String> missing = new ArrayList<>();
    Optional<Misfit> misfit = Optional.empty();
    for (Topic<?> topic : topics.all()) {
      Integer found = partitions.get(topic.name());
      if (found == null) {
        missing.add(topic.name());
      } else if (found != topic.partitions() && misfit.isEmpty()) {
        misfit = Optional.of(new Misfit(topic.name(), found));
      }
    }
    for (String context : Topics.CONTEXTS) {
      if (!existing.contains(Topics.deadLetters(context))) {
        missing.add(Topics.deadLetters(context));
      }
    }
    return new TopicCheck(missing, misfit);
  }

  private static String reason(Exception e) {
    if (e instanceof TimeoutException) {
      return "no answer within " + TIMEOUT.toSeconds() + " s";
    }
    return e.getCause() == null ? e.toString() : e.getCause().toString();
  }
}

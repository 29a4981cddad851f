package dev.millrace.schemas.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.Schema;

/**
 * A registry for tests, with the rules of the real one: ids are shared by equal schemas whatever
 * their subject, and a new version must be FULL_TRANSITIVE compatible. Share one instance between
 * everything in a test that reads what the other writes.
 */
public final class InMemoryRegistry implements SchemaRegistry {

  // Guarded by this.
  private final List<Schema> schemas = new ArrayList<>();
  private final Map<Schema, Integer> ids = new HashMap<>();
  private final Map<String, List<Schema>> subjects = new HashMap<>();

  @Override
  public synchronized int register(String subject, Schema schema) {
    Schema published = PublishedSchema.of(schema);
    List<Schema> versions = subjects.computeIfAbsent(subject, unseen -> new ArrayList<>());
    if (!versions.contains(published)) {
      requireCompatible(subject, published, versions);
      versions.add(published);
    }
    return ids.computeIfAbsent(
        published,
        unseen -> {
          schemas.add(published);
          return schemas.size();
        });
  }

  @Override
  public synchronized Schema byId(int id) {
    if (id < 1 || id > schemas.size()) {
      throw new SchemaRegistryException(
          SchemaRegistryException.Reason.NOT_FOUND,
          "No schema has id %d in the in-memory registry, which holds ids 1 to %d"
              .formatted(id, schemas.size()));
    }
    return schemas.get(id - 1);
  }

  /** Every subject with its versions, oldest first. */
  public synchronized Map<String, List<Schema>> versionsBySubject() {
    Map<String, List<Schema>> copy = new HashMap<>();
    subjects.forEach((subject, versions) -> copy.put(subject, List.copyOf(versions)));
    return Map.copyOf(copy);
  }

  private static void requireCompatible(String subject, Schema candidate, List<Schema> versions) {
    List<String> problems =
        IntStream.range(0, versions.size())
            .mapToObj(i -> SchemaEvolution.problems(candidate, versions.get(i), "v" + (i + 1)))
            .flatMap(List::stream)
            .toList();
    if (!problems.isEmpty()) {
      throw new SchemaRegistryException(
          SchemaRegistryException.Reason.INCOMPATIBLE,
          "Cannot register schema %s under subject %s in the in-memory registry: %s"
              .formatted(candidate.getFullName(), subject, String.join("; ", problems)));
    }
  }
}

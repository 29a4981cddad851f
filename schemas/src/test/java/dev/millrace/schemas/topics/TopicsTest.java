package dev.millrace.schemas.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schemas.registry.InMemoryRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;

class TopicsTest {

  private final Topics topics = new Topics(new InMemoryRegistry(), 4);

  @Test
  void everyTopicIsNamedByContextEntityKindAndMajorVersion() {
    assertThat(topics.all())
        .allSatisfy(
            topic ->
                assertThat(topic.name())
                    .matches(
                        "[a-z]+\\.([a-z]+-){0,2}(commands|events|table|requests|results|callbacks|replies|entries)\\.v\\d+"));
    assertThat(topics.all().stream().map(Topic::name)).doesNotHaveDuplicates();
  }

  @Test
  void everyFieldOfEveryRecordIsDocumented() {
    List<String> undocumented = new ArrayList<>();
    Set<String> visited = new HashSet<>();
    topics
        .all()
        .forEach(topic -> visit(SpecificData.get().getSchema(topic.type()), visited, undocumented));
    assertThat(undocumented).isEmpty();
    assertThat(visited).hasSizeGreaterThan(40);
  }

  @Test
  void thePageOfTopicsIsUpToDate() throws IOException {
    Path page = Path.of("../docs/topics.md");
    String rendered = TopicsPage.render(topics);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(page, rendered);
    }
    assertThat(Files.exists(page) ? Files.readString(page) : "")
        .as("docs/topics.md is generated; run this test with -Dgolden.update=true and commit it")
        .isEqualTo(rendered);
  }

  private static void visit(Schema schema, Set<String> visited, List<String> undocumented) {
    switch (schema.getType()) {
      case RECORD -> {
        if (!visited.add(schema.getFullName())) {
          return;
        }
        if (schema.getDoc() == null) {
          undocumented.add(schema.getFullName());
        }
        for (Schema.Field field : schema.getFields()) {
          if (field.doc() == null || field.doc().isBlank()) {
            undocumented.add(schema.getFullName() + "." + field.name());
          }
          visit(field.schema(), visited, undocumented);
        }
      }
      case UNION -> schema.getTypes().forEach(type -> visit(type, visited, undocumented));
      case ARRAY -> visit(schema.getElementType(), visited, undocumented);
      case MAP -> visit(schema.getValueType(), visited, undocumented);
      default -> {
        // Enums and primitives have no fields.
      }
    }
  }
}

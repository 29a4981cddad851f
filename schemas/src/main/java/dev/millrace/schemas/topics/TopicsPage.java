package dev.millrace.schemas.topics;

import java.time.Duration;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Renders the catalogue as docs/topics.md, so that the page cannot drift from the code. */
public final class TopicsPage {

  private TopicsPage() {}

  /** The whole page in Markdown. */
  public static String render(Topics topics) {
    var page = new StringBuilder();
    page.append("# Topics\n\n");
    page.append("Generated from `Topics` and the Avro schemas by a test; do not edit.\n\n");
    page.append("Keys are UTF-8 strings partitioned by murmur2. Values are Avro in Confluent wire");
    page.append(" format (magic byte 0, 4-byte schema id) under subject `<topic>-value`.\n");
    page.append(
        "A record carries one of several kinds in nullable fields: exactly one is set, and a");
    page.append(" reader that finds none meets a kind newer than its schema (ADR 0001).\n\n");
    page.append("| topic | key | cleanup | kept | what it is |\n|---|---|---|---|---|\n");
    for (Topic<?> topic : topics.all()) {
      page.append(
          "| [`%s`](#%s) | %s | %s | %s | %s |%n"
              .formatted(
                  topic.name(),
                  topic.name().replace(".", ""),
                  topic.keyIs(),
                  topic.cleanup().policy(),
                  kept(topic.retention()),
                  topic.purpose()));
    }
    page.append(
        "\nRecords that cannot be read go, bytes unchanged and with the reason in headers, to ");
    page.append("`<context>.dead-letters.v1` (30 days).\n");
    for (Topic<?> topic : topics.all()) {
      appendSchema(page, topic);
    }
    return page.toString();
  }

  private static void appendSchema(StringBuilder page, Topic<?> topic) {
    Schema schema = org.apache.avro.specific.SpecificData.get().getSchema(topic.type());
    page.append("\n## ").append(topic.name()).append("\n\n").append(schema.getDoc()).append("\n\n");
    page.append("| field | type | meaning |\n|---|---|---|\n");
    for (Schema.Field field : schema.getFields()) {
      page.append(
          "| `%s` | %s | %s |%n".formatted(field.name(), typeName(field.schema()), field.doc()));
    }
  }

  private static String typeName(Schema schema) {
    return switch (schema.getType()) {
      case UNION ->
          typeName(
                  schema.getTypes().stream()
                      .filter(type -> type.getType() != Schema.Type.NULL)
                      .findFirst()
                      .orElseThrow())
              + "?";
      case ARRAY -> "array of " + typeName(schema.getElementType());
      case MAP -> "map of " + typeName(schema.getValueType());
      case LONG -> schema.getLogicalType() == null ? "long" : "timestamp (ms)";
      default -> schema.getName();
    };
  }

  private static String kept(@Nullable Duration retention) {
    if (retention == null) {
      return "for ever";
    }
    return retention.toDays() >= 1 ? retention.toDays() + " days" : retention.toHours() + " h";
  }
}

package dev.millrace.schemas.registry;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityResult;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidator;
import org.apache.avro.SchemaValidatorBuilder;

/**
 * FULL_TRANSITIVE compatibility: the new schema reads everything ever written, and every released
 * reader reads what the new one writes. So neither producers nor consumers need to be upgraded
 * first.
 */
final class SchemaEvolution {

  private static final SchemaValidator MUTUAL_READ =
      new SchemaValidatorBuilder().mutualReadStrategy().validateAll();

  private SchemaEvolution() {}

  /** One line for each thing that breaks; empty if the candidate fits the earlier version. */
  static List<String> problems(Schema candidate, Schema earlier, String earlierName) {
    List<String> problems = new ArrayList<>();
    if (!candidate.getFullName().equals(earlier.getFullName())) {
      problems.add(
          "the record is now named %s, but %s named it %s: a rename is a new type"
              .formatted(candidate.getFullName(), earlierName, earlier.getFullName()));
      return problems;
    }
    for (Incompatibility broken : incompatibilities(candidate, earlier)) {
      problems.add(
          "cannot read what %s wrote: %s".formatted(earlierName, sentence(broken, "it", "this")));
    }
    for (Incompatibility broken : incompatibilities(earlier, candidate)) {
      problems.add(
          "%s cannot read what this writes: %s"
              .formatted(earlierName, sentence(broken, "this", "it")));
    }
    if (problems.isEmpty()) {
      // A second opinion: both checks are Avro's, but they are separate code.
      try {
        MUTUAL_READ.validate(candidate, List.of(earlier));
      } catch (SchemaValidationException refused) {
        problems.add("does not fit %s: %s".formatted(earlierName, refused.getMessage()));
      }
    }
    return problems;
  }

  private static List<Incompatibility> incompatibilities(Schema reader, Schema writer) {
    SchemaCompatibilityResult result =
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
    return result.getIncompatibilities();
  }

  private static String sentence(Incompatibility broken, String writer, String reader) {
    String place = broken.getLocation();
    return switch (broken.getType()) {
      case READER_FIELD_MISSING_DEFAULT_VALUE ->
          "field '%s' is required by %s and has no default, but %s lacks it; give it a default"
              .formatted(broken.getMessage(), reader, writer);
      case MISSING_ENUM_SYMBOLS ->
          "enum symbols %s are unknown to %s, whose enum has no default symbol (at %s)"
              .formatted(broken.getMessage(), reader, place);
      case MISSING_UNION_BRANCH ->
          "a union branch of %s is unknown to %s (%s, at %s)"
              .formatted(writer, reader, broken.getMessage(), place);
      case NAME_MISMATCH ->
          "a type was renamed (%s, at %s); a rename is a new type"
              .formatted(broken.getMessage(), place);
      case TYPE_MISMATCH -> "the type changed (%s, at %s)".formatted(broken.getMessage(), place);
      case FIXED_SIZE_MISMATCH ->
          "the size of a fixed type changed (%s, at %s)".formatted(broken.getMessage(), place);
    };
  }
}

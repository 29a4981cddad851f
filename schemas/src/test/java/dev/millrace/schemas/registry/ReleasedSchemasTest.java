package dev.millrace.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasedSchemasTest {

  private static final String SUBJECT = "tests.thing-events.v1-value";
  private static final String ID = "{\"name\": \"id\", \"type\": \"string\"}";
  private static final String NOTE =
      "{\"name\": \"note\", \"type\": [\"null\", \"string\"], \"default\": null}";

  @TempDir private Path directory;
  private ReleasedSchemas released;

  @BeforeEach
  void loadNothing() {
    released = ReleasedSchemas.load(directory.resolve("released"));
  }

  @Test
  void anUnreleasedSchemaIsAProblemThatNamesTheCommand() {
    assertThat(released.check(thing(ID), SUBJECT))
        .containsExactly(
            SUBJECT
                + ": no version is released; run: mvn -q -pl schemas test -Dtest=CompatibilityTest"
                + " -Dschemas.release="
                + SUBJECT);
  }

  @Test
  void aReleasedSchemaIsNoProblem() {
    released.release(SUBJECT, thing(ID));
    assertThat(released.check(thing(ID), SUBJECT)).isEmpty();
  }

  @Test
  void whatWasReleasedIsThereWhenLoadedAgain() {
    Path first = released.release(SUBJECT, thing(ID));
    Path second = released.release(SUBJECT, thing(ID, NOTE));
    assertThat(first).hasFileName("v1.avsc");
    assertThat(second).hasFileName("v2.avsc");
    ReleasedSchemas again = ReleasedSchemas.load(directory.resolve("released"));
    assertThat(again.subjects()).containsExactly(SUBJECT);
    assertThat(again.versions(SUBJECT)).containsExactly(thing(ID), thing(ID, NOTE));
    assertThat(again.check(thing(ID, NOTE), SUBJECT)).isEmpty();
  }

  @Test
  void releasingTheSameSchemaAgainWritesNothing() throws IOException {
    Path first = released.release(SUBJECT, thing(ID));
    String text = Files.readString(first);
    assertThat(released.release(SUBJECT, thing(ID))).isEqualTo(first);
    assertThat(Files.readString(first)).isEqualTo(text).endsWith("}\n");
    assertThat(released.versions(SUBJECT)).hasSize(1);
  }

  @Test
  void aBetterCommentNeedsNoRelease() {
    released.release(SUBJECT, thing(ID));
    String documented = "{\"name\": \"id\", \"type\": \"string\", \"doc\": \"Its id.\"}";
    assertThat(released.check(thing(documented), SUBJECT)).isEmpty();
  }

  @Test
  void anAddedNullableFieldIsCompatibleAndOnlyNeedsARelease() {
    released.release(SUBJECT, thing(ID));
    assertThat(released.check(thing(ID, NOTE), SUBJECT))
        .singleElement()
        .asString()
        .contains("compatible but differs from v1", "-Dschemas.release=" + SUBJECT);
  }

  @Test
  void aRemovedFieldWithADefaultIsCompatible() {
    released.release(SUBJECT, thing(ID, NOTE));
    assertThat(released.check(thing(ID), SUBJECT))
        .singleElement()
        .asString()
        .contains("compatible but differs from v1");
  }

  @Test
  void anAddedFieldWithoutADefaultIsRefused() {
    released.release(SUBJECT, thing(ID));
    assertRefused(
        thing(ID, "{\"name\": \"size\", \"type\": \"int\"}"),
        "cannot read what v1 wrote",
        "'size'",
        "has no default",
        "give it a default");
  }

  @Test
  void aRemovedFieldWithoutADefaultIsRefused() {
    released.release(SUBJECT, thing(ID, "{\"name\": \"size\", \"type\": \"int\"}"));
    assertRefused(thing(ID), "v1 cannot read what this writes", "'size'");
  }

  @Test
  void aRenamedFieldIsRefused() {
    released.release(SUBJECT, thing(ID));
    assertRefused(thing("{\"name\": \"key\", \"type\": \"string\"}"), "'key'", "'id'");
  }

  @Test
  void aRenamedRecordIsRefused() {
    released.release(SUBJECT, thing(ID));
    assertRefused(
        parse("{\"type\": \"record\", \"name\": \"x.Object\", \"fields\": [" + ID + "]}"),
        "x.Object",
        "tests.Thing",
        "a rename is a new type");
  }

  @Test
  void aChangedTypeIsRefused() {
    released.release(SUBJECT, thing(ID));
    assertRefused(thing("{\"name\": \"id\", \"type\": \"long\"}"), "the type changed");
  }

  @Test
  void aWidenedNumberIsRefusedBecauseOldReadersCannotTakeIt() {
    released.release(SUBJECT, thing("{\"name\": \"n\", \"type\": \"int\"}"));
    assertRefused(
        thing("{\"name\": \"n\", \"type\": \"long\"}"), "v1 cannot read what this writes");
  }

  @Test
  void anAddedEnumSymbolIsRefusedWithoutADefaultSymbol() {
    released.release(SUBJECT, thing(colour("\"RED\"", "")));
    assertRefused(thing(colour("\"RED\", \"BLUE\"", "")), "BLUE", "no default symbol");
  }

  @Test
  void anAddedEnumSymbolIsCompatibleWithADefaultSymbol() {
    released.release(SUBJECT, thing(colour("\"PLAIN\", \"RED\"", ", \"default\": \"PLAIN\"")));
    assertThat(
            released.check(
                thing(colour("\"PLAIN\", \"RED\", \"BLUE\"", ", \"default\": \"PLAIN\"")), SUBJECT))
        .singleElement()
        .asString()
        .contains("compatible but differs from v1");
  }

  @Test
  void anAddedUnionBranchIsRefusedBecauseOldReadersCannotTakeIt() {
    released.release(SUBJECT, thing("{\"name\": \"event\", \"type\": [\"int\"]}"));
    assertRefused(
        thing("{\"name\": \"event\", \"type\": [\"int\", \"string\"]}"),
        "v1 cannot read what this writes",
        "a union branch of this is unknown to it");
  }

  @Test
  void everyReleasedVersionIsAskedNotOnlyTheNewest() {
    released.release(SUBJECT, thing(ID, NOTE));
    released.release(SUBJECT, thing(ID));
    assertRefused(
        thing(ID, "{\"name\": \"note\", \"type\": [\"null\", \"long\"], \"default\": null}"),
        "what v1 wrote",
        "a union branch");
  }

  @Test
  void anIncompatibleSchemaIsNotReleased() {
    released.release(SUBJECT, thing(ID));
    assertThatThrownBy(
            () -> released.release(SUBJECT, thing("{\"name\": \"id\", \"type\": \"long\"}")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(SUBJECT);
    assertThat(directory.resolve("released").resolve(SUBJECT).resolve("v2.avsc")).doesNotExist();
  }

  @Test
  void aGapBetweenVersionsIsAnError() throws IOException {
    released.release(SUBJECT, thing(ID));
    Path folder = directory.resolve("released").resolve(SUBJECT);
    Files.move(folder.resolve("v1.avsc"), folder.resolve("v2.avsc"));
    assertThatThrownBy(() -> ReleasedSchemas.load(directory.resolve("released")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("[2]", "without a gap");
  }

  @Test
  void aMisnamedOrBrokenFileIsAnError() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("released").resolve(SUBJECT));
    Path file = Files.writeString(folder.resolve("v1.avsc"), "{\"type\": \"nonsense\"}");
    assertThatThrownBy(() -> ReleasedSchemas.load(directory.resolve("released")))
        .hasMessageContaining("v1.avsc");
    Files.move(file, folder.resolve("latest.avsc"));
    assertThatThrownBy(() -> ReleasedSchemas.load(directory.resolve("released")))
        .hasMessageContainingAll("latest.avsc", "v<number>.avsc");
  }

  @Test
  void aSubjectCannotLeaveTheDirectory() {
    assertThatThrownBy(() -> released.release("../escape", thing(ID)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void assertRefused(Schema candidate, String... parts) {
    List<String> problems = released.check(candidate, SUBJECT);
    assertThat(problems).isNotEmpty().allSatisfy(line -> assertThat(line).startsWith(SUBJECT));
    assertThat(String.join("\n", problems)).contains(parts).doesNotContain("-Dschemas.release");
  }

  private static Schema thing(String... fields) {
    return parse(
        "{\"type\": \"record\", \"name\": \"tests.Thing\", \"fields\": [%s]}"
            .formatted(String.join(",", fields)));
  }

  private static String colour(String symbols, String enumDefault) {
    return """
    {"name": "colour",
     "type": {"type": "enum", "name": "Colour", "symbols": [%s]%s}}
    """
        .formatted(symbols, enumDefault);
  }

  private static Schema parse(String text) {
    return new Schema.Parser().parse(text);
  }
}

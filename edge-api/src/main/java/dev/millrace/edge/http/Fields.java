package dev.millrace.edge.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.schemas.money.Money;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of a JSON object against their bounds. Problems are collected; {@link #done}
 * reports all of them at once, members that nobody asked for included. Values read before {@code
 * done} returned may be placeholders and must not be used.
 */
public final class Fields {

  private final JsonNode node;
  private final String pointer;
  private final List<Problem.Item> problems;
  private final List<Fields> nested = new ArrayList<>();
  private final Set<String> known = new HashSet<>();

  private Fields(JsonNode node, String pointer, List<Problem.Item> problems) {
    this.node = node;
    this.pointer = pointer;
    this.problems = problems;
  }

  public static Fields of(ObjectNode body) {
    return new Fields(body, "", new ArrayList<>());
  }

  /**
   * Ends the reading.
   *
   * @throws ProblemException 400 with everything that is wrong
   */
  public void done() {
    refuseUnknown();
    if (!problems.isEmpty()) {
      throw Problem.invalid(problems).exception();
    }
  }

  /** Adds a problem that only the caller can see. */
  public void refuse(String name, String code, String detail) {
    problem(name, code, detail, "");
  }

  public boolean has(String name) {
    JsonNode value = node.get(name);
    return value != null && !value.isNull();
  }

  public String text(String name, int lengthMax) {
    String value = optionalText(name, lengthMax);
    return value == null ? required(name, "") : value;
  }

  public @Nullable String optionalText(String name, int lengthMax) {
    JsonNode value = member(name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      return problem(name, "wrong_type", "must be a string", "");
    }
    String text = value.textValue();
    if (text.isBlank() || text.length() > lengthMax) {
      return problem(
          name, "out_of_bounds", "must have 1 to %d characters".formatted(lengthMax), "");
    }
    return Texts.isClean(text)
        ? text
        : problem(name, "invalid_characters", "must not hold control characters", "");
  }

  /** An id that names something, ours or the client's own. */
  public String id(String name) {
    String value = optionalId(name);
    return value == null ? required(name, "") : value;
  }

  public @Nullable String optionalId(String name) {
    String text = optionalText(name, Texts.ID_LENGTH_MAX);
    if (text == null || text.isEmpty() || Texts.isId(text)) {
      return text;
    }
    return problem(name, "invalid_id", Texts.ID_RULE, "");
  }

  public int integer(String name, int min, int max) {
    Integer value = optionalInteger(name, min, max);
    return value == null ? required(name, min) : value;
  }

  public @Nullable Integer optionalInteger(String name, int min, int max) {
    Long value = optionalLong(name, min, max);
    return value == null ? null : value.intValue();
  }

  public @Nullable Long optionalLong(String name, long min, long max) {
    JsonNode value = member(name);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber()) {
      return problem(name, "wrong_type", "must be a whole number", min);
    }
    if (!value.canConvertToLong() || value.longValue() < min || value.longValue() > max) {
      return problem(name, "out_of_bounds", "must be from %d to %d".formatted(min, max), min);
    }
    return value.longValue();
  }

  /** True or false; the other value when absent. */
  public boolean flag(String name, boolean absent) {
    JsonNode value = member(name);
    if (value == null) {
      return absent;
    }
    return value.isBoolean()
        ? value.booleanValue()
        : problem(name, "wrong_type", "must be true or false", absent);
  }

  public @Nullable Instant optionalInstant(String name) {
    String text = optionalText(name, 40);
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return Texts.instant(text);
    } catch (DateTimeException e) {
      return problem(name, "invalid_time", String.valueOf(e.getMessage()), Instant.EPOCH);
    }
  }

  /** One of the names; the values are what they stand for. */
  public <E> E choice(String name, Map<String, E> choices, E placeholder) {
    String text = text(name, 40);
    E value = choices.get(text);
    if (value == null) {
      return text.isEmpty()
          ? placeholder
          : problem(name, "unknown_value", "must be one of " + choices.keySet(), placeholder);
    }
    return value;
  }

  /** An amount that is not negative. */
  public Money money(String name) {
    Money money = optionalMoney(name);
    return money == null ? required(name, Money.zero("USD")) : money;
  }

  public @Nullable Money optionalMoney(String name) {
    Fields fields = optionalObject(name);
    return fields == null ? null : fields.asMoney(false);
  }

  /** An amount that may be below zero: by how much something changes. */
  public @Nullable Money optionalDifference(String name) {
    Fields fields = optionalObject(name);
    return fields == null ? null : fields.asMoney(true);
  }

  public @Nullable Fields optionalObject(String name) {
    JsonNode value = member(name);
    if (value == null) {
      return null;
    }
    if (!value.isObject()) {
      problem(name, "wrong_type", "must be an object", "");
    }
    return nested(value, pointer + "/" + escape(name));
  }

  public Fields object(String name) {
    Fields fields = optionalObject(name);
    return fields == null
        ? nested(Json.object(), pointer + "/" + escape(required(name, name)))
        : fields;
  }

  /** An array of objects; empty when absent. */
  public List<Fields> objects(String name, int countMin, int countMax) {
    List<Fields> read = new ArrayList<>();
    int index = 0;
    for (JsonNode item : items(name, countMin, countMax)) {
      String at = pointer + "/" + escape(name) + "/" + index++;
      if (!item.isObject()) {
        problems.add(new Problem.Item(at, "wrong_type", "must be an object"));
      }
      read.add(nested(item, at));
    }
    return read;
  }

  /** An array of strings; empty when absent. */
  public List<String> texts(String name, int countMax, int lengthMax) {
    List<String> read = new ArrayList<>();
    int index = 0;
    for (JsonNode item : items(name, 0, countMax)) {
      String at = pointer + "/" + escape(name) + "/" + index++;
      read.add(plainText(item, at, lengthMax));
    }
    return read;
  }

  /** An object of strings; empty when absent. */
  public Map<String, String> textMap(String name, int countMax, int lengthMax) {
    Map<String, String> read = new LinkedHashMap<>();
    JsonNode value = member(name);
    if (value == null) {
      return read;
    }
    if (!value.isObject() || value.size() > countMax) {
      return problem(name, "out_of_bounds", "must be an object of at most " + countMax, read);
    }
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      String at = pointer + "/" + escape(name) + "/" + escape(entry.getKey());
      if (entry.getKey().isBlank() || !Texts.isClean(entry.getKey())) {
        problems.add(new Problem.Item(at, "invalid_name", "is not a name"));
      }
      read.put(entry.getKey(), plainText(entry.getValue(), at, lengthMax));
    }
    return read;
  }

  private Money asMoney(boolean isDifference) {
    Money placeholder = Money.zero("USD");
    String currency = text("currency", 3);
    String amount = optionalText("amount", 24);
    Long minorUnits =
        optionalLong(
            "minor_units", isDifference ? -Money.MINOR_UNITS_MAX : 0, Money.MINOR_UNITS_MAX);
    if (currency.isEmpty() || "".equals(amount)) {
      return placeholder;
    }
    if (amount == null && minorUnits == null) {
      return problem("amount", "required", "or minor_units is required", placeholder);
    }
    try {
      Money money =
          amount != null || minorUnits == null
              ? Money.parse(String.valueOf(amount), currency)
              : new Money(minorUnits, currency);
      if (money.isNegative() && !isDifference) {
        return problem("amount", "out_of_bounds", "must not be negative", placeholder);
      }
      if (minorUnits != null && minorUnits != money.minorUnits()) {
        return problem("minor_units", "contradiction", "is not the amount", placeholder);
      }
      return money;
    } catch (IllegalArgumentException e) {
      return problem(
          "amount", "invalid_money", "is not an amount of a known currency", placeholder);
    }
  }

  private String plainText(JsonNode item, String at, int lengthMax) {
    String text = item.isTextual() ? item.textValue() : "";
    if (text.isEmpty() || text.length() > lengthMax || !Texts.isClean(text)) {
      problems.add(new Problem.Item(at, "out_of_bounds", "must be a string of 1 to " + lengthMax));
    }
    return text;
  }

  private Iterable<JsonNode> items(String name, int countMin, int countMax) {
    JsonNode value = member(name);
    if (value == null) {
      return countMin == 0 ? List.of() : required(name, List.of());
    }
    if (!value.isArray() || value.size() < countMin || value.size() > countMax) {
      return problem(
          name,
          "out_of_bounds",
          "must be an array of %d to %d".formatted(countMin, countMax),
          List.of());
    }
    return value;
  }

  private Fields nested(JsonNode value, String at) {
    var fields = new Fields(value, at, problems);
    nested.add(fields);
    return fields;
  }

  private @Nullable JsonNode member(String name) {
    known.add(name);
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private void refuseUnknown() {
    if (node.isObject()) {
      node.fieldNames()
          .forEachRemaining(
              name -> {
                if (!known.contains(name)) {
                  problem(name, "unknown_field", "is not part of the contract", "");
                }
              });
    }
    nested.forEach(Fields::refuseUnknown);
  }

  private <T> T required(String name, T placeholder) {
    return problem(name, "required", "is required", placeholder);
  }

  private <T> T problem(String name, String code, String detail, T placeholder) {
    if (problems.size() < Problem.ERRORS_MAX) {
      problems.add(new Problem.Item(pointer + "/" + escape(name), code, detail));
    }
    return placeholder;
  }

  private static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}

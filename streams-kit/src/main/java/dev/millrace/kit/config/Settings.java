package dev.millrace.kit.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads settings from the environment. A setting is a name, a meaning, a default and bounds in one
 * call; problems are collected so that {@link #orThrow} reports all of them at once, and the
 * settings that were asked for can be listed, which is how docs/configuration.md is made.
 *
 * <p>Names are upper case with underscores, for example MILLRACE_INVENTORY_HOLD_MAX. Durations are
 * a number and a unit: 250ms, 5s, 15m, 24h, 7d.
 */
public final class Settings {

  /** One setting as asked for; a secret's value never leaves this class. */
  public record Setting(
      String name, String meaning, String defaultValue, String bounds, String value) {}

  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Setting> settings = new TreeMap<>();

  public Settings(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  public int integer(String name, String meaning, int defaultValue, int min, int max) {
    return read(
        name,
        meaning,
        Integer.toString(defaultValue),
        "%d to %d".formatted(min, max),
        text -> {
          int value = Integer.parseInt(text);
          return value >= min && value <= max ? Optional.of(value) : Optional.empty();
        },
        defaultValue);
  }

  public Duration duration(
      String name, String meaning, Duration defaultValue, Duration min, Duration max) {
    return read(
        name,
        meaning,
        format(defaultValue),
        "%s to %s".formatted(format(min), format(max)),
        text -> {
          Duration value = parseDuration(text);
          return value.compareTo(min) >= 0 && value.compareTo(max) <= 0
              ? Optional.of(value)
              : Optional.empty();
        },
        defaultValue);
  }

  public boolean flag(String name, String meaning, boolean defaultValue) {
    return read(
        name,
        meaning,
        Boolean.toString(defaultValue),
        "true or false",
        text ->
            switch (text) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            },
        defaultValue);
  }

  /** A text that matches the pattern; {@code bounds} says the same to people. */
  public String text(
      String name, String meaning, String defaultValue, String pattern, String bounds) {
    return read(
        name,
        meaning,
        defaultValue,
        bounds,
        text -> text.matches(pattern) ? Optional.of(text) : Optional.empty(),
        defaultValue);
  }

  /** A text that is never printed. */
  public String secret(String name, String meaning, String defaultValue) {
    String value = environment.getOrDefault(name, defaultValue);
    settings.put(name, new Setting(name, meaning, "(secret)", "at least 16 characters", "****"));
    if (value.length() < 16) {
      problems.add("%s must have at least 16 characters".formatted(name));
    }
    return value;
  }

  public <E extends Enum<E>> E choice(String name, String meaning, E defaultValue) {
    Class<E> type = defaultValue.getDeclaringClass();
    List<E> all = List.of(type.getEnumConstants());
    return read(
        name,
        meaning,
        defaultValue.name(),
        "one of " + all,
        text -> all.stream().filter(one -> one.name().equals(text)).findFirst(),
        defaultValue);
  }

  /** Adds a problem that concerns several settings; name them all. */
  public void require(boolean condition, String rule) {
    if (!condition) {
      problems.add(rule);
    }
  }

  /**
   * Ends the reading.
   *
   * @throws InvalidSettingsException listing every problem, if there is one
   */
  public <T> T orThrow(T config) {
    if (!problems.isEmpty()) {
      throw new InvalidSettingsException(problems);
    }
    return config;
  }

  /** Everything that was asked for, by name. */
  public List<Setting> asked() {
    return List.copyOf(settings.values());
  }

  private <T> T read(
      String name,
      String meaning,
      String defaultText,
      String bounds,
      Function<String, Optional<T>> parse,
      T defaultValue) {
    String given = environment.get(name);
    settings.put(
        name, new Setting(name, meaning, defaultText, bounds, given == null ? defaultText : given));
    if (given == null || given.isBlank()) {
      return defaultValue;
    }
    Optional<T> parsed;
    try {
      parsed = parse.apply(given.strip());
    } catch (IllegalArgumentException e) {
      parsed = Optional.empty();
    }
    if (parsed.isEmpty()) {
      problems.add("%s=%s is not allowed: %s (%s)".formatted(name, given, bounds, meaning));
    }
    return parsed.orElse(defaultValue);
  }

  private static Duration parseDuration(String text) {
    var matcher = java.util.regex.Pattern.compile("(\\d{1,12})(ms|s|m|h|d)").matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a duration: " + text);
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private static String format(Duration duration) {
    long ms = duration.toMillis();
    if (ms % Duration.ofDays(1).toMillis() == 0 && ms > 0) {
      return duration.toDays() + "d";
    }
    if (ms % Duration.ofHours(1).toMillis() == 0 && ms > 0) {
      return duration.toHours() + "h";
    }
    if (ms % Duration.ofMinutes(1).toMillis() == 0 && ms > 0) {
      return duration.toMinutes() + "m";
    }
    return ms % 1000 == 0 ? duration.toSeconds() + "s" : ms + "ms";
  }
}

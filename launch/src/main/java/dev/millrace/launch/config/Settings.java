package dev.millrace.launch.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
      String name, String meaning, String defaultValue, String bounds, String value) {

    private Setting withDefault(String other) {
      return new Setting(name, meaning, other, bounds, value);
    }
  }

  private static final String ADDRESS = "http or https, host and port";

  private final Map<String, String> environment;

  /** Several parts of a process may read the same setting; its problem is told once. */
  private final Set<String> problems = new LinkedHashSet<>();

  private final Set<String> warnings = new LinkedHashSet<>();
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

  /** A file or a folder; nothing is looked up. */
  public Path path(String name, String meaning, String defaultValue) {
    return Path.of(text(name, meaning, defaultValue, "[^\\x00]{1,1000}", "a path"));
  }

  /** A text that may be left out. */
  public Optional<String> optional(String name, String meaning, String pattern, String bounds) {
    return Optional.of(text(name, meaning, "", pattern, bounds + "; or empty"))
        .filter(text -> !text.isEmpty());
  }

  /**
   * The root of an HTTP service, which must be given.
   *
   * @return empty if it was not, which {@link #orThrow} then reports
   */
  public Optional<URI> address(String name, String meaning) {
    Optional<URI> address = readAddress(name, meaning, "none: must be given");
    require(
        address.isPresent() || !environment.getOrDefault(name, "").isBlank(),
        "%s must be given: %s (%s)".formatted(name, ADDRESS, meaning));
    return address;
  }

  /** The root of a part that an installation may do without. */
  public Optional<URI> optionalAddress(String name, String meaning) {
    return readAddress(name, meaning, "none: what needs it says that it is not there");
  }

  private Optional<URI> readAddress(String name, String meaning, String defaultText) {
    Optional<URI> address =
        read(
            name,
            meaning,
            "",
            ADDRESS,
            text ->
                text.matches("https?://[A-Za-z0-9.\\[\\]:_-]{1,300}")
                    ? Optional.of(Optional.of(URI.create(text)))
                    : Optional.empty(),
            Optional.empty());
    settings.computeIfPresent(name, (same, asked) -> asked.withDefault(defaultText));
    return address;
  }

  /**
   * A text that is never printed.
   *
   * @param risk of running with the default; a warning says so, see {@link #warnings}
   */
  public String secret(String name, String meaning, String defaultValue, String risk) {
    String value = environment.getOrDefault(name, defaultValue);
    settings.put(name, new Setting(name, meaning, "(secret)", "at least 16 characters", "****"));
    if (!environment.containsKey(name)) {
      warnings.add("%s is not set: %s".formatted(name, risk));
    }
    if (value.length() < 16) {
      problems.add("%s must have at least 16 characters".formatted(name));
    }
    return value;
  }

  /**
   * A text that is never printed and that an installation may do without.
   *
   * @return empty if it was not given
   */
  public Optional<String> optionalSecret(String name, String meaning) {
    String value = environment.getOrDefault(name, "").strip();
    settings.put(
        name,
        new Setting(name, meaning, "none", "a secret of at least 16 characters; or empty", "****"));
    if (!value.isEmpty() && value.length() < 16) {
      problems.add("%s must have at least 16 characters".formatted(name));
    }
    return Optional.of(value).filter(text -> !text.isEmpty());
  }

  /** One of all the constants of the default's type. */
  public <E extends Enum<E>> E choice(String name, String meaning, E defaultValue) {
    return choice(name, meaning, defaultValue, EnumSet.allOf(defaultValue.getDeclaringClass()));
  }

  /** One of these constants. */
  public <E extends Enum<E>> E choice(
      String name, String meaning, E defaultValue, EnumSet<E> allowed) {
    return read(
        name,
        meaning,
        defaultValue.name(),
        "one of " + allowed,
        text -> allowed.stream().filter(one -> one.name().equals(text)).findFirst(),
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
      throw new InvalidSettingsException(List.copyOf(problems));
    }
    return config;
  }

  /** What is allowed and yet unwise, for the log. */
  public List<String> warnings() {
    return List.copyOf(warnings);
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

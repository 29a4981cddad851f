package dev.millrace.kit.process;

import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * A stored value that is decoded when it is first asked for: whoever walks a store for its keys
 * does not pay for its values.
 *
 * <p>Threading: one instance belongs to one task.
 */
public final class LazyValue<V> {

  private @Nullable V value;
  private @Nullable Supplier<V> decode;

  private LazyValue(@Nullable V value, @Nullable Supplier<V> decode) {
    this.value = value;
    this.decode = decode;
  }

  public static <V> LazyValue<V> of(V value) {
    return new LazyValue<>(value, null);
  }

  public V get() {
    if (value == null) {
      value = Objects.requireNonNull(decode).get();
      decode = null;
    }
    return value;
  }

  /** Writes what another serde writes. */
  static <V> Serde<LazyValue<V>> serde(Serde<V> values) {
    return Serdes.serdeFrom(
        (topic, lazy) -> lazy == null ? null : values.serializer().serialize(topic, lazy.get()),
        (topic, bytes) ->
            bytes == null
                ? null
                : new LazyValue<>(null, () -> values.deserializer().deserialize(topic, bytes)));
  }
}

package dev.millrace.orders;

import dev.millrace.avro.inventory.HotSku;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.schemas.id.BucketKey;
import dev.millrace.schemas.topics.Topics;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** Which bucket of a split SKU a stock command goes to. What is out of date is only slower. */
final class HotSkus {

  private static final String STORE = "hot-skus";

  private HotSkus() {}

  /** All SKUs that are split, in memory: they are few, and every stock command asks. */
  static Materialized<String, HotSku, KeyValueStore<Bytes, byte[]>> everywhere(Topics topics) {
    return Materialized.<String, HotSku>as(Stores.inMemoryKeyValueStore(STORE))
        .withKeySerde(Serdes.String())
        .withValueSerde(topics.hotSkus().valueSerde());
  }

  /** The command for the bucket of its reservation; others go to the SKU itself. */
  static StockCommand toBucket(StockCommand command, @Nullable HotSku hot) {
    String reservationId = reservationId(command);
    if (hot == null || reservationId == null) {
      return command;
    }
    String key = BucketKey.hint(command.getSku(), reservationId, hot.getBuckets());
    return key.equals(command.getSku())
        ? command
        : StockCommand.newBuilder(command).setSku(key).build();
  }

  private static @Nullable String reservationId(StockCommand command) {
    if (command.getReserve() != null) {
      return command.getReserve().getReservationId();
    }
    if (command.getCommit() != null) {
      return command.getCommit().getReservationId();
    }
    return command.getRelease() == null ? null : command.getRelease().getReservationId();
  }
}

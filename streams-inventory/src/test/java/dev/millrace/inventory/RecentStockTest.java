package dev.millrace.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stock kept as objects is the stock of the store, however many SKUs there are. */
class RecentStockTest {

  private static final long MINUTE_MS = 60_000;

  private final InventoryFlow inventory = new InventoryFlow(Map.of());

  @AfterEach
  void close() {
    inventory.close();
  }

  @Test
  void aSkuThatManyOthersPushedOutIsReadAsItWas() {
    inventory.send(inventory.receive(2));
    assertThat(held("rsv_before").getStatus()).isEqualTo(ReplyStatus.ACCEPTED);
    for (int other = 0; other < RecentStock.SKUS_MAX; other++) {
      inventory.send(inventory.receive(1).setSku("OTHER-" + other));
    }
    inventory.ignoreWritten();
    assertThat(held("rsv_last").getStatus()).isEqualTo(ReplyStatus.ACCEPTED);
    assertThat(held("rsv_one_too_many").getRefusal()).isEqualTo("insufficient_stock");
  }

  private Reply held(String reservationId) {
    Reply reply = inventory.ask(inventory.reserve(reservationId, 1, MINUTE_MS));
    inventory.ignoreWritten();
    return reply;
  }
}

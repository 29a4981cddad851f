package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.standalone.ShopApi.Answer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Many clients that hold one unit each of the same SKU, and sell every second hold. */
final class HotSkuTraffic {

  private static final int CLIENTS = 8;
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);

  private final ShopApi api;
  private final String holds;
  private final int requests;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicInteger sold = new AtomicInteger();

  HotSkuTraffic(ShopApi api, String sku, int requests) {
    this.api = api;
    this.holds = "/v1/inventory/%s/reservations".formatted(sku);
    this.requests = requests;
  }

  /** Sends all requests; meanwhile the other thing happens. */
  void runWhile(Callable<?> meanwhile) throws Exception {
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      var running = IntStream.range(0, CLIENTS).mapToObj(i -> clients.submit(this::work)).toList();
      meanwhile.call();
      for (Future<?> client : running) {
        client.get();
      }
    }
  }

  /** Waits until so many requests have their answer. */
  void awaitAnswers(int count) {
    long deadlineNanos = System.nanoTime() + WAIT_MAX.toNanos();
    while (answered.get() < count) {
      assertThat(System.nanoTime()).as("%d answers", count).isLessThan(deadlineNanos);
      LockSupport.parkNanos(1_000_000);
    }
  }

  int held() {
    return held.get();
  }

  int sold() {
    return sold.get();
  }

  private Void work() throws Exception {
    for (int number = next.getAndIncrement(); number < requests; number = next.getAndIncrement()) {
      String id = "rsv_hot_" + number;
      Answer hold = api.post(holds, "{\"reservation_id\":\"%s\",\"quantity\":1}".formatted(id));
      if (hold.status() == 201) {
        held.incrementAndGet();
        if (number % 2 == 0) {
          api.post(holds + "/" + id + "/commit", "{}").expect(200);
          sold.incrementAndGet();
        }
      } else {
        assertThat(hold.text("code")).as("%s", hold.body()).isEqualTo("insufficient_stock");
      }
      answered.incrementAndGet();
    }
    return null;
  }
}

package dev.millrace.standalone.audit;

import dev.millrace.avro.accounts.Account;
import dev.millrace.avro.inventory.Reservation;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.ledger.state.LedgerBalance;
import dev.millrace.avro.orders.Order;
import dev.millrace.inventory.StoreKeys;
import dev.millrace.orders.OrdersStores;
import dev.millrace.orders.accounts.AccountsStores;
import dev.millrace.orders.ledger.LedgerStores;
import dev.millrace.schemas.id.LedgerKey;
import dev.millrace.schemas.registry.AvroSerde;
import dev.millrace.schemas.registry.SchemaRegistry;
import dev.millrace.schemas.topics.Topics;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Asks the query server of an instance, a page at a time. Of several instances any may be asked: it
 * passes on what another one owns, so every question names its key or its partition.
 *
 * <p>All methods throw {@link IllegalStateException} if it does not answer as it should.
 */
final class QueriedStores
    implements InventoryStores, OrderStore, LedgerStore, CreditStore, AutoCloseable {

  private static final String STOCKS = "stock-state";
  private static final String HOLDS = "reservation-state";

  private static final int PAGE = 1_000;
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
  private static final Duration READY_MAX = Duration.ofMinutes(1);
  private static final Duration CAUGHT_UP_MAX = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final int NOT_READY = 503;
  private static final int UNKNOWN_STORE = 404;

  private final String base;
  private final int partitions;
  private final String orderEvents;
  private final Deserializer<Stock> stocks;
  private final Deserializer<Reservation> holds;
  private final Deserializer<Order> orders;
  private final Deserializer<LedgerBalance> balances;
  private final Deserializer<Account> accounts;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * @param base of the query server, without a path
   * @param partitions of every topic
   */
  QueriedStores(String base, int partitions, Topics topics) {
    SchemaRegistry registry = topics.registry();
    this.base = base;
    this.partitions = partitions;
    this.orderEvents = topics.orderEvents().name();
    this.stocks = new AvroSerde<>(registry, Stock.class).deserializer();
    this.holds = new AvroSerde<>(registry, Reservation.class).deserializer();
    this.orders = new AvroSerde<>(registry, Order.class).deserializer();
    this.balances = new AvroSerde<>(registry, LedgerBalance.class).deserializer();
    this.accounts = new AvroSerde<>(registry, Account.class).deserializer();
  }

  @Override
  public void stocks(int partition, Consumer<Stock> consumer) {
    pages(STOCKS, "partition=" + partition, stocks, consumer);
  }

  @Override
  public void holds(int partition, Consumer<Reservation> consumer) {
    pages(HOLDS, "partition=" + partition, holds, consumer);
  }

  @Override
  public Optional<Stock> stock(String sku) {
    return one(STOCKS, sku, stocks);
  }

  @Override
  public List<Reservation> holds(String sku) {
    List<Reservation> found = new ArrayList<>();
    String prefix = escaped(StoreKeys.first(sku));
    pages(HOLDS, "partition=%d&prefix=%s".formatted(partitionOf(sku), prefix), holds, found::add);
    return found;
  }

  @Override
  public void orders(int partition, Consumer<Order> consumer) {
    pages(OrdersStores.ORDER_STATE, "partition=" + partition, orders, consumer);
  }

  @Override
  public Optional<Order> order(String orderId) {
    return one(OrdersStores.ORDER_STATE, orderId, orders);
  }

  @Override
  public boolean isKept() {
    return isShown(LedgerStores.BALANCES);
  }

  @Override
  public boolean hasAccounts() {
    return isShown(AccountsStores.ACCOUNTS);
  }

  @Override
  public void accounts(int partition, Consumer<Account> consumer) {
    pages(AccountsStores.ACCOUNTS, "partition=" + partition, accounts, consumer);
  }

  @Override
  public Optional<Account> account(String accountId) {
    return one(AccountsStores.ACCOUNTS, accountId, accounts);
  }

  private boolean isShown(String store) {
    return getNow("/state/%s?limit=1&partition=0".formatted(store)).statusCode() != UNKNOWN_STORE;
  }

  @Override
  public void await(int partition, long offset) {
    int number = 0;
    while (partitionOf("partition-" + number) != partition) {
      number++;
    }
    String path =
        "/state/%s/partition-%d?min_position=%s:%d:%d"
            .formatted(LedgerStores.BALANCES, number, orderEvents, partition, offset);
    long deadlineNanos = System.nanoTime() + CAUGHT_UP_MAX.toNanos();
    // Not an error if it never says so: what is missing then is named.
    while (getNow(path).statusCode() == NOT_READY && System.nanoTime() < deadlineNanos) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  @Override
  public void balances(int partition, Consumer<LedgerBalance> consumer) {
    pages(LedgerStores.BALANCES, "partition=" + partition, balances, consumer);
  }

  @Override
  public Optional<LedgerBalance> balance(int partition, String account, String currency) {
    // Not by key: the key's own partition is another one than that of the orders which moved it.
    List<LedgerBalance> found = new ArrayList<>();
    String prefix = escaped(LedgerKey.of(account, currency));
    pages(
        LedgerStores.BALANCES,
        "partition=%d&prefix=%s".formatted(partition, prefix),
        balances,
        found::add);
    return found.stream().findFirst();
  }

  @Override
  public void close() {
    http.close();
  }

  /** As Kafka's default partitioner has it. */
  private int partitionOf(String key) {
    int hash = Utils.murmur2(key.getBytes(StandardCharsets.UTF_8));
    return Utils.toPositive(hash) % partitions;
  }

  private <T extends SpecificRecord> Optional<T> one(
      String store, String key, Deserializer<T> deserializer) {
    HttpResponse<byte[]> answer = get("/state/%s/%s".formatted(store, escaped(key)));
    return switch (answer.statusCode()) {
      case 200 -> Optional.of(deserializer.deserialize("state." + store, answer.body()));
      case 404 -> Optional.empty();
      default -> throw unexpected(answer);
    };
  }

  private <T extends SpecificRecord> void pages(
      String store, String which, Deserializer<T> deserializer, Consumer<T> consumer) {
    String path = "/state/%s?limit=%d&%s".formatted(store, PAGE, which);
    String after = "";
    int items = PAGE;
    while (items == PAGE) {
      HttpResponse<byte[]> answer = get(path + after);
      if (answer.statusCode() != 200) {
        throw unexpected(answer);
      }
      items = 0;
      try (var in = new DataInputStream(new ByteArrayInputStream(answer.body()))) {
        while (in.available() > 0) {
          String key = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
          consumer.accept(deserializer.deserialize("state." + store, in.readNBytes(in.readInt())));
          after = "&after=" + escaped(key);
          items++;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Partitions that move or are restored are waited for. */
  private HttpResponse<byte[]> get(String path) {
    long deadlineNanos = System.nanoTime() + READY_MAX.toNanos();
    HttpResponse<byte[]> answer = getNow(path);
    while (answer.statusCode() == NOT_READY && System.nanoTime() < deadlineNanos) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      answer = getNow(path);
    }
    return answer;
  }

  private HttpResponse<byte[]> getNow(String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER_MAX).build(),
          HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new IllegalStateException(
          "the query server at %s does not answer: %s".formatted(base, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking " + base, e);
    }
  }

  private static IllegalStateException unexpected(HttpResponse<byte[]> answer) {
    return new IllegalStateException(
        "the query server answers %d to %s: %s"
            .formatted(
                answer.statusCode(),
                answer.request().uri(),
                new String(answer.body(), StandardCharsets.UTF_8)));
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

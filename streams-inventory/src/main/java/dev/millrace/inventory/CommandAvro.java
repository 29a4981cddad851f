package dev.millrace.inventory;

import dev.millrace.avro.inventory.AllocationRule;
import dev.millrace.avro.inventory.CommitReservation;
import dev.millrace.avro.inventory.Destination;
import dev.millrace.avro.inventory.ExtendReservation;
import dev.millrace.avro.inventory.ReleaseReservation;
import dev.millrace.avro.inventory.ReserveStock;
import dev.millrace.avro.inventory.SetSalesTerms;
import dev.millrace.avro.inventory.SetStockPolicy;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.inventory.Tour;
import dev.millrace.avro.inventory.UnwatchStock;
import dev.millrace.avro.inventory.WatchForStock;
import dev.millrace.avro.inventory.WithdrawBackorder;
import dev.millrace.inventory.stock.HoldRequest;
import dev.millrace.inventory.stock.Wording;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Commands as they come from the topic. */
final class CommandAvro {

  private CommandAvro() {}

  /**
   * The command, or nothing if the record is not one: wrong key, bad ids, none or several requests.
   */
  static Optional<dev.millrace.inventory.stock.StockCommand> command(
      @Nullable String key, StockCommand record) {
    if (!record.getSku().equals(key)
        || !Wording.isId(record.getSku())
        || !Wording.isId(record.getCommandId())
        || requests(record) != 1) {
      return Optional.empty();
    }
    if (record.getTour() != null) {
      return tour(record, record.getTour());
    }
    Optional<dev.millrace.inventory.stock.StockCommand> request = request(record);
    if (record.getSearch() == null) {
      return request;
    }
    boolean isAboutHold =
        record.getCommit() != null || record.getRelease() != null || record.getExtend() != null;
    int buckets = record.getSearch().getBuckets();
    return isAboutHold
        ? request.map(of -> new dev.millrace.inventory.stock.StockCommand.Search(of, buckets))
        : Optional.empty();
  }

  /** Units in hand come home, whatever became of the request that they were gathered for. */
  private static Optional<dev.millrace.inventory.stock.StockCommand> tour(
      StockCommand record, Tour tour) {
    return Optional.of(
        BucketAvro.tour(tour, record.getReserve() == null ? null : reserve(record.getReserve())));
  }

  /** The request in a record that has one. */
  private static Optional<dev.millrace.inventory.stock.StockCommand> request(StockCommand record) {
    if (record.getMove() != null) {
      return MovementAvro.command(record.getMove());
    }
    if (record.getSetPolicy() != null) {
      return Optional.of(setPolicy(record.getSetPolicy()));
    }
    if (record.getSetTerms() != null) {
      return setTerms(record.getSetTerms());
    }
    if (record.getWatch() != null) {
      return Optional.of(watch(record.getWatch()));
    }
    if (record.getUnwatch() != null) {
      return Optional.of(unwatch(record.getUnwatch()));
    }
    if (record.getReserve() != null) {
      return Optional.of(reserve(record.getReserve()));
    }
    if (record.getCommit() != null) {
      return Optional.of(commit(record.getCommit()));
    }
    if (record.getRelease() != null) {
      return Optional.of(release(record.getRelease()));
    }
    if (record.getExtend() != null) {
      return Optional.of(extend(record.getExtend()));
    }
    if (record.getWithdraw() != null) {
      return Optional.of(withdraw(record.getWithdraw()));
    }
    return BucketAvro.command(record);
  }

  /** A tour without a request counts as one. */
  private static long requests(StockCommand record) {
    return (record.getTour() != null && record.getReserve() == null ? 1 : 0)
        + Stream.of(
                record.getMove(),
                record.getSetPolicy(),
                record.getSetTerms(),
                record.getWatch(),
                record.getUnwatch(),
                record.getReserve(),
                record.getCommit(),
                record.getRelease(),
                record.getExtend(),
                record.getWithdraw(),
                record.getSplit(),
                record.getMerge(),
                record.getTakeDeal(),
                record.getTakeBack())
            .filter(Objects::nonNull)
            .count();
  }

  private static dev.millrace.inventory.stock.StockCommand setPolicy(SetStockPolicy policy) {
    return new dev.millrace.inventory.stock.StockCommand.SetStockPolicy(
        policy.getSellerId(),
        policy.getWarehouseId(),
        policy.getSafetyStock(),
        policy.getReorderPoint(),
        policy.getExpectedVersion());
  }

  private static dev.millrace.inventory.stock.StockCommand watch(WatchForStock watch) {
    return new dev.millrace.inventory.stock.StockCommand.WatchForStock(
        watch.getWatchId(), watch.getSellerId(), watch.getCustomerId());
  }

  private static dev.millrace.inventory.stock.StockCommand unwatch(UnwatchStock unwatch) {
    return new dev.millrace.inventory.stock.StockCommand.UnwatchStock(
        unwatch.getWatchId(), unwatch.getSellerId());
  }

  /** Nothing for terms that are newer than this version. */
  private static Optional<dev.millrace.inventory.stock.StockCommand> setTerms(SetSalesTerms set) {
    return set.getTerms().getAllocation() == AllocationRule.UNKNOWN
        ? Optional.empty()
        : Optional.of(
            new dev.millrace.inventory.stock.StockCommand.SetSalesTerms(
                TermsAvro.terms(set.getTerms()), set.getExpectedVersion()));
  }

  private static dev.millrace.inventory.stock.StockCommand.ReserveStock reserve(
      ReserveStock reserve) {
    Destination destination = reserve.getDestination();
    return new dev.millrace.inventory.stock.StockCommand.ReserveStock(
        reserve.getReservationId(),
        request(reserve),
        reserve.getHoldMs(),
        destination == null
            ? null
            : new dev.millrace.inventory.stock.Destination(
                destination.getCountry(), destination.getRegion()),
        resultKey(reserve.getResultKey()));
  }

  /** A key that no record could have is none: what is kept goes into records. */
  private static @Nullable String resultKey(@Nullable String asked) {
    return asked == null || !Wording.isId(asked) ? null : asked;
  }

  /** What is to be held, for whom. */
  static HoldRequest request(ReserveStock reserve) {
    return new HoldRequest(
        reserve.getSellerId(),
        reserve.getQuantity(),
        reserve.getOwner(),
        reserve.getCustomerId(),
        reserve.getBackorderAllowed(),
        reserve.getReplaceable());
  }

  private static dev.millrace.inventory.stock.StockCommand commit(CommitReservation commit) {
    return new dev.millrace.inventory.stock.StockCommand.CommitReservation(
        commit.getReservationId(), commit.getQuantity(), commit.getEvenIfExpired());
  }

  private static dev.millrace.inventory.stock.StockCommand release(ReleaseReservation release) {
    return new dev.millrace.inventory.stock.StockCommand.ReleaseReservation(
        release.getReservationId(), release.getReason());
  }

  private static dev.millrace.inventory.stock.StockCommand withdraw(WithdrawBackorder withdraw) {
    return new dev.millrace.inventory.stock.StockCommand.WithdrawBackorder(
        withdraw.getReservationId(), withdraw.getReason());
  }

  private static dev.millrace.inventory.stock.StockCommand extend(ExtendReservation extend) {
    return new dev.millrace.inventory.stock.StockCommand.ExtendReservation(
        extend.getReservationId(), extend.getHoldMs());
  }
}

package dev.millrace.edge.resource;

import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderLine;
import dev.millrace.avro.orders.ReturnClaim;
import dev.millrace.avro.orders.WantedInstead;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteRequestLine;
import dev.millrace.edge.http.Call;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted instead of units that come back. Whether it costs the same is the order's to say;
 * what another SKU costs, pricing says and signs.
 */
public final class Exchanges {

  /** Names the question about prices among those of the command. */
  private static final String PART = "exchange";

  private final Reads reads;
  private final PricesNow prices;

  public Exchanges(Reads reads, PricesNow prices) {
    this.reads = reads;
    this.prices = prices;
  }

  /** The claims with the SKU of their own lines where they name none. */
  List<ReturnClaim> complete(Call call, List<ReturnClaim> claims) {
    if (claims.stream().allMatch(claim -> claim.getExchange() == null)) {
      return claims;
    }
    Order order = OrderAccess.find(reads, call);
    return claims.stream().map(claim -> complete(order, claim)).toList();
  }

  private static ReturnClaim complete(Order order, ReturnClaim claim) {
    WantedInstead wanted = claim.getExchange();
    if (wanted == null || !wanted.getSku().isEmpty()) {
      return claim;
    }
    String own = line(order, claim).map(OrderLine::getSku).orElse("");
    return ReturnClaim.newBuilder(claim)
        .setExchange(new WantedInstead(own, wanted.getQuantity()))
        .build();
  }

  /**
   * What the other SKUs cost that are wanted.
   *
   * @return null if none is
   */
  @Nullable Quote prices(Call call, Call.Identity identity, List<ReturnClaim> claims) {
    if (claims.stream().allMatch(claim -> claim.getExchange() == null)) {
      return null;
    }
    Order order = OrderAccess.find(reads, call);
    List<QuoteRequestLine> asked = new ArrayList<>();
    for (ReturnClaim claim : claims) {
      WantedInstead wanted = claim.getExchange();
      Optional<OrderLine> line = line(order, claim);
      if (wanted != null && line.isPresent() && !line.get().getSku().equals(wanted.getSku())) {
        asked.add(
            new QuoteRequestLine(
                claim.getLineId(),
                wanted.getSku(),
                line.get().getSellerId(),
                wanted.getQuantity()));
      }
    }
    if (asked.isEmpty()) {
      return null;
    }
    String cartId =
        Ids.derived(IdKind.CART, Ids.derived(IdKind.COMMAND, identity.commandId(), PART));
    return prices.of(call, identity, PART, order, cartId, asked);
  }

  private static Optional<OrderLine> line(Order order, ReturnClaim claim) {
    return order.getLines().stream()
        .filter(line -> line.getLineId().equals(claim.getLineId()))
        .findFirst();
  }
}

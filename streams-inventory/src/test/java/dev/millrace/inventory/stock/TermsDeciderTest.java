package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockSpec.NOW;
import static dev.millrace.inventory.stock.StockSpec.received;
import static dev.millrace.inventory.stock.StockSpec.spec;
import static dev.millrace.inventory.stock.TermsSpec.NONE;
import static dev.millrace.inventory.stock.TermsSpec.backorders;
import static dev.millrace.inventory.stock.TermsSpec.limits;
import static dev.millrace.inventory.stock.TermsSpec.made;
import static dev.millrace.inventory.stock.TermsSpec.set;
import static dev.millrace.inventory.stock.TermsSpec.wish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.inventory.stock.StockCommand.SetSalesTerms;
import java.util.List;
import org.junit.jupiter.api.Test;

class TermsDeciderTest {

  @Test
  void termsReplaceWhatWasSetBefore() {
    var after =
        spec()
            .given(set(limits(1, 2)), received("wh_a", 5))
            .when(new SetSalesTerms(limits(3, null), 2L), NOW)
            .events(set(limits(3, null)))
            .state();
    assertThat(after.stock().seller("sel")).isEqualTo(new SellerStock(limits(3, null), 3, 0, 0));
  }

  @Test
  void promisesOutliveTheTermsUnderWhichTheyWereMade() {
    var after =
        spec()
            .given(received("wh_a", 1), set(backorders(9, true)), made("rsv", wish(4), 3))
            .when(new SetSalesTerms(NONE, null), NOW)
            .state();
    assertThat(after.stock().seller("sel")).isEqualTo(new SellerStock(NONE, 4, 3, 0));
  }

  @Test
  void theSameTermsAgainChangeNothingSoThatCustomersAreNotCountedAnew() {
    spec()
        .given(set(limits(1, 2)))
        .when(new SetSalesTerms(limits(1, 2), null), NOW)
        .nothingHappens();
    spec().given().when(new SetSalesTerms(NONE, null), NOW).nothingHappens();
  }

  @Test
  void termsOutsideTheirBoundsAreRefused() {
    for (SalesTerms terms :
        List.of(
            limits(0, null),
            limits(1_000_001, null),
            limits(null, 0),
            backorders(-1, true),
            backorders(1_000_001, true),
            allocation(StandardAllocation.PREFERRED_WAREHOUSE))) {
      spec()
          .given()
          .when(new SetSalesTerms(terms, null), NOW)
          .refused(StockRejection.INVALID_SALES_TERMS);
    }
    spec()
        .given()
        .when(new SetSalesTerms(held(999), null), NOW)
        .refused(StockRejection.INVALID_HOLD_TIME);
    spec()
        .given(received("wh_a", 1))
        .when(new SetSalesTerms(limits(1, 1), 7L), NOW)
        .refused(StockRejection.VERSION_CONFLICT);
  }

  @Test
  void onlySoManySellersSetTerms() {
    StockEvent[] sellers = new StockEvent[StockLimits.SELLERS_MAX];
    for (int i = 0; i < sellers.length; i++) {
      sellers[i] = set(new SalesTerms("sel_" + i, 1, null, null, null, true, null, 0, null));
    }
    spec()
        .given(sellers)
        .when(new SetSalesTerms(limits(1, 1), null), NOW)
        .refused(StockRejection.TOO_MANY_SELLERS);
  }

  private static SalesTerms allocation(StandardAllocation allocation) {
    return new SalesTerms("sel", null, null, null, allocation, true, null, 0, null);
  }

  private static SalesTerms held(long holdMs) {
    return new SalesTerms("sel", null, null, holdMs, null, true, null, 0, null);
  }
}

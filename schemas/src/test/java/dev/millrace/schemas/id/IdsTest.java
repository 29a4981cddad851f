package dev.millrace.schemas.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdsTest {

  @Test
  void freshIdsSortByTheTimeTheyWereMadeAndNeverRepeat() {
    Set<String> seen = new HashSet<>();
    String previous = "";
    for (int i = 0; i < 10_000; i++) {
      String id = Ids.fresh(IdKind.COMMAND);
      assertThat(seen.add(id)).isTrue();
      // The first twelve digits are the millisecond; within one, order is random.
      assertThat(id.substring(0, 16)).isGreaterThanOrEqualTo(previous);
      previous = id.substring(0, 16);
    }
  }

  /**
   * These values are stored in customers' logs: changing how ids derive would orphan their orders.
   */
  @Test
  void derivedIdsNeverChange() {
    String cart = Ids.cartOf("cus_1");
    assertThat(cart).isEqualTo(Ids.cartOf("cus_1")).matches("crt_[0-9a-f]{32}");
    assertThat(Ids.orderOf(cart, 0)).isNotEqualTo(Ids.orderOf(cart, 1));
    assertThat(Ids.derived(IdKind.RESERVATION, "ord_1", "1", "lin_1"))
        .isEqualTo("rsv_a5258ff54ce45e0ea7d973efcee7b940");
  }

  @Test
  void partsDoNotRunIntoOneAnother() {
    assertThat(Ids.derived(IdKind.RESERVATION, "ab", "c"))
        .isNotEqualTo(Ids.derived(IdKind.RESERVATION, "a", "bc"));
    assertThat(Ids.derived(IdKind.RESERVATION, "a"))
        .isNotEqualTo(Ids.derived(IdKind.ORDER, "a").replace("ord_", "rsv_"));
  }
}

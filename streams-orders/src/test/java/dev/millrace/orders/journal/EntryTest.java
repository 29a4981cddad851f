package dev.millrace.orders.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.orders.journal.Account.Kind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryTest {

  private static final Account FEES = Account.of(Kind.PLATFORM_FEES);
  private static final Account TAX = Account.of(Kind.TAX_PAYABLE);

  @Test
  void anEntryThatIsNotBalancedCannotBeMade() {
    assertThat(entry(posting(FEES, "EUR", 5), posting(TAX, "EUR", -5)).postings()).hasSize(2);
    assertThatThrownBy(() -> entry(posting(FEES, "EUR", 5), posting(TAX, "EUR", -4)))
        .hasMessageContaining("{EUR=1}");
    assertThatThrownBy(() -> entry(posting(FEES, "EUR", 5), posting(TAX, "USD", -5)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> entry(posting(FEES, "EUR", Long.MAX_VALUE), posting(TAX, "EUR", 1)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void anEntryHasTwoSidesAndSaysSomething() {
    assertThatThrownBy(EntryTest::entry).hasMessageContaining("two sides");
    assertThatThrownBy(() -> entry(posting(FEES, "EUR", 0), posting(TAX, "EUR", 0)))
        .hasMessageContaining("nothing");
    assertThatThrownBy(() -> entry(posting(FEES, "EUR", 1), posting(FEES, "EUR", -1)))
        .hasMessageContaining("twice");
  }

  @Test
  void anAccountHasAnOwnerIfItsKindHas() {
    assertThat(Account.of(Kind.SELLER_PAYABLE, "sel_1").id()).isEqualTo("seller_payable:sel_1");
    assertThat(FEES.id()).isEqualTo("platform_fees");
    assertThatThrownBy(() -> Account.of(Kind.SELLER_PAYABLE, ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Account.of(Kind.PLATFORM_FEES, "me"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Posting posting(Account account, String currency, long amountMinor) {
    return new Posting(account, currency, amountMinor);
  }

  private static Entry entry(Posting... postings) {
    return new Entry(
        "ord_1", 1, 1, "x", Instant.EPOCH, new Terms(0, true, "sandbox"), List.of(postings));
  }
}

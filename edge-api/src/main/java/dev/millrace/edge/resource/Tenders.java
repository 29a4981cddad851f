package dev.millrace.edge.resource;

import dev.millrace.avro.accounts.AccountKind;
import dev.millrace.avro.orders.Tender;
import dev.millrace.edge.http.Fields;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.money.Money;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gift cards and store credit as requests name them. */
final class Tenders {

  private static final int TENDERS_MAX = 3;
  private static final int CODE_LENGTH_MAX = 40;

  /**
   * What a request says.
   *
   * @param giftCardId of the card; null for store credit
   * @param max how much at most; null for as much as there is
   */
  record Wish(@Nullable String giftCardId, @Nullable Money max) {}

  private Tenders() {}

  static List<Wish> read(Fields body) {
    List<Wish> wishes = new ArrayList<>();
    for (Fields one : body.objects("tenders", 0, TENDERS_MAX)) {
      String code = one.optionalText("gift_card", CODE_LENGTH_MAX);
      boolean isCredit = one.flag("store_credit", false);
      Money max = one.optionalMoney("max");
      if (isCredit == (code != null)) {
        one.refuse("gift_card", "contradiction", "or store_credit, one of them, is required");
      }
      if (max != null && max.minorUnits() < 1) {
        one.refuse("max", "out_of_bounds", "must be more than nothing");
      }
      String giftCardId = null;
      if (code != null) {
        giftCardId = GiftCardCode.account(code).orElse(null);
        if (giftCardId == null) {
          one.refuse("gift_card", "gift_card_unknown", "is no code of a gift card");
        }
      }
      wishes.add(new Wish(giftCardId, max));
    }
    return wishes;
  }

  /** As the order's writer gets them; null when there is none. */
  static @Nullable List<Tender> of(List<Wish> wishes, String customerId, String currency) {
    return wishes.isEmpty()
        ? null
        : wishes.stream().map(one -> of(one, customerId, currency)).toList();
  }

  /** A maximum of another currency holds for none of what the order costs. */
  static boolean areOf(List<Wish> wishes, String currency) {
    return wishes.stream()
        .allMatch(one -> one.max() == null || one.max().currency().equals(currency));
  }

  private static Tender of(Wish wish, String customerId, String currency) {
    Long max = wish.max() == null ? null : wish.max().minorUnits();
    return wish.giftCardId() == null
        ? new Tender(AccountKind.STORE_CREDIT, Ids.storeCreditOf(customerId, currency), max)
        : new Tender(AccountKind.GIFT_CARD, wish.giftCardId(), max);
  }
}

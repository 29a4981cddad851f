package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.standalone.ShopApi.Answer;
import org.junit.jupiter.api.Test;

/** Buys what there is of a cart, through HTTP from an instance in a process of its own. */
class TakingLessTest extends SharedShop {

  @Test
  void whatIsThereIsSoldAndPaidAndTheRestStaysInTheCart() throws Exception {
    shopping.stock("SCARCE-1", 2);
    shopping.stock("SCARCE-2", 5);
    ShopApi guest = shopping.newGuest();
    Shopping.cartWith(guest, "SCARCE-1", 3);
    String cart = Shopping.cartWith(guest, "SCARCE-2", 1);
    Answer allOrNothing = Shopping.checkOut(guest, cart, "pm_card_visa", "less-1").expect(422);
    assertThat(allOrNothing.text("code")).isEqualTo("out_of_stock");

    Answer placed = Shopping.checkOutWith(guest, cart, Shopping.TAKING_LESS, "less-2").expect(201);
    assertThat(placed.body().at("/units_short/0/sku_id").asText()).isEqualTo("SCARCE-1");
    assertThat(placed.body().at("/units_short/0/requested").asInt()).isEqualTo(3);
    assertThat(placed.body().at("/units_short/0/allocated").asInt()).isEqualTo(2);
    assertThat(placed.body().at("/units_short/0/reason").asText()).isEqualTo("insufficient_stock");

    Answer order = guest.settledOrder(placed.text("order_id"));
    assertThat(order.text("status")).isEqualTo("confirmed");
    assertThat(order.body().at("/units_short")).isEqualTo(placed.body().at("/units_short"));
    assertThat(order.body().at("/totals/total/minor_units").asLong())
        .isEqualTo(placed.body().at("/order_preview_total/minor_units").asLong())
        .isEqualTo(order.body().at("/payment/authorized/minor_units").asLong());
    shopping.stockOnceSold("SCARCE-1", 0);
    shopping.stockOnceSold("SCARCE-2", 4);
    Answer left = guest.get("/v1/cart").expect(200);
    assertThat(left.body().path("items")).hasSize(1);
    assertThat(left.body().at("/items/0/quantity").asInt()).isEqualTo(1);
  }
}

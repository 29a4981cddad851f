package dev.millrace.edge;

import static dev.millrace.edge.EdgeUnderTest.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.gateways.CarrierCallback;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.edge.auth.Role;
import org.junit.jupiter.api.Test;

final class ShipmentsTest extends EdgeSetUp {

  private static final String SHIPMENTS = "/v1/orders/" + ORDER + "/shipments";
  private static final String CALLBACKS = "/v1/callbacks/carriers/sandbox";

  @Test
  void aStepIsACommandToTheOrder() {
    edge.as(
        Role.OPS,
        "POST",
        SHIPMENTS + "/shp_1/events",
        "{\"status\":\"labelled\",\"carrier\":\"bike\",\"tracking_number\":\"B-1\"}");
    var advance = edge.shop.lastCommand(OrderCommand.class).getAdvanceShipment();
    assertThat(advance.getShipmentId()).isEqualTo("shp_1");
    assertThat(advance.getStatus()).isEqualTo("labelled");
    assertThat(advance.getTrackingNumber()).isEqualTo("B-1");
  }

  @Test
  void aSplitNamesItsSourceAndItsLinesOrNeither() {
    assertThat(edge.as(Role.OPS, "POST", SHIPMENTS, "{\"from\":\"shp_1\"}").status())
        .isEqualTo(400);
    assertThat(edge.as(Role.OPS, "POST", SHIPMENTS, "{}").status()).isEqualTo(201);
    assertThat(edge.shop.lastCommand(OrderCommand.class).getCreateShipment().getItems()).isEmpty();
  }

  @Test
  void anUnknownStepIsRefusedAtTheEdge() {
    assertThat(
            edge.as(Role.OPS, "POST", SHIPMENTS + "/shp_1/events", "{\"status\":\"eaten\"}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void customersDoNotShip() {
    assertThat(
            edge.as(Role.GUEST, "POST", SHIPMENTS + "/shp_1/events", "{\"status\":\"lost\"}")
                .status())
        .isEqualTo(403);
    assertThat(edge.as(Role.GUEST, "GET", SHIPMENTS + "/shp_1/label", null).status())
        .isEqualTo(403);
  }

  @Test
  void onlyABoughtLabelOfAShipmentThatThereIsIsServed() {
    assertThat(edge.as(Role.OPS, "GET", SHIPMENTS + "/shp_2/label", null).status()).isEqualTo(404);
    assertThat(edge.as(Role.OPS, "GET", SHIPMENTS + "/shp_1/label", null).status()).isEqualTo(200);
  }

  @Test
  void aSignedCallbackIsWrittenUnderItsParcel() {
    String body = "{\"id\":\"evt_1\",\"parcel\":\"SBX-1\"}";
    assertThat(edge.as(null, "POST", CALLBACKS, body).status()).isEqualTo(400);
    assertThat(
            edge.as(
                    null,
                    "POST",
                    CALLBACKS,
                    body.replace("SBX-1", "SBX-2"),
                    "Sandbox-Signature",
                    PaymentCallbacksTest.signed(body))
                .status())
        .isEqualTo(400);
    assertThat(edge.shop.commands).isEmpty();
    assertThat(
            edge.as(
                    null,
                    "POST",
                    CALLBACKS,
                    body,
                    "Sandbox-Signature",
                    PaymentCallbacksTest.signed(body))
                .status())
        .isEqualTo(204);
    assertThat(edge.shop.lastCommand(CarrierCallback.class))
        .isEqualTo(new CarrierCallback("sandbox", "evt_1", "SBX-1", Samples.NOW));
  }

  @Test
  void anUnknownCarrierIsNotFound() {
    assertThat(edge.as(null, "POST", "/v1/callbacks/carriers/pigeon", "{}").status())
        .isEqualTo(404);
  }
}

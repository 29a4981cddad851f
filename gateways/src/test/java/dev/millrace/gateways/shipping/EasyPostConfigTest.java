package dev.millrace.gateways.shipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.gateways.payments.PaymentWorkerConfig;
import dev.millrace.launch.config.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EasyPostConfigTest {

  private static CarrierWorkerConfig read(Map<String, String> environment) {
    var settings = new Settings(environment);
    return settings.orThrow(
        CarrierWorkerConfig.from(settings, PaymentWorkerConfig.from(settings).terms()));
  }

  private static Map<String, String> easyPost(String name, String value) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "MILLRACE_GATEWAYS_CARRIER",
                "EASYPOST",
                EasyPostConfig.API_KEY,
                "EZTK_of_a_test_only",
                EasyPostConfig.SENDERS,
                "wh_main=adr_1,*=adr_2"));
    environment.put(name, value);
    return environment;
  }

  @Test
  void theSandboxNeedsNothing() {
    assertThat(read(Map.of()).carrier()).isEqualTo(CarrierName.SANDBOX);
  }

  @Test
  void whatEasyPostNeedsIsNamed() {
    assertThatThrownBy(() -> read(Map.of("MILLRACE_GATEWAYS_CARRIER", "EASYPOST")))
        .hasMessageContaining("MILLRACE_GATEWAYS_CARRIER=EASYPOST needs " + EasyPostConfig.API_KEY)
        .hasMessageContaining("MILLRACE_GATEWAYS_CARRIER=EASYPOST needs " + EasyPostConfig.SENDERS);
  }

  @Test
  void sendersAndServicesAreRead() {
    EasyPostConfig config =
        read(easyPost(
                "MILLRACE_GATEWAYS_EASYPOST_SERVICES",
                "standard=USPS:GroundAdvantage,express=USPS:Express/UPS:NextDayAir"))
            .easyPost();
    assertThat(config.sender("wh_main")).contains("adr_1");
    assertThat(config.sender("wh_other")).contains("adr_2");
    assertThat(config.services())
        .isEqualTo(
            Map.of(
                "standard", List.of("USPS:GroundAdvantage"),
                "express", List.of("USPS:Express", "UPS:NextDayAir")));
    assertThat(config.toString()).doesNotContain("EZTK");
  }

  @Test
  void withoutTheStarAnotherWarehouseHasNoSender() {
    EasyPostConfig config = read(easyPost(EasyPostConfig.SENDERS, "wh_main=adr_1")).easyPost();
    assertThat(config.sender("wh_other")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"adr_1", "wh=1", "=adr_1", "wh=adr_1,", "wh=adr_1;x=adr_2"})
  void malformedSendersAreRefused(String senders) {
    assertThatThrownBy(() -> read(easyPost(EasyPostConfig.SENDERS, senders)))
        .hasMessageContaining(EasyPostConfig.SENDERS);
  }

  @Test
  void anAddressThatIsNoneIsRefused() {
    assertThatThrownBy(() -> read(easyPost("MILLRACE_GATEWAYS_EASYPOST_URL", "api.easypost.com")))
        .hasMessageContaining("MILLRACE_GATEWAYS_EASYPOST_URL");
  }
}

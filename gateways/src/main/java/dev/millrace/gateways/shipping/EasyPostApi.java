package dev.millrace.gateways.shipping;

import com.easypost.exception.API.NotFoundError;
import com.easypost.exception.EasyPostException;
import com.easypost.exception.General.MissingParameterError;
import com.easypost.model.PostageLabel;
import com.easypost.model.Shipment;
import com.easypost.service.EasyPostClient;
import dev.millrace.avro.common.Address;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The few requests of EasyPost's API that labels need, each one HTTP request. Nothing is repeated
 * here: {@link CarrierDialogue} owns that.
 *
 * <p>Threading: any thread; blocks it.
 */
final class EasyPostApi {

  private static final String DNS_CACHE = "networkaddress.cache.ttl";

  static {
    EasyPostConnections.install();
    if (Security.getProperty(DNS_CACHE) == null) {
      // The library sets it for the whole JVM, and afterwards to "for ever" if nobody had said
      // anything; 30 s is what the JVM does then.
      Security.setProperty(DNS_CACHE, "30");
    }
  }

  private final EasyPostConfig config;
  private final EasyPostClient client;

  EasyPostApi(EasyPostConfig config) {
    this.config = config;
    try {
      client =
          new EasyPostClient(
              config.apiKey(),
              Math.toIntExact(config.timeouts().connect().toMillis()),
              Math.toIntExact(config.timeouts().read().toMillis()),
              config.baseUrl());
    } catch (MissingParameterError e) {
      throw new IllegalArgumentException("EasyPost's API key is missing", e);
    }
  }

  /** A shipment by EasyPost's id or our reference. */
  Optional<Shipment> find(String idOrReference) throws EasyPostException {
    // The library puts it into the address as it is.
    String encoded = URLEncoder.encode(idOrReference, StandardCharsets.UTF_8).replace("+", "%20");
    try {
      return Optional.of(given(client.shipment.retrieve(encoded)));
    } catch (NotFoundError e) {
      return Optional.empty();
    }
  }

  /** A shipment with rates, which costs nothing. */
  Shipment create(Parcel parcel, String senderId) throws EasyPostException {
    Map<String, Object> params = new HashMap<>();
    params.put("reference", parcel.key());
    params.put("to_address", address(parcel.to()));
    params.put("from_address", Map.of("id", senderId));
    params.put("parcel", Map.of("weight", EasyPostAnswers.ounces(parcel, config.weights())));
    params.put("options", Map.of("label_format", "PDF"));
    return given(client.shipment.create(params));
  }

  /** The same with the rates of today: older ones cannot be bought. */
  Shipment rated(String shipmentId) throws EasyPostException {
    return given(client.shipment.newRates(shipmentId));
  }

  Shipment buy(String shipmentId, String rateId) throws EasyPostException {
    Map<String, Object> params = new HashMap<>();
    params.put("rate", Map.of("id", rateId));
    return given(client.shipment.buy(shipmentId, params));
  }

  Shipment refund(String shipmentId) throws EasyPostException {
    return given(client.shipment.refund(shipmentId));
  }

  /** The label of a bought shipment; empty if there is no PDF of it, or a too large one. */
  PdfLabel label(Shipment shipment) {
    String url = pdfUrl(shipment.getPostageLabel());
    if (url == null) {
      return PdfLabel.of(new byte[0]);
    }
    try {
      return fetched(URI.create(url));
    } catch (IOException | IllegalArgumentException e) {
      throw new CarrierUnavailableException("EasyPost's label cannot be fetched", e);
    }
  }

  private PdfLabel fetched(URI uri) throws IOException {
    if (!"https".equals(uri.getScheme()) && !config.baseUrl().startsWith("http:")) {
      return PdfLabel.of(new byte[0]);
    }
    // Labels lie with a store of files, which is told no key.
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout(Math.toIntExact(config.timeouts().connect().toMillis()));
    connection.setReadTimeout(Math.toIntExact(config.timeouts().read().toMillis()));
    try {
      int status = connection.getResponseCode();
      if (status == 404 || status == 410) {
        return PdfLabel.of(new byte[0]);
      }
      if (status != 200) {
        throw new IOException("HTTP " + status);
      }
      try (InputStream in = connection.getInputStream()) {
        byte[] bytes = in.readNBytes(PdfLabel.BYTES_MAX + 1);
        return PdfLabel.of(isPdf(bytes) ? bytes : new byte[0]);
      }
    } finally {
      connection.disconnect();
    }
  }

  private static @Nullable String pdfUrl(@Nullable PostageLabel label) {
    if (label == null) {
      return null;
    }
    return label.getLabelPdfUrl() == null && "application/pdf".equals(label.getLabelFileType())
        ? label.getLabelUrl()
        : label.getLabelPdfUrl();
  }

  private static boolean isPdf(byte[] bytes) {
    return bytes.length >= 5 && new String(bytes, 0, 5, StandardCharsets.US_ASCII).equals("%PDF-");
  }

  private static Map<String, Object> address(Address to) {
    Map<String, Object> address = new HashMap<>();
    address.put("name", to.getName());
    address.put("street1", to.getLine1());
    address.put("city", to.getCity());
    address.put("zip", to.getPostalCode());
    address.put("country", to.getCountry());
    if (to.getLine2() != null) {
      address.put("street2", to.getLine2());
    }
    if (to.getRegion() != null) {
      address.put("state", to.getRegion());
    }
    return address;
  }

  /** The library gives null for a body that is empty. */
  private static Shipment given(@Nullable Shipment shipment) {
    if (shipment == null || shipment.getId() == null) {
      throw new CarrierUnavailableException("EasyPost's answer is no shipment");
    }
    return shipment;
  }
}

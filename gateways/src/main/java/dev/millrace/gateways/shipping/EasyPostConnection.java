package dev.millrace.gateways.shipping;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.URI;
import java.net.URL;
import java.security.cert.Certificate;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * One exchange with EasyPost over the JVM's own connection, with what its client library leaves
 * out. The library takes a body that has not come yet for an empty one, and reads without a bound:
 * here the whole answer is there, or the exchange has failed. The JVM sends a POST again by itself
 * when a connection breaks: not with a body of known length. And the library knows https only,
 * while a stand-in or a proxy on the same machine speaks http.
 *
 * <p>Threading: one thread.
 */
final class EasyPostConnection extends HttpsURLConnection {

  /** A shipment with the rates of many carriers is about 100 KiB. */
  private static final int ANSWER_BYTES_MAX = 4 * 1024 * 1024;

  private final HttpURLConnection wire;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private byte @Nullable [] answer;

  EasyPostConnection(URL url) throws IOException {
    super(url);
    // By its text: the URL that the library made leads here.
    wire = (HttpURLConnection) URI.create(url.toExternalForm()).toURL().openConnection();
    wire.setInstanceFollowRedirects(false);
  }

  @Override
  public void setConnectTimeout(int timeout) {
    wire.setConnectTimeout(timeout);
  }

  @Override
  public void setReadTimeout(int timeout) {
    wire.setReadTimeout(timeout);
  }

  @Override
  public void setRequestMethod(String method) throws ProtocolException {
    wire.setRequestMethod(method);
  }

  @Override
  public void setUseCaches(boolean uses) {
    wire.setUseCaches(uses);
  }

  @Override
  public void setDoOutput(boolean does) {
    wire.setDoOutput(does);
  }

  @Override
  public void setRequestProperty(String key, String value) {
    wire.setRequestProperty(key, value);
  }

  /** Nothing yet: the request goes when its answer is asked for. */
  @Override
  public void connect() {
    connected = true;
  }

  @Override
  public OutputStream getOutputStream() {
    return body;
  }

  @Override
  public int getResponseCode() throws IOException {
    exchanged();
    return wire.getResponseCode();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new ByteArrayInputStream(exchanged());
  }

  /** Never null, although the general contract allows it: the library does not expect that. */
  @Override
  public InputStream getErrorStream() {
    return new ByteArrayInputStream(answer == null ? new byte[0] : answer);
  }

  @Override
  public void disconnect() {
    wire.disconnect();
  }

  @Override
  public boolean usingProxy() {
    return wire.usingProxy();
  }

  @Override
  public String getCipherSuite() {
    throw new IllegalStateException("nobody asks for it");
  }

  @Override
  public Certificate @Nullable [] getLocalCertificates() {
    return null;
  }

  @Override
  public Certificate[] getServerCertificates() {
    throw new IllegalStateException("nobody asks for it");
  }

  private byte[] exchanged() throws IOException {
    if (answer != null) {
      return answer;
    }
    if (wire.getDoOutput()) {
      wire.setFixedLengthStreamingMode(body.size());
      try (OutputStream out = wire.getOutputStream()) {
        body.writeTo(out);
      }
    }
    try (InputStream in =
        wire.getResponseCode() >= 400 ? wire.getErrorStream() : wire.getInputStream()) {
      byte[] bytes = in == null ? new byte[0] : in.readNBytes(ANSWER_BYTES_MAX + 1);
      if (bytes.length > ANSWER_BYTES_MAX) {
        throw new IOException("the answer is longer than %d bytes".formatted(ANSWER_BYTES_MAX));
      }
      answer = bytes;
      return bytes;
    }
  }
}

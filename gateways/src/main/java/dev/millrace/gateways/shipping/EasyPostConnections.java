package dev.millrace.gateways.shipping;

import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;

/**
 * Opens the connections of EasyPost's client library, which finds this class by the name in its
 * system property.
 */
public final class EasyPostConnections extends URLStreamHandler {

  private static final String PROPERTY = "com.easypost.net.customURLStreamHandler";

  /** Makes the library use it. */
  static void install() {
    System.setProperty(PROPERTY, EasyPostConnections.class.getName());
  }

  @Override
  protected URLConnection openConnection(URL url) throws IOException {
    return new EasyPostConnection(url);
  }
}

package dev.millrace.standalone;

import dev.millrace.standalone.instance.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * One instance for all test classes that need no other: a start takes as long as a dozen tests. It
 * stops after the last class. Tests keep to SKUs and customers of their own.
 */
final class SharedBackbone implements BeforeAllCallback {

  /** The code of a coupon that one order may use. */
  static final String LAST_USE = "LASTONE";

  private static @Nullable Backbone running;

  /** The instance, once the extension has begun. */
  static Backbone running() {
    return Objects.requireNonNull(running, "@ExtendWith(SharedBackbone.class) is missing");
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    if (running == null) {
      var data = Files.createTempDirectory("millrace-shared");
      Path coupons = Files.createTempFile("coupons", ".csv");
      Files.writeString(coupons, LAST_USE + ",1,2020-01-01,1000,1/any,10 % off for one order\n");
      Map<String, String> settings = new HashMap<>(Backbone.CARRIER);
      settings.put("MILLRACE_PRICING_COUPONS", coupons.toString());
      Backbone started = Backbone.start(data, settings);
      running = started;
      // Closed by JUnit with the store, after the last class.
      AutoCloseable ending =
          () -> {
            started.close();
            new DataFolder(data).delete();
            Files.delete(coupons);
          };
      context.getRoot().getStore(Namespace.GLOBAL).put(SharedBackbone.class, ending);
    }
  }
}

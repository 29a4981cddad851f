package dev.millrace.pricing;

import dev.millrace.kit.app.QueryableStore;
import dev.millrace.kit.app.StreamsModule;
import dev.millrace.schemas.topics.Topics;
import java.util.List;

/** The pricing context, ready to run. */
public final class PricingModule {

  /** Never changes. */
  public static final String APPLICATION_ID = "pricing";

  private PricingModule() {}

  public static StreamsModule of(PricingConfig config, Topics topics) {
    return new StreamsModule(
        APPLICATION_ID,
        PricingTopology.build(config, topics),
        List.of(
            QueryableStore.asStored(PricingStores.OFFER_STATE),
            QueryableStore.asStored(PricingStores.QUOTE_STATE)));
  }
}

package dev.millrace.catalog;

import dev.millrace.kit.app.QueryableStore;
import dev.millrace.kit.app.StreamsModule;
import dev.millrace.schemas.topics.Topics;
import java.util.List;

/** The catalogue, ready to run. */
public final class CatalogModule {

  public static final String APPLICATION_ID = "catalog";

  private CatalogModule() {}

  public static StreamsModule of(CatalogConfig config, Topics topics) {
    return new StreamsModule(
        APPLICATION_ID,
        CatalogTopology.build(config, topics),
        List.of(QueryableStore.asStored(CatalogStores.PRODUCT_STATE)));
  }
}

package dev.millrace.kit.app;

import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * A key-value store that the query server answers from.
 *
 * @param store its name; unique in the whole backbone, because one process may serve several
 *     contexts
 * @param view what readers get to see of a stored value
 */
public record QueryableStore(String store, Function<Object, SpecificRecord> view) {

  /** A store whose values are shown as they are. */
  public static QueryableStore asStored(String store) {
    return new QueryableStore(store, SpecificRecord.class::cast);
  }
}

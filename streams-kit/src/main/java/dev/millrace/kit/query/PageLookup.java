package dev.millrace.kit.query;

/** What a question for a page of a store came to. */
public sealed interface PageLookup {

  /** The page. */
  record Found(StorePage page) implements PageLookup {}

  /** Another instance owns the partition. */
  record Elsewhere(String host) implements PageLookup {}

  /** Nobody can say now. */
  record NotReady(Lookup.NotReady why) implements PageLookup {}
}

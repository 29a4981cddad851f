package dev.millrace.catalog.product;

import java.time.Instant;

/** What happened to a product. */
public sealed interface ProductEvent {

  Instant at();

  ProductDetails details();

  /** The product is new. */
  record ProductListed(Instant at, ProductDetails details) implements ProductEvent {}

  /** The description was replaced. */
  record ProductRevised(Instant at, ProductDetails details) implements ProductEvent {}
}

package dev.millrace.catalog.product;

/** Whether a product is shown. */
public enum ProductStatus {
  DRAFT,
  ACTIVE,
  ARCHIVED
}

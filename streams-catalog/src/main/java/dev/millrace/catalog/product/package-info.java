/** What a product is and which descriptions are accepted; knows no Kafka, no Avro and no clock. */
@NullMarked
package dev.millrace.catalog.product;

import org.jspecify.annotations.NullMarked;

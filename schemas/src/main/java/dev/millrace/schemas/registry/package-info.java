/**
 * Avro on the wire: serdes in the Confluent wire format, the schema registry they ask, and the
 * schemas already released, which every later version must stay compatible with.
 */
@NullMarked
package dev.millrace.schemas.registry;

import org.jspecify.annotations.NullMarked;

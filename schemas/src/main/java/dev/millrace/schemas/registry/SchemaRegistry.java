package dev.millrace.schemas.registry;

import org.apache.avro.Schema;

/**
 * Gives every schema an id that never changes, and gives the schema back for the id.
 *
 * <p>Threading: implementations are safe to share between threads. Both calls may wait for a remote
 * registry, so callers on a hot path keep the answer.
 */
public interface SchemaRegistry {

  /**
   * Returns the id of the schema under the subject, registering it if it is new there. Asking again
   * gives the same id.
   *
   * @throws SchemaRegistryException if the registry refuses the schema or cannot be asked
   */
  int register(String subject, Schema schema);

  /**
   * Returns the schema with the id.
   *
   * @throws SchemaRegistryException with {@link SchemaRegistryException.Reason#NOT_FOUND} if there
   *     is none, or another reason if the registry cannot be asked
   */
  Schema byId(int id);
}

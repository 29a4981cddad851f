package dev.millrace.schemas.registry;

import org.apache.kafka.common.config.ConfigException;

/** Keys are UTF-8 strings everywhere, so that any client finds the same partition. */
final class KeysAreStrings {

  private KeysAreStrings() {}

  static void require(Class<?> type, boolean isKey) {
    if (isKey) {
      throw new ConfigException(
          type.getName()
              + " cannot be a record key: keys are UTF-8 strings,"
              + " so that every client computes the same partition");
    }
  }
}

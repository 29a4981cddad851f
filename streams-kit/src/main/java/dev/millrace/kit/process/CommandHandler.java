package dev.millrace.kit.process;

import dev.millrace.avro.edge.Reply;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * What a context adds to {@link CommandProcessor}: how its commands are read, decided and kept.
 * Everything that happens to any command (duplicates, answers, traces, counts) is the processor's.
 *
 * <p>Threading: one instance belongs to one task.
 *
 * @param <C> the command's record
 * @param <E> facts as data teams read them
 * @param <V> the aggregate as its readers see it
 */
public interface CommandHandler<C, E, V> {

  /** Makes the handler of one task. */
  @FunctionalInterface
  interface Opener<C, E, V> {

    /** Opens the stores that the handler needs; it may schedule sweeps and forward from them. */
    CommandHandler<C, E, V> open(ProcessorContext<String, Outcome<E, V>> context);
  }

  /** The id that the asker gave. */
  String commandId(C command);

  /** Of what the asker asked for: the same id with another one is another command. */
  String fingerprint(C command);

  /**
   * Loads the aggregate, decides, folds the events and stores what they change. Called for commands
   * that have no remembered answer.
   *
   * @param key the record's; a command with another aggregate's key is malformed
   */
  Verdict<E, V> decide(@Nullable String key, C command, Request request);

  /** Puts the aggregate into the answer to an accepted command. */
  void answer(V state, Reply.Builder reply);
}

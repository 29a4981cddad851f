package dev.millrace.edge.http;

/**
 * Server-sent events of one answer. Whoever sends the answer runs it, and closes it in any case.
 */
public interface EventStream extends AutoCloseable {

  String CONTENT_TYPE = "text/event-stream; charset=utf-8";

  /** Where the events go. */
  interface Client {

    /**
     * Sends an event.
     *
     * @param id what the client names when it comes again; empty for an event that is no place to
     *     go on from
     */
    void send(String type, String data, String id);

    /** Sends what clients pass over, so that both ends notice a connection that is gone. */
    void heartbeat();

    /** Whether the client has left, as far as anybody knows. */
    boolean isGone();
  }

  /** Sends events until the stream ends or the client leaves; blocks. */
  void run(Client client);

  @Override
  void close();
}

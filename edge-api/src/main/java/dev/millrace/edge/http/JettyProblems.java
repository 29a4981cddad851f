package dev.millrace.edge.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Problems for requests that are so wrong that they never reach a route. */
public final class JettyProblems extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    TraceContext trace = TraceContext.of(null);
    int status = response.getStatus() < 400 ? 500 : response.getStatus();
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problems.CONTENT_TYPE);
    // The body of such a request stays unread.
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    response.write(true, body(status, trace), callback);
    return true;
  }

  @Override
  public ByteBuffer badMessageError(int status, String reason, HttpFields.Mutable fields) {
    fields.put(HttpHeader.CONTENT_TYPE, Problems.CONTENT_TYPE);
    return body(status, TraceContext.of(null));
  }

  private static ByteBuffer body(int status, TraceContext trace) {
    String code = status >= 500 ? "internal_error" : "malformed_request";
    String detail = status >= 500 ? "The request failed." : "The request is not valid HTTP for us.";
    // The path is not repeated: it may be what is malformed.
    return ByteBuffer.wrap(
        Json.write(Problems.body(Problem.of(status, code, detail), "/", trace.traceId())));
  }
}

package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The contract as a file, and a page that shows it without asking anybody else for anything. */
public final class Contract {

  private static final String PAGE_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'";

  private final byte[] yaml = resource("/openapi/millrace.yaml");
  private final byte[] json = asJson(yaml);
  private final byte[] page = resource("/docs/index.html");
  private final byte[] script = resource("/docs/docs.js");
  private final byte[] style = resource("/docs/docs.css");

  public Answer yaml(Call call) {
    return Answer.text("application/yaml", yaml);
  }

  public Answer json(Call call) {
    return Answer.text(Answer.JSON, json);
  }

  public Answer page(Call call) {
    return Answer.text("text/html; charset=utf-8", page)
        .with("Content-Security-Policy", PAGE_POLICY);
  }

  public Answer script(Call call) {
    return Answer.text("text/javascript; charset=utf-8", script);
  }

  public Answer style(Call call) {
    return Answer.text("text/css; charset=utf-8", style);
  }

  private static byte[] resource(String name) {
    try (InputStream in = Contract.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the build left out " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] asJson(byte[] yaml) {
    try {
      JsonNode tree = new YAMLMapper().readTree(yaml);
      return Json.write(tree);
    } catch (IOException e) {
      throw new UncheckedIOException("the contract is not YAML", e);
    }
  }
}

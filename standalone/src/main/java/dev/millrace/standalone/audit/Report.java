package dev.millrace.standalone.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What an audit found. */
public interface Report {

  /** Whether everything adds up. */
  boolean isClean();

  /** For people; ends with a line break. */
  String text();

  /** For programs. */
  ObjectNode json();
}

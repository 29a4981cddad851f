package dev.millrace.standalone.cli;

/** A command that cannot do what was asked; the message is all that its user needs to see. */
final class CommandFailure extends RuntimeException {
  CommandFailure(String message) {
    super(message);
  }
}

package dev.millrace.gateways.payments;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Stands still but for what it is told. */
public final class MovedClock extends Clock {

  private Instant now = Instant.EPOCH;

  public void moveTo(Instant then) {
    now = then;
  }

  /**
   * Whoever waits waits no real time.
   *
   * @return true: nobody ends the waiting early
   */
  public boolean pass(Duration pause) {
    now = now.plus(pause);
    return true;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}

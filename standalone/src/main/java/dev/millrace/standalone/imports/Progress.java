package dev.millrace.standalone.imports;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine;

/**
 * A progress bar on a terminal, or a line for every tenth of the work elsewhere.
 *
 * <p>Threading: {@link #step} may be called from many threads.
 */
public final class Progress {

  private static final long REDRAW_NANOS = 100_000_000L;
  private static final int WIDTH = 30;

  private final String label;
  private final long total;
  private final PrintStream out;
  private final boolean terminal = CommandLine.Help.Ansi.AUTO.enabled();
  private final long startNanos = System.nanoTime();
  private final AtomicLong done = new AtomicLong();
  private long drawnNanos;
  private long tenthsPrinted;

  public Progress(String label, long total, PrintStream out) {
    this.label = label;
    this.total = Math.max(1, total);
    this.out = out;
  }

  public void step() {
    draw(done.incrementAndGet());
  }

  public long done() {
    return done.get();
  }

  public double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  private synchronized void draw(long count) {
    if (terminal) {
      if (System.nanoTime() - drawnNanos < REDRAW_NANOS && count < total) {
        return;
      }
      drawnNanos = System.nanoTime();
      int filled = (int) (count * WIDTH / total);
      out.printf(
          "\r%s [%s%s] %,d of %,d, %,.0f/s",
          label, "#".repeat(filled), ".".repeat(WIDTH - filled), count, total, count / seconds());
      if (count >= total) {
        out.println();
      }
    } else {
      long tenths = count * 10 / total;
      if (tenths > tenthsPrinted) {
        tenthsPrinted = tenths;
        out.printf(
            "%s: %d %% (%,d of %,d, %,.0f/s)%n",
            label, tenths * 10, count, total, count / seconds());
      }
    }
  }
}

package dev.millrace.bench.report;

import dev.millrace.bench.load.LoadResult;

/**
 * One measured run.
 *
 * @param generatorCpuMicros processor time of the load generator since the warm-up
 * @param systemCpuMicros processor time of the measured system since the warm-up
 * @param wallMicros how long the run took since the warm-up
 */
public record Run(
    String scenario,
    SystemUnderTest system,
    Phase phase,
    LoadResult load,
    long generatorCpuMicros,
    long systemCpuMicros,
    long wallMicros) {

  /** Whom the load met. */
  public enum SystemUnderTest {
    MILLRACE,
    POSTGRES
  }

  /** How the load was made. */
  public enum Phase {
    /** A closed loop with a fixed number of requests on their way: how much it carries. */
    CAPACITY,
    /** An open loop at a fixed rate: how fast it answers. */
    LATENCY
  }

  private static final int PERCENT = 100;

  /** Share of all cores that the load generator took. */
  public long generatorPercent(int cores) {
    return percent(generatorCpuMicros, cores);
  }

  /** Share of all cores that the measured system took. */
  public long systemPercent(int cores) {
    return percent(systemCpuMicros, cores);
  }

  /** What one request cost the measured system. */
  public long systemCpuMicrosPerRequest() {
    return load.offered() == 0 ? 0 : systemCpuMicros / load.offered();
  }

  private long percent(long cpuMicros, int cores) {
    return wallMicros == 0 ? 0 : cpuMicros * PERCENT / wallMicros / cores;
  }
}

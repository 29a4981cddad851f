package dev.millrace.standalone.imports;

/**
 * A row that could not be taken.
 *
 * @param row 1 for the first row of data
 */
public record RowError(long row, String key, String problem) {}

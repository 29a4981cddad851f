package dev.millrace.edge.bus;

import java.util.Optional;

/**
 * The consumer group of the edge's instances, which share the partitions of replies.
 *
 * @param instanceId identity that survives restarts: one that was killed takes its place in the
 *     group back at once
 */
public record ReplyGroup(String id, Optional<String> instanceId) {}

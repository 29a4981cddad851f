/**
 * The contexts of a checkout, connected in one thread: the real topologies of orders, inventory,
 * customers and pricing, the payment worker's and the carrier worker's real dialogues with the
 * sandboxes, virtual time, and a scheduler that decides what arrives next. Every run follows from a
 * seed or from a list of faults.
 *
 * <h2>What the model assumes</h2>
 *
 * <ul>
 *   <li>Kafka loses nothing that was committed, and keeps the order of the records of one key in
 *       one topic. Between keys and between topics any order is possible; that is more than
 *       partitions allow, so nothing is missed that Kafka could do.
 *   <li>A step of a context is one transaction: its input, its stores and its output are committed
 *       together or not at all. So a kill in the middle of a step is a kill before it, after which
 *       the input comes again: a "dropped" message is one whose reader died, not one that is gone.
 *       What a process had in mind and not in its stores is gone after a kill.
 *   <li>An edge may send a command twice, and clients ask again. A worker may be killed after the
 *       provider or carrier acted and before its result was committed, and results may be committed
 *       and the requests still come again, the latest few of them, because offsets follow later.
 *   <li>A late message carries the time at which it was sent. Meanwhile deadlines pass and sweeps
 *       run in all processes; all clocks agree.
 *   <li>The worker has one request of an order at a time. So what its dialogue waits for can be
 *       counted in the time of the result, and nothing else of that order happens at the provider
 *       meanwhile.
 *   <li>A carrier that does not answer is asked until it does; an outage ends after {@link
 *       dev.millrace.gateways.shipping.SimulatedCarrier#OUTAGE}. Its callbacks only say where to
 *       look, and may be lost with those who look: carriers call again.
 *   <li>Most prices are made and signed here as pricing does it; the real pricing is asked only
 *       where they change meanwhile. The edge and search are not part of this world.
 *   <li>What the inventory sends to itself, between the buckets of a split SKU, arrives at once and
 *       in its order: nothing else comes between.
 * </ul>
 */
@NullMarked
package dev.millrace.simulation;

import org.jspecify.annotations.NullMarked;

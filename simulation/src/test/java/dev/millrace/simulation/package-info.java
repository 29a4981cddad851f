/**
 * The contexts of a checkout, connected in one thread: the real topologies of orders, inventory and
 * customers, the payment worker's real dialogue with the sandbox provider, virtual time, and a
 * scheduler that decides what arrives next. Every run follows from a seed or from a list of faults.
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
 *   <li>An edge may send a command twice, and clients ask again. A payment worker may be killed
 *       after the provider acted and before its result was committed, and a result may be committed
 *       and the request still come again, because offsets follow later.
 *   <li>A late message carries the time at which it was sent. Meanwhile deadlines pass and sweeps
 *       run in all processes; all clocks agree.
 *   <li>The worker has one request of an order at a time. So what its dialogue waits for can be
 *       counted in the time of the result, and nothing else of that order happens at the provider
 *       meanwhile.
 *   <li>Prices are signed as pricing signs them; the pricing context itself, the edge, search and
 *       split SKUs are not part of this world.
 * </ul>
 */
@NullMarked
package dev.millrace.simulation;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.packetloom.Deadline;

/**
 * Is given what peers send; incubating. One may serve any number of connections.
 *
 * <p>The calls of one connection come one at a time, in this order: {@link #opened} once, {@link
 * #received} and {@link #writable} as often as there is reason to, {@link #ended} once if the peer
 * ends its writing, {@link #closed} once, however the connection ends. Calls of different
 * connections may run at once. They run where the handlers of the {@link Reactor} do: on its
 * virtual threads, where they may wait, or in {@link Reactor#processEvents}. Only where the reactor
 * itself is closed, the thread that closes it calls {@code closed}.
 *
 * <p>What one of them throws is reported, to the listener of the {@link DataServer} or else to that
 * of the reactor, and the connection is closed at once. Not reported is a {@link
 * java.nio.channels.ClosedChannelException} after the connection was closed.
 */
@FunctionalInterface
public interface DataHandler {
  /**
   * A connection has begun. Does nothing unless overridden.
   *
   * @param connection may be closed already
   * @throws Exception anything; it closes the connection
   */
  default void opened(DataConnection connection) throws Exception {}

  /**
   * Bytes have been read: up to 64 KiB, and before them what the last call left. To leave bytes is
   * the way to wait for the rest of a message: they come again, in front of those that come next.
   *
   * <p>A connection of records has a call for each record that is not empty, and nothing is left of
   * one.
   *
   * @param connection where they come from
   * @param data at least one byte; what is behind its position after the call is left. It is
   *     read-only, and lent: once the call is over its memory is used for others
   * @throws Exception anything; it closes the connection
   */
  void received(DataConnection connection, ByteBuffer data) throws Exception;

  /**
   * There is room again: an offer was refused for lack of it, and half of the queue is free now.
   * Resumes reading unless overridden: so a handler whose offer is refused may leave the data,
   * pause the connection, and have both put right.
   *
   * @param connection whose {@link DataConnection#queue()} has room
   * @throws Exception anything; it closes the connection
   */
  default void writable(DataConnection connection) throws Exception {
    connection.resume();
  }

  /**
   * The peer has ended its writing; it may read on. Closes the connection gently, within 30
   * seconds, unless overridden; who overrides it closes it some time.
   *
   * @param connection nothing more is received from it
   * @param rest what was left by {@link #received}, lent as there
   * @throws Exception anything; it closes the connection
   */
  default void ended(DataConnection connection, ByteBuffer rest) throws Exception {
    connection.closeGently(Deadline.after(Duration.ofSeconds(30)));
  }

  /**
   * The connection is closed. Does nothing unless overridden.
   *
   * @param connection whose counters and addresses can still be asked
   * @param failure what closed it: a failure to read or to write, such as a reset by the peer, or
   *     what a handler threw; empty if it, the server, the reactor or the toolkit was closed
   * @throws Exception anything; it is reported
   */
  default void closed(DataConnection connection, Optional<Throwable> failure) throws Exception {}
}

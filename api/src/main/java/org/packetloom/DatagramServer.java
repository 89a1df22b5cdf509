// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.util.List;

/**
 * Receives datagrams and hands each to a handler.
 *
 * <p>Each place has one worker unless more are asked for: a virtual thread that receives a
 * datagram, runs the handler, and receives the next. Datagrams that come meanwhile wait in the
 * system, which drops what does not fit. So datagrams of one place are handled one after another,
 * in the order of their arrival.
 *
 * <p>A handler that fails is reported and harms nobody else. The server ends by {@link #drain},
 * {@link #close}, when the last of its connectors is closed by other means, or when a poller behind
 * one of them dies. Safe for use by any thread, handlers included.
 *
 * @see Packetloom#datagramServer(DatagramHandler)
 */
public interface DatagramServer extends AutoCloseable {
  /**
   * Where the server receives, with what the system chose filled in, such as the port.
   *
   * @return the URI of the first place
   */
  ConnectorUri uri();

  /**
   * Where the server receives, with what the system chose filled in.
   *
   * @return the URIs of all places, in the order of {@link Builder#bind(String)}
   */
  List<ConnectorUri> uris();

  /**
   * The datagrams given to a handler so far.
   *
   * @return zero or more
   */
  long receivedDatagrams();

  /**
   * The datagrams whose handlers have failed so far.
   *
   * @return zero or more
   */
  long failedDatagrams();

  /**
   * Waits until the server has ended: nothing is received any more, and no handler runs.
   *
   * @throws PollerFailedException if it ended because a poller died
   * @throws InterruptedException if the calling thread is interrupted; the server goes on
   */
  void await() throws PollerFailedException, InterruptedException;

  /**
   * Ends the server gently: receives no more, and lets running handlers finish and reply until the
   * deadline; then as {@link #close}. Datagrams that wait in the system are dropped.
   *
   * <p>If the calling thread is interrupted, the waiting ends as if the deadline had passed, and
   * the flag stays set.
   *
   * @param deadline when to lose patience; the ambient one counts too
   * @return whether all handlers finished in time
   */
  boolean drain(Deadline deadline);

  /**
   * Ends the server at once: closes its connectors and interrupts the handlers.
   *
   * <p>Waits up to 10 seconds for the handlers to end, interrupted or not. Does nothing if the
   * server has ended.
   */
  @Override
  void close();

  /** Prepares a server. A builder belongs to one thread and may be used several times. */
  interface Builder {
    /**
     * Adds a place to receive at. A server has one or more.
     *
     * @param uri where; {@link #start} checks it
     * @return this builder
     */
    Builder bind(String uri);

    /**
     * Adds a place to receive at. A server has one or more.
     *
     * @param uri where
     * @return this builder
     */
    Builder bind(ConnectorUri uri);

    /**
     * Adds a place to receive at, with options of its own.
     *
     * @param place is asked to bind by {@link #start}
     * @return this builder
     */
    Builder bind(ConnectorBuilder place);

    /**
     * Adds a connector that is open already, such as one that has joined a group. The server that
     * is started owns it and closes it, so the builder is good for one server then.
     *
     * @param connector an open connector
     * @return this builder
     */
    Builder bind(DatagramConnector connector);

    /**
     * Chooses how many threads receive and handle at each place; 1 unless chosen.
     *
     * <p>With several a slow handler does not hold up the others, but datagrams are no longer
     * handled in order, those of one sender included. {@link #reusePort} keeps that order.
     *
     * @param count 1 to 10 000
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    Builder workers(int count);

    /**
     * Binds several connectors at each place that is given as a URI, all at the same address, among
     * which the system spreads the senders: those of one sender come to the same connector, and so
     * to the same worker, if each has one.
     *
     * <p>Other processes of the same user may bind the address too ({@code SO_REUSEPORT}).
     *
     * @param shards 1 to 1024; 1 unless chosen
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    Builder reusePort(int shards);

    /**
     * Chooses how large datagrams may be; the end of a larger one is lost, and the handler is told.
     * Each worker has a buffer of this size.
     *
     * @param sizeBytes 1 to 16 777 216; 65 535 unless chosen
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    Builder largestDatagram(int sizeBytes);

    /**
     * Chooses who hears of failures; unless chosen, they are logged at level WARNING by the {@link
     * System.Logger} named as {@link DatagramServer}.
     *
     * @param listener is called by any thread
     * @return this builder
     */
    Builder onFailure(DatagramFailureListener listener);

    /**
     * Binds every place and starts to receive.
     *
     * @return the running server
     * @throws IllegalStateException if there is no place to receive at
     * @throws IllegalArgumentException if a place does not wait ({@code blocking=no})
     * @throws ConnectorUriException if one of the URIs is wrong
     * @throws UnsupportedOperationException if addresses of its scheme cannot be shared, as {@link
     *     #reusePort} asks
     * @throws IOException as {@link ConnectorBuilder#bind()}; nothing stays open then
     */
    DatagramServer start() throws IOException;
  }
}

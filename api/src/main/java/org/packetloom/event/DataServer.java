// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import java.util.List;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.FailureListener;
import org.packetloom.Listener;

/**
 * Serves connections without a thread for each: accepts them, and gives its {@link DataHandler}
 * what they send; incubating.
 *
 * <p>A handler that fails ends its own connection and harms nobody else. After a failure to accept,
 * such as too few descriptors, the server waits for a moment, up to a second, and goes on. It ends
 * by {@link #drain}, {@link #close}, when the last of its listeners is closed by other means, or
 * with its reactor.
 *
 * <p>Safe for use by any thread, handlers included.
 *
 * @see Reactor#server
 * @see org.packetloom.Server
 */
public interface DataServer extends AutoCloseable {
  /**
   * Where the server listens, with what the system chose filled in, such as the port.
   *
   * @return the URI of the first place
   */
  default ConnectorUri uri() {
    return uris().getFirst();
  }

  /**
   * Where the server listens, with what the system chose filled in, such as the ports.
   *
   * @return the URIs of all places, in the order of {@link Builder#listen(String)}
   */
  List<ConnectorUri> uris();

  /**
   * The connections that are served.
   *
   * @return from 0 to {@link Builder#maxConnections}
   */
  int activeConnections();

  /**
   * The connections that are served now, such as to send something to all, or to take leave.
   *
   * @return a copy; some of them may be closed by now
   */
  List<DataConnection> connections();

  /**
   * What the server has done so far, in numbers.
   *
   * @return the numbers of this moment
   */
  DataServerStatistics statistics();

  /**
   * Waits until the server has ended: nothing is accepted any more, and {@link DataHandler#closed}
   * of every connection has returned. Not to be called by a handler, or where {@link
   * Reactor#processEvents} is called.
   *
   * @throws InterruptedException if the calling thread is interrupted; the server goes on
   */
  void await() throws InterruptedException;

  /**
   * Ends the server gently: accepts no more, removes its socket files, and lets connections go on
   * until they have ended or the deadline passes; then as {@link #close}. The limits hold
   * meanwhile.
   *
   * <p>If the calling thread is interrupted, the waiting ends as if the deadline had passed, and
   * the flag stays set. Not to be called by a handler, or where {@link Reactor#processEvents} is
   * called: connections would not end before the deadline.
   *
   * @param deadline when to lose patience; the ambient one counts too
   * @return the number of connections that this call closed
   */
  int drain(Deadline deadline);

  /**
   * Ends the server at once: closes its listeners and connections. Does not wait for its handlers,
   * which are told {@link DataHandler#closed} soon, or by the next calls of {@link
   * Reactor#processEvents}. Does nothing if the server has ended.
   */
  @Override
  void close();

  /** Prepares a server. A builder belongs to one thread and may be used several times. */
  interface Builder {
    /**
     * Adds a place to listen at. A server has one or more.
     *
     * @param uri where; {@link #start} checks it
     * @return this builder
     */
    Builder listen(String uri);

    /**
     * Adds a place to listen at. A server has one or more.
     *
     * @param uri where
     * @return this builder
     */
    Builder listen(ConnectorUri uri);

    /**
     * Adds a listener that is open already. The server that is started owns it and closes it, so
     * the builder is good for one server then.
     *
     * @param listener an open listener of the reactor's toolkit
     * @return this builder
     */
    Builder listen(Listener listener);

    /**
     * Limits how many connections are served at once; 10 000 unless chosen. While there are so
     * many, nothing more is accepted: peers wait in the queue of the system.
     *
     * @param count 1 or more
     * @return this builder
     * @throws IllegalArgumentException if it is less
     */
    Builder maxConnections(int count);

    /**
     * Chooses what each connection may take; {@link DataLimits#DEFAULT} unless chosen.
     *
     * @param limits of each
     * @return this builder
     */
    Builder limits(DataLimits limits);

    /**
     * Chooses who hears of failures. Unless chosen, what a handler throws is reported as that of
     * any handler of the reactor, and what else fails is logged at level WARNING by the {@link
     * System.Logger} named as {@link DataServer}.
     *
     * @param listener is called by any thread
     * @return this builder
     */
    Builder onFailure(FailureListener listener);

    /**
     * Listens at every place and starts to serve.
     *
     * @return the running server
     * @throws IllegalStateException if there is no place to listen at
     * @throws IllegalArgumentException if a place does not wait ({@code blocking=no})
     * @throws ReactorClosedException if the reactor is closed
     * @throws org.packetloom.ConnectorUriException if one of the URIs is wrong
     * @throws org.packetloom.CapabilityException if a listener cannot be watched
     * @throws IOException as {@link org.packetloom.ConnectorFactory#listen(String)}; nothing stays
     *     open then
     */
    DataServer start() throws IOException;
  }
}

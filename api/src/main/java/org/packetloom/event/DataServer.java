// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.packetloom.ConnectorBuilder;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.DescriptorShortage;
import org.packetloom.FailureListener;
import org.packetloom.Listener;
import org.packetloom.proxy.ProxyProtocol;
import org.packetloom.tls.Tls;

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
   * The connections that are served, or closed and not {@linkplain Builder#tls gone}.
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
   * of every connection has returned, and encrypted ones have {@linkplain Builder#tls gone}. Not to
   * be called by a handler, or where {@link Reactor#processEvents} is called.
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
   * Reactor#processEvents}; what the peers of encrypted connections have not taken is dropped. Does
   * nothing if the server has ended.
   */
  @Override
  void close();

  /**
   * Prepares a server. A builder belongs to one thread and may be used several times.
   *
   * <p>There are no limits of time and rate unless they are chosen. A connection that exceeds one
   * is closed; its handler is told by {@link DataHandler#closed}, and the failure listener, with a
   * {@link org.packetloom.ConnectionLimitException}. That happens not before the time is over, and
   * up to a quarter of it, but not more than a second, later; it costs nothing while bytes move.
   */
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
     * Adds a place to listen at, with options of its own.
     *
     * @param place is asked to listen by {@link #start}
     * @return this builder
     */
    Builder listen(ConnectorBuilder place);

    /**
     * Adds a listener that is open already. The server that is started owns it and closes it, so
     * the builder is good for one server then.
     *
     * @param listener an open listener of the reactor's toolkit
     * @return this builder
     */
    Builder listen(Listener listener);

    /**
     * Opens several listeners at each place that is given as a URI, all at the same address, among
     * which the system spreads the peers. Worth it where connections are many and short, and there
     * are workers to accept at once.
     *
     * <p>Other processes of the same user may listen at the address too ({@code SO_REUSEPORT}).
     *
     * @param shards 1 to 1024; 1 unless chosen
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    Builder reusePort(int shards);

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
     * Limits how many connections one peer may have at once; what comes beyond is closed at once
     * and reported. What a peer is tells {@link
     * org.packetloom.Server.Builder#maxConnectionsPerPeer}.
     *
     * @param count 1 or more; no limit unless chosen
     * @return this builder
     * @throws IllegalArgumentException if it is less
     */
    Builder maxConnectionsPerPeer(int count);

    /**
     * Limits how long a peer may take to send its first byte.
     *
     * @param timeout zero for no limit
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    Builder firstByteTimeout(Duration timeout);

    /**
     * Limits how long a connection may go on without a byte in either direction.
     *
     * @param timeout zero for no limit
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    Builder idleTimeout(Duration timeout);

    /**
     * Limits how long a connection may last.
     *
     * @param timeout zero for no limit
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    Builder connectionDeadline(Duration timeout);

    /**
     * Guards against peers that are slow on purpose: while the server waits for one, bytes have to
     * move at least at this rate, over each window of time.
     *
     * <p>It waits for the peer to <em>take</em> bytes while something is queued. It waits for the
     * peer to <em>send</em> while the connection is not paused, no handler of it runs, and the peer
     * has begun a request, which is to say that it has sent something to which nothing has been
     * written yet. A window in which such a peer sends nothing at all is left to {@link
     * #idleTimeout}. Not for protocols in which peers rightly send little by little and get no
     * answer.
     *
     * @param bytesPerSecond 1 or more
     * @param window longer than zero, and than any pause of an honest peer; some seconds
     * @return this builder
     * @throws IllegalArgumentException if one is out of range
     */
    Builder minimumRate(long bytesPerSecond, Duration window);

    /**
     * Chooses what happens to peers that arrive while there is no descriptor for them; {@link
     * DescriptorShortage#WAIT} unless chosen. Those that are turned away are reported, with a
     * {@link org.packetloom.ConnectionLimitException}; their handler is told nothing.
     *
     * @param choice to let them wait, or to turn them away
     * @return this builder
     */
    Builder whenOutOfDescriptors(DescriptorShortage choice);

    /**
     * Has connections from proxies begin with a PROXY header, as {@link
     * org.packetloom.Server.Builder#proxyProtocol} tells; {@link DataHandler#opened} comes after
     * it. Connections without an acceptable header are closed and reported with a {@link
     * org.packetloom.proxy.ProxyProtocolException}, and their handler is told nothing.
     *
     * @param setting which peers are proxies; unless chosen, none are
     * @return this builder
     */
    Builder proxyProtocol(ProxyProtocol setting);

    /**
     * Encrypts each connection, which {@link DataConnection#connector} is then a {@link
     * org.packetloom.tls.TlsConnector}. Connections that are encrypted anyway, such as those of
     * {@code tls://:443}, are left as they are.
     *
     * <p>The handshake is done by a virtual thread of its own, after a PROXY header and before
     * {@link DataHandler#opened}, and needs one as long as it takes; the connection counts
     * meanwhile. One that fails is closed and reported, and its handler is told nothing, as {@link
     * org.packetloom.Server.Builder#tls} tells; so is it that the limits of time and rate begin
     * after it. A connection that is closed counts until its peer has taken what was left, for
     * {@link Tls#closeTimeout} at most; nobody waits for that, and the end of the server ends it.
     *
     * @param setting has the server's keys
     * @return this builder
     * @throws IllegalStateException if it is a client's
     */
    Builder tls(Tls setting);

    /**
     * Chooses what each connection may take; {@link DataLimits#DEFAULT} unless chosen.
     *
     * @param limits of each
     * @return this builder
     */
    Builder limits(DataLimits limits);

    /**
     * Chooses who hears of failures. Unless chosen, what a handler throws is reported as that of
     * any handler of the reactor, and what else fails is logged by the {@link System.Logger} named
     * as {@link DataServer}: exceeded limits at level DEBUG, all else at level WARNING.
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
     * @throws UnsupportedOperationException if addresses of its scheme cannot be shared, as {@link
     *     #reusePort} asks
     * @throws IOException as {@link org.packetloom.ConnectorFactory#listen(String)}; nothing stays
     *     open then
     */
    DataServer start() throws IOException;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.packetloom.proxy.ProxyProtocol;
import org.packetloom.tls.Tls;

/**
 * Serves connections: accepts them and runs a handler for each, on a virtual thread of its own.
 *
 * <p>A handler that fails is reported and harms nobody else. So is a failure to accept, such as too
 * few descriptors: the server waits for a moment, up to a second, and goes on. It ends by {@link
 * #drain}, {@link #close}, when the last of its listeners is closed by other means, or when a
 * poller behind one of them dies.
 *
 * <p>Safe for use by any thread. A handler may call {@link #drain} and {@link #close} too; its own
 * connection is then left to it, and is closed when it returns.
 *
 * @see Packetloom#server(Handler)
 */
public interface Server extends AutoCloseable {
  /**
   * Where the server listens, with what the system chose filled in, such as the port.
   *
   * @return the URI of the first place
   */
  ConnectorUri uri();

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
   * The connections accepted so far, without those that were refused at once.
   *
   * @return zero or more
   */
  long acceptedConnections();

  /**
   * The connections reported to {@link FailureListener#connectionFailed} so far.
   *
   * @return zero or more
   */
  long failedConnections();

  /**
   * What the server has done so far, in numbers.
   *
   * @return the numbers of this moment
   */
  ServerStatistics statistics();

  /**
   * Waits until the server has ended: nothing is accepted any more, and no handler runs.
   *
   * <p>After a {@link #close} that lost patience it returns although handlers still run.
   *
   * @throws PollerFailedException if it ended because a poller died
   * @throws InterruptedException if the calling thread is interrupted; the server goes on
   */
  void await() throws PollerFailedException, InterruptedException;

  /**
   * Ends the server gently: accepts no more, removes its socket files, and lets running handlers
   * finish until the deadline; then as {@link #close}. The limits of connections hold meanwhile.
   *
   * <p>If the calling thread is interrupted, the waiting ends as if the deadline had passed, and
   * the flag stays set.
   *
   * @param deadline when to lose patience; the ambient one counts too
   * @return the number of connections that this call closed under their handlers
   */
  int drain(Deadline deadline);

  /**
   * Ends the server at once: closes its listeners and connections and interrupts the handlers.
   *
   * <p>Waits up to 10 seconds for the handlers to end, interrupted or not. Does nothing if the
   * server has ended.
   */
  @Override
  void close();

  /**
   * Prepares a server. A builder belongs to one thread and may be used several times.
   *
   * <p>There are no limits of time and rate unless they are chosen. A connection that exceeds one
   * is closed under its handler, the handler is interrupted, and when it has ended, a {@link
   * ConnectionLimitException} is reported. That happens not before the time is over, and up to a
   * quarter of it, but not more than a second, later; it costs nothing while bytes move.
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
     * Adds a place to listen at, with options and timeouts of its own.
     *
     * @param place is asked to listen by {@link #start}
     * @return this builder
     */
    Builder listen(ConnectorBuilder place);

    /**
     * Adds a listener that is open already, such as an inherited one. The server that is started
     * owns it and closes it, so the builder is good for one server then.
     *
     * @param listener an open listener
     * @return this builder
     */
    Builder listen(Listener listener);

    /**
     * Opens several listeners at each place that is given as a URI, all at the same address, among
     * which the system spreads the peers; each is accepted from by a thread of its own. Worth it
     * where connections are many and short.
     *
     * <p>Other processes of the same user may listen at the address too ({@code SO_REUSEPORT}).
     *
     * @param shards 1 to 1024; 1 unless chosen
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    Builder reusePort(int shards);

    /**
     * Limits how many connections are served at once; 10 000 unless chosen.
     *
     * <p>While there are so many, nothing more is accepted: peers wait in the queue of the system.
     * Of several listeners each but one may hold one more connection, accepted but not yet served.
     *
     * @param count 1 or more
     * @return this builder
     * @throws IllegalArgumentException if it is less
     */
    Builder maxConnections(int count);

    /**
     * Limits how many connections one peer may have at once; what comes beyond is closed at once
     * and reported.
     *
     * <p>A peer is an IPv4 address, or all IPv6 addresses with the same first 64 bits: that is what
     * one customer commonly gets. At a Unix-domain socket a peer is a user. Behind a proxy it is
     * the proxy's client; clients whose address the proxy does not tell are not limited.
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
     * <p>It waits for the peer to <em>take</em> bytes while a handler waits in a write. It waits
     * for the peer to <em>send</em> while a handler waits in a read and the peer has begun a
     * request, which is to say that it has sent something to which nothing has been written yet. A
     * window in which such a peer sends nothing at all is left to {@link #idleTimeout}. Not for
     * protocols in which peers rightly send little by little and get no answer.
     *
     * @param bytesPerSecond 1 or more
     * @param window longer than zero, and than any pause of an honest peer; some seconds
     * @return this builder
     * @throws IllegalArgumentException if one is out of range
     */
    Builder minimumRate(long bytesPerSecond, Duration window);

    /**
     * Chooses what happens to peers that arrive while there is no descriptor for them; {@link
     * DescriptorShortage#WAIT} unless chosen.
     *
     * @param choice to let them wait, or to turn them away
     * @return this builder
     */
    Builder whenOutOfDescriptors(DescriptorShortage choice);

    /**
     * Has connections from proxies begin with a PROXY header, which tells who the client is. The
     * handler's connection then has the client's address as its {@link
     * StreamConnector#peerAddress}, and the limit for one peer counts clients.
     *
     * <p>A connection without an acceptable header is closed and reported with a {@link
     * org.packetloom.proxy.ProxyProtocolException}; the handler never sees it. One that the proxy
     * closes before its first byte, as checks of health do, is not reported.
     *
     * @param setting which peers are proxies; unless chosen, none are
     * @return this builder
     */
    Builder proxyProtocol(ProxyProtocol setting);

    /**
     * Has every connection encrypted: the handler's connection is a {@link
     * org.packetloom.tls.TlsConnector} that has shaken hands. Connections of places that encrypt
     * them anyway, such as {@code tls://:443}, are left as they are.
     *
     * <p>The handshake is done by the connection's own thread, before the handler and after a PROXY
     * header: nobody else waits for a slow peer. One that fails is closed and reported with a
     * {@link org.packetloom.tls.TlsHandshakeException}, or with a {@link ConnectionLimitException}
     * if it took too long or was too large; the handler never sees it. A peer that goes away before
     * its first byte, as checks of health do, is not reported. The limits of time and rate begin
     * after the handshake. After the handler a connection is counted as long as its close takes,
     * see {@link Tls#closeTimeout}.
     *
     * @param setting has the server's keys
     * @return this builder
     * @throws IllegalStateException if it is a client's
     */
    Builder tls(Tls setting);

    /**
     * Chooses who hears of failures; unless chosen, they are logged by the {@link System.Logger}
     * named as {@link Server}: exceeded limits and handshakes that failed at level DEBUG, all else
     * at level WARNING.
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
     * @throws ConnectorUriException if one of the URIs is wrong
     * @throws UnsupportedOperationException if addresses of its scheme cannot be shared, as {@link
     *     #reusePort} asks
     * @throws javax.net.ssl.SSLException if there is no private key to encrypt with, or none that
     *     can be used
     * @throws IOException as {@link ConnectorBuilder#listen()}; nothing stays open then
     */
    Server start() throws IOException;
  }
}

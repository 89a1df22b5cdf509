// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.packetloom.event.Reactor;
import org.packetloom.event.Signal;
import org.packetloom.event.Signals;
import org.packetloom.spi.NameResolver;
import org.packetloom.spi.ParameterHandler;
import org.packetloom.spi.ReadinessPoller;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SocketStages;

/**
 * The toolkit: opens connectors and owns the pollers behind them.
 *
 * {@snippet :
 * try (var loom = Packetloom.open();
 *     var server = loom.serve("tcp://127.0.0.1:0", c -> c.inputStream().transferTo(c.outputStream()));
 *     var c = loom.connect(server.uri())) { // resolves, connects
 *   c.write(ByteBuffer.wrap(hello)); // all of it, or an exception
 *   int n = c.read(buffer); // parks this virtual thread until data
 * }
 * }
 *
 * <p>Safe for use by any thread. {@link #close()} closes everything that was opened through it.
 */
public interface Packetloom extends ConnectorFactory, AutoCloseable {
  /**
   * Opens a toolkit with default settings.
   *
   * @return the toolkit
   * @throws CapabilityException if the system is unknown, or native access is denied; the message
   *     names the flag
   * @throws IOException if the system has no resources for a poller
   */
  static Packetloom open() throws IOException {
    return builder().open();
  }

  /**
   * The toolkit that all code of the process may share, opened on first use; its {@link #close()}
   * does nothing.
   *
   * @return always the same toolkit
   * @throws IOException as {@link #open()}; the next call tries again
   */
  static Packetloom shared() throws IOException {
    return SharedPacketloom.get();
  }

  /**
   * Prepares a toolkit.
   *
   * @return a builder with default settings
   */
  static Builder builder() {
    return SharedPacketloom.provider().builder();
  }

  /**
   * The version of Packetloom.
   *
   * @return as in its Maven coordinates
   */
  static String version() {
    return SharedPacketloom.version();
  }

  /**
   * Serves connections, one virtual thread each, until the server is closed.
   *
   * @param uri where to listen
   * @param handler serves one connection
   * @return the running server
   * @throws IOException as {@link ConnectorBuilder#listen()}
   */
  default Server serve(String uri, Handler handler) throws IOException {
    return server(handler).listen(uri).start();
  }

  /**
   * Prepares a server.
   *
   * @param handler serves one connection
   * @return a builder with default settings
   */
  default Server.Builder server(Handler handler) {
    return new ServerBuilder(this, handler);
  }

  /**
   * Receives datagrams and handles them one after another, until the server is closed.
   *
   * @param uri where to receive
   * @param handler handles one datagram
   * @return the running server
   * @throws IOException as {@link ConnectorBuilder#bind()}
   */
  default DatagramServer serveDatagrams(String uri, DatagramHandler handler) throws IOException {
    return datagramServer(handler).bind(uri).start();
  }

  /**
   * Prepares a server of datagrams.
   *
   * @param handler handles one datagram
   * @return a builder with default settings
   */
  default DatagramServer.Builder datagramServer(DatagramHandler handler) {
    return new DatagramServerBuilder(this, handler);
  }

  /**
   * Prepares to join two streams.
   *
   * @param first a stream of any toolkit or scheme
   * @param second another one
   * @return a relay with default settings, which has not begun
   * @throws IllegalArgumentException if both are the same, or one has {@code blocking=no}
   */
  Relay relay(StreamConnector first, StreamConnector second);

  /**
   * Prepares a reactor: handlers that are called when connectors are ready, when times come, and
   * when events are fired.
   *
   * @return a builder with default settings
   */
  Reactor.Builder reactor();

  /**
   * Waits until at least one of several connectors is ready.
   *
   * @param events bits of {@link org.packetloom.event.Events}, a connector's
   * @param deadline when to give up
   * @param connectors one or more, of any schemes
   * @return those that were found ready, in the order given; empty if the deadline passed
   * @throws IllegalArgumentException if there are no events, none that a connector has, or no
   *     connectors
   * @throws ConnectorTimeoutException if the ambient deadline passes
   * @throws ConnectorInterruptedException if the thread is interrupted
   * @throws ConnectorClosedException if one of them, or the toolkit, is closed
   * @throws CapabilityException if one of them cannot be watched
   * @throws IOException if the system refuses
   */
  List<Connector> awaitAny(
      long events, Deadline deadline, Collection<? extends Connector> connectors)
      throws IOException;

  /**
   * Begins to hear signals to the process, for threads to wait for. Incubating.
   *
   * @param first what to wait for
   * @param more what else; the same one again counts once
   * @return hears the signals until it is closed, or this toolkit is
   * @throws CapabilityException if one of them cannot be had, with the reason and the remedy; then
   *     none is taken
   * @throws ConnectorClosedException if this toolkit is closed
   * @throws IOException only the types above
   */
  Signals signals(Signal first, Signal... more) throws IOException;

  /**
   * Makes virtual threads where this toolkit's connectors are served best. With the engine {@code
   * loop} each gets its home when it begins: the loop with the least to do then. So do the threads
   * that it starts itself, by whatever means. One that serves a connection of this same toolkit
   * lives with the thread that connected, if it says so by its task, as those of servers do.
   *
   * @see org.packetloom.spi.ServingTask
   * @return a factory of unstarted virtual threads
   */
  ThreadFactory threadFactory();

  /**
   * Makes virtual threads that have to do with each other: those of equal groups share a home, if
   * the engine has any, and wake each other without the help of another processor. The threads that
   * they start themselves stay with them, unless another factory makes them.
   *
   * @param group anything with {@code equals} and {@code hashCode}, such as the name of a session
   * @return a factory of unstarted virtual threads
   */
  ThreadFactory threadFactory(Object group);

  /**
   * Opens sockets that are bound and connected step by step, for APIs that offer it so. Connectors
   * that are opened by their URI are the better choice everywhere else.
   *
   * @return always the same
   */
  SocketStages stages();

  /**
   * Opens what selectors are made of: waits for any of many connectors, level-triggered. {@link
   * #reactor()} is the better choice everywhere else.
   *
   * @return closed with the toolkit
   * @throws ConnectorClosedException if the toolkit is closed
   * @throws IOException if the system has no resources for a poller
   */
  ReadinessPoller readinessPoller() throws IOException;

  /**
   * What this toolkit can do here, and why not more.
   *
   * @return the findings
   */
  Probe probe();

  /**
   * What this toolkit does and has done so far; takes a look at every open connector.
   *
   * @return numbers of about this moment
   */
  PacketloomStatistics statistics();

  /**
   * All open connectors, for people: number, descriptors, both end points, age, bytes read and
   * written, and each thread that waits, with how long it has and until when it may. Connectors
   * that are opened or closed meanwhile may be there or not.
   *
   * @return a line per connector, in the order in which they were opened
   */
  String dump();

  /**
   * Closes every connector and ends the pollers; does nothing if closed. Threads that wait are
   * woken with {@link ConnectorClosedWhileWaitingException}.
   */
  @Override
  void close();

  /** Prepares a toolkit. A builder belongs to one thread. */
  interface Builder {
    /**
     * Chooses how pollers run.
     *
     * @param name {@code virtual}, {@code thread} or {@code loop}; {@code auto} for the system
     *     property {@code packetloom.engine}, or else {@code virtual}. Where {@code loop} cannot be
     *     had, {@code virtual} serves, and {@link Packetloom#probe} tells why
     * @return this builder
     * @throws IllegalArgumentException if there is no such engine
     */
    Builder engine(String name);

    /**
     * Chooses the poller.
     *
     * @param name such as {@code epoll} or {@code poll}; {@code auto} for the system property
     *     {@code packetloom.poller}, or else the fastest there is
     * @return this builder
     */
    Builder poller(String name);

    /**
     * Chooses how many pollers there are, and with the engine {@code loop} how many loops.
     *
     * @param count 1 to 1024; otherwise the system property {@code packetloom.pollers} says, or
     *     else it depends on the engine and the processors
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    Builder pollers(int count);

    /**
     * Chooses what becomes of connectors that nobody closes.
     *
     * @param detection otherwise the system property {@code packetloom.leaks} says, or else it is
     *     {@link LeakDetection#REPORT}
     * @return this builder
     */
    Builder leakDetection(LeakDetection detection);

    /**
     * Registers a scheme of the user's own.
     *
     * @param scheme opens its connectors
     * @return this builder
     * @throws IllegalArgumentException if its name, or one of its parameters, is taken or no name
     */
    Builder scheme(Scheme scheme);

    /**
     * Gives a meaning to a query parameter, in URIs of every scheme; unknown ones stay rejected.
     *
     * @param name lower case: letters, digits, {@code -}, {@code _} and {@code .}
     * @param handler makes the settings that it stands for
     * @return this builder
     * @throws IllegalArgumentException if it is no name, built in for any scheme, or registered
     */
    Builder parameter(String name, ParameterHandler handler);

    /**
     * Registers what resolves the URIs of a scheme in place of the system.
     *
     * @param scheme {@code tcp}, {@code tcp4}, {@code tcp6}, {@code udp}, {@code udp4}, {@code
     *     udp6}, each for itself, or one of the user's own, whether or not it is registered
     * @param resolver is asked for that scheme's URIs
     * @return this builder
     * @throws IllegalArgumentException if the scheme has a resolver already, is built in and has no
     *     names, or if it is not the name of a scheme
     */
    Builder resolver(String scheme, NameResolver resolver);

    /**
     * Opens the toolkit.
     *
     * @return the toolkit
     * @throws CapabilityException if the system, the engine or the poller cannot be had
     * @throws IOException if the system has no resources for a poller
     */
    Packetloom open() throws IOException;
  }
}

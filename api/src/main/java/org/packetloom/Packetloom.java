// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.packetloom.spi.NameResolver;
import org.packetloom.spi.ParameterHandler;
import org.packetloom.spi.Scheme;

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
public interface Packetloom extends AutoCloseable {
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
   * Prepares a connector.
   *
   * @param uri its name
   * @return a builder with the URI's settings
   * @throws ConnectorUriException if a parameter is unknown to the scheme
   * @throws CapabilityException if no such scheme is registered
   */
  ConnectorBuilder connector(ConnectorUri uri) throws IOException;

  /**
   * Prepares a connector.
   *
   * @param uri its name
   * @return a builder with the URI's settings
   * @throws ConnectorUriException if the URI is wrong
   * @throws CapabilityException if no such scheme is registered
   */
  default ConnectorBuilder connector(String uri) throws IOException {
    return connector(ConnectorUri.parse(uri));
  }

  /**
   * Connects a stream, as {@link ConnectorBuilder#connect()}.
   *
   * @param uri where to
   * @return the stream
   * @throws IOException as listed there
   */
  default StreamConnector connect(String uri) throws IOException {
    return connector(uri).connect();
  }

  /**
   * Connects a stream, as {@link ConnectorBuilder#connect()}.
   *
   * @param uri where to
   * @return the stream
   * @throws IOException as listed there
   */
  default StreamConnector connect(ConnectorUri uri) throws IOException {
    return connector(uri).connect();
  }

  /**
   * Connects a stream before a deadline.
   *
   * @param uri where to
   * @param deadline ends name look-up and connecting
   * @return the stream
   * @throws IOException as {@link ConnectorBuilder#connect()}
   */
  default StreamConnector connect(String uri, Deadline deadline) throws IOException {
    return connector(uri).deadline(deadline).connect();
  }

  /**
   * Listens for streams, as {@link ConnectorBuilder#listen()}.
   *
   * @param uri where
   * @return the listener
   * @throws IOException as listed there
   */
  default Listener listen(String uri) throws IOException {
    return connector(uri).listen();
  }

  /**
   * Listens for streams, as {@link ConnectorBuilder#listen()}.
   *
   * @param uri where
   * @return the listener
   * @throws IOException as listed there
   */
  default Listener listen(ConnectorUri uri) throws IOException {
    return connector(uri).listen();
  }

  /**
   * Opens a connector for datagrams, as {@link ConnectorBuilder#bind()}.
   *
   * @param uri where
   * @return the connector
   * @throws IOException as listed there
   */
  default DatagramConnector bind(String uri) throws IOException {
    return connector(uri).bind();
  }

  /**
   * Opens a connector for datagrams, as {@link ConnectorBuilder#bind()}.
   *
   * @param uri where
   * @return the connector
   * @throws IOException as listed there
   */
  default DatagramConnector bind(ConnectorUri uri) throws IOException {
    return connector(uri).bind();
  }

  /**
   * Finds what a URI stands for, as {@link ConnectorBuilder#resolve()}.
   *
   * @param uri any
   * @return at least one URI, each in canonical form
   * @throws IOException as listed there
   */
  default List<ConnectorUri> resolve(String uri) throws IOException {
    return connector(uri).resolve();
  }

  /**
   * Finds what a URI stands for, as {@link ConnectorBuilder#resolve()}.
   *
   * @param uri any
   * @return at least one URI, each in canonical form
   * @throws IOException as listed there
   */
  default List<ConnectorUri> resolve(ConnectorUri uri) throws IOException {
    return connector(uri).resolve();
  }

  /**
   * Opens two streams connected to each other, as {@link ConnectorBuilder#pair()}.
   *
   * @param uri what kind: {@code anon://}, {@code local://}, {@code tcp://127.0.0.1:0}
   * @return the pair
   * @throws IOException as listed there
   */
  default Pair pair(String uri) throws IOException {
    return connector(uri).pair();
  }

  /**
   * Takes over a descriptor that other code opened, as {@link ConnectorBuilder#adopt}.
   *
   * @param <C> the type of the connector
   * @param descriptor its number
   * @param type the connector's interface; {@link Connector} for whichever fits
   * @return the connector
   * @throws IllegalArgumentException if the number is negative
   * @throws IOException as listed there
   */
  default <C extends Connector> C adopt(int descriptor, Class<C> type) throws IOException {
    if (descriptor < 0) {
      throw new IllegalArgumentException("descriptor: " + descriptor);
    }
    return connector("fd:///" + descriptor).adopt(type);
  }

  /**
   * The names of the sockets that a service manager opened for this process, in order; one without
   * a name is called {@code unknown}. See sd_listen_fds(3).
   *
   * @return empty if there are none, or if they are meant for another process
   * @throws CapabilityException if the environment describes them wrongly
   * @throws IOException only the type above
   */
  List<String> inheritedListeners() throws IOException;

  /**
   * Takes a listener over that a service manager opened, as listening to {@code fd:///listen/} and
   * the name does. Each can be taken once; of several with one name the first that is left is.
   *
   * @param name its name
   * @return the listener, with the URI of its address
   * @throws EndpointMissingException if there is none of that name left
   * @throws IOException as {@link ConnectorBuilder#listen()}
   */
  default Listener inheritedListener(String name) throws IOException {
    return listen(ConnectorUri.of("fd", new ConnectorTarget.Path("/listen/" + name)));
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
   * @throws IllegalArgumentException if both are the same, or one was opened with {@code
   *     blocking=no}
   */
  Relay relay(StreamConnector first, StreamConnector second);

  /**
   * Makes virtual threads where this toolkit's connectors are served best.
   *
   * @return a factory of unstarted virtual threads
   */
  ThreadFactory threadFactory();

  /**
   * What this toolkit can do here, and why not more.
   *
   * @return the findings
   */
  Probe probe();

  /**
   * All open connectors with their end points, waiting threads and deadlines, for people.
   *
   * @return a line per connector
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
     *     property {@code packetloom.engine}, or else {@code virtual}
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
     * Chooses how many pollers there are.
     *
     * @param count 1 to 1024; the default depends on the engine and the processors
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    Builder pollers(int count);

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

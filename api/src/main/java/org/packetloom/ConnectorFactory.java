// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.util.List;

/** What opens connectors by their names: a {@link Packetloom}. Safe for use by any thread. */
public interface ConnectorFactory {
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
}

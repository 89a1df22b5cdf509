// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.io.IOException;
import java.util.Set;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Listener;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;

/**
 * Opens the connectors of one scheme.
 *
 * <p>Register one with {@link org.packetloom.Packetloom.Builder#scheme}. Its connectors wait by a
 * {@link ParkPoint}, and so obey deadlines, interrupts and close as the built-in ones do. Methods
 * are called by any thread.
 */
public interface Scheme {
  /**
   * The scheme's name.
   *
   * @return lower case: a letter, then letters, digits, {@code +}, {@code -} or {@code .}
   */
  String name();

  /**
   * The query parameters that it knows besides the general ones; others are rejected.
   *
   * @return lower-case names
   */
  default Set<String> parameters() {
    return Set.of();
  }

  /**
   * Connects a stream.
   *
   * @param uri where to
   * @param context settings and services
   * @return the stream
   * @throws IOException if it cannot be connected; by default because the scheme does not connect
   */
  default StreamConnector connect(ConnectorUri uri, SchemeContext context) throws IOException {
    throw new CapabilityException("scheme " + name(), "does not connect", "");
  }

  /**
   * Listens for streams.
   *
   * @param uri where
   * @param context settings and services
   * @return the listener
   * @throws IOException if it cannot listen; by default because the scheme does not listen
   */
  default Listener listen(ConnectorUri uri, SchemeContext context) throws IOException {
    throw new CapabilityException("scheme " + name(), "does not listen", "");
  }

  /**
   * Opens a connector for datagrams.
   *
   * @param uri where
   * @param context settings and services
   * @return the connector
   * @throws IOException if it cannot be opened; by default because the scheme has no datagrams
   */
  default DatagramConnector bind(ConnectorUri uri, SchemeContext context) throws IOException {
    throw new CapabilityException("scheme " + name(), "has no datagrams", "");
  }

  /**
   * Opens two streams connected to each other.
   *
   * @param uri what kind
   * @param context settings and services
   * @return the pair
   * @throws IOException if it cannot be opened; by default because the scheme has no pairs
   */
  default Pair pair(ConnectorUri uri, SchemeContext context) throws IOException {
    throw new CapabilityException("scheme " + name(), "has no pairs", "");
  }
}

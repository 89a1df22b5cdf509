// SPDX-License-Identifier: Apache-2.0
package org.packetloom.conformance;

import java.io.IOException;
import java.util.Set;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Listener;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SchemeContext;

/** A scheme whose connectors wait in the time of a virtual clock. */
record VirtualScheme(Scheme scheme, VirtualClock clock) implements Scheme {
  @Override
  public String name() {
    return scheme.name();
  }

  @Override
  public Set<String> parameters() {
    return scheme.parameters();
  }

  @Override
  public StreamConnector connect(ConnectorUri uri, SchemeContext context) throws IOException {
    return scheme.connect(uri, clock.over(context));
  }

  @Override
  public Listener listen(ConnectorUri uri, SchemeContext context) throws IOException {
    return scheme.listen(uri, clock.over(context));
  }

  @Override
  public DatagramConnector bind(ConnectorUri uri, SchemeContext context) throws IOException {
    return scheme.bind(uri, clock.over(context));
  }

  @Override
  public Pair pair(ConnectorUri uri, SchemeContext context) throws IOException {
    return scheme.pair(uri, clock.over(context));
  }
}

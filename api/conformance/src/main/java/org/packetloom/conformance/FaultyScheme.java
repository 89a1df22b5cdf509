// SPDX-License-Identifier: Apache-2.0
package org.packetloom.conformance;

import java.io.IOException;
import org.packetloom.ConnectorBuilder;
import org.packetloom.ConnectorUri;
import org.packetloom.ConnectorUriException;
import org.packetloom.DatagramConnector;
import org.packetloom.Listener;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SchemeContext;

/** Another scheme of the same toolkit, with faults. */
record FaultyScheme(String scheme, Faults faults) implements Scheme {
  private static final String PREFIX = "faulty+";

  @Override
  public String name() {
    return PREFIX + scheme;
  }

  @Override
  public StreamConnector connect(ConnectorUri uri, SchemeContext context) throws IOException {
    return FaultyStream.open(faults, uri, context, builder(uri, context).connect());
  }

  @Override
  public Listener listen(ConnectorUri uri, SchemeContext context) throws IOException {
    Listener listener = builder(uri, context).listen();
    return new FaultyListener(this, uri, listener, context);
  }

  @Override
  public DatagramConnector bind(ConnectorUri uri, SchemeContext context) throws IOException {
    return faults.over(builder(uri, context).bind());
  }

  @Override
  public Pair pair(ConnectorUri uri, SchemeContext context) throws IOException {
    Pair pair = builder(uri, context).pair();
    return new Pair(
        FaultyStream.open(faults, uri, context, pair.first()),
        FaultyStream.open(faults, uri, context, pair.second()));
  }

  private ConnectorBuilder builder(ConnectorUri uri, SchemeContext context) throws IOException {
    return context
        .packetloom()
        .connector(scheme + addressOf(uri))
        .deadline(context.openDeadline())
        .interruptPolicy(context.interruptPolicy());
  }

  /** What a URI of the other scheme is here, with the parameters of one of this scheme. */
  ConnectorUri named(ConnectorUri other, ConnectorUri own) throws ConnectorUriException {
    String text = own.toString();
    String query = text.indexOf('?') < 0 ? "" : text.substring(text.indexOf('?'));
    return ConnectorUri.parse(name() + addressOf(other) + query);
  }

  /** A URI from the colon behind its scheme on, without parameters. */
  private static String addressOf(ConnectorUri uri) {
    return ConnectorUri.of(uri.scheme(), uri.target()).toString().substring(uri.scheme().length());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.conformance;

import java.io.IOException;
import org.packetloom.ConnectorUri;
import org.packetloom.ConnectorUriException;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;
import org.packetloom.spi.LayeredListener;
import org.packetloom.spi.SchemeContext;

/** A listener whose streams have faults. */
final class FaultyListener extends LayeredListener {
  private final Faults faults;
  private final SchemeContext context;

  FaultyListener(FaultyScheme scheme, ConnectorUri asked, Listener listener, SchemeContext context)
      throws ConnectorUriException {
    super(scheme.named(listener.uri(), asked), listener);
    this.faults = scheme.faults();
    this.context = context;
  }

  @Override
  protected StreamConnector layered(StreamConnector accepted) throws IOException {
    return FaultyStream.open(faults, uri(), context, accepted).interruptPolicy(interruptPolicy());
  }
}

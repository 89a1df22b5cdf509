// SPDX-License-Identifier: Apache-2.0
package org.packetloom.tls;

import java.io.IOException;
import org.packetloom.ConnectorUri;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;
import org.packetloom.spi.LayeredListener;

/** A listener whose connections encrypt. */
final class TlsListener extends LayeredListener {
  private final Listener listener;
  private final Wrapping wrapping;

  /** Makes a connection of another one. */
  @FunctionalInterface
  interface Wrapping {
    StreamConnector over(StreamConnector accepted) throws IOException;
  }

  TlsListener(Listener listener, ConnectorUri uri, Wrapping wrapping) {
    super(uri, listener);
    this.listener = listener;
    this.wrapping = wrapping;
  }

  @Override
  protected StreamConnector layered(StreamConnector accepted) throws IOException {
    return wrapping.over(accepted);
  }

  @Override
  public String toString() {
    return "tls over " + listener;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.ProtocolFamily;
import org.packetloom.spi.SocketStages;
import org.packetloom.spi.StagedDatagrams;
import org.packetloom.spi.StagedListener;
import org.packetloom.spi.StagedStream;

/** Opens sockets that take one step after the other. */
final class Stages implements SocketStages {
  private final Loom loom;

  Stages(Loom loom) {
    this.loom = loom;
  }

  @Override
  public StagedStream stream(ProtocolFamily family) throws IOException {
    throw new UnsupportedOperationException("family " + family + " of " + loom);
  }

  @Override
  public StagedListener listener(ProtocolFamily family) throws IOException {
    throw new UnsupportedOperationException("family " + family);
  }

  @Override
  public StagedDatagrams datagrams(ProtocolFamily family) throws IOException {
    throw new UnsupportedOperationException("family " + family);
  }
}

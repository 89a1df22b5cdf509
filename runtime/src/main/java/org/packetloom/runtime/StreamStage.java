// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Optional;
import org.packetloom.Deadline;
import org.packetloom.StreamConnector;
import org.packetloom.platform.Transfer;
import org.packetloom.spi.StagedStream;

/** A stream that is bound and connected in steps. */
final class StreamStage extends Stage<DescriptorStream> implements StagedStream {
  private static final String CONNECT = "connect";
  private static final SocketAddress NOT_BOUND = UnixDomainSocketAddress.of("");

  StreamStage(ProtocolFamily family, DescriptorStream stream) {
    super(family, stream);
  }

  @Override
  public StreamConnector connector() {
    return connector;
  }

  @Override
  public void connect(SocketAddress peer, Deadline deadline) throws IOException {
    ensureFitting(peer);
    Tally tally = connector.opening.loom().connectors().tally();
    StreamConnector unused = tally.connect(uri(peer), () -> connected(peer, deadline));
  }

  private StreamConnector connected(SocketAddress peer, Deadline deadline) throws IOException {
    Opening opening = connector.opening;
    var limited = new Opening(opening.loom(), opening.settings(), deadline);
    Handle handle = connector.handle();
    handle.enter(CONNECT);
    try {
      connector.name(uri(peer), connector.localAddress(), Optional.empty());
      Connecting connecting = new Connecting(handle, limited);
      with(
          CONNECT,
          peer,
          address -> {
            connecting.connect(address);
            return address;
          });
      connected(peer);
      return connector;
    } finally {
      handle.leave();
    }
  }

  @Override
  public boolean tryConnect(SocketAddress peer) throws IOException {
    ensureFitting(peer);
    Handle handle = connector.handle();
    if (!handle.tryTake(Transfer.WRITE, CONNECT)) {
      return false;
    }
    try {
      connector.name(uri(peer), connector.localAddress(), Optional.empty());
      handle.ensurePolled(handle.ready(), CONNECT, Transfer.WRITE, 0);
      int result = with(CONNECT, peer, address -> handle.transfer().tryConnect(address));
      if (result == Transfer.NOT_READY) {
        return false;
      }
      if (result < 0) {
        throw handle.failure(CONNECT, Transfer.WRITE, result, 0);
      }
      handle.assumeReady();
      connected(peer);
      return true;
    } finally {
      handle.release(Transfer.WRITE);
    }
  }

  private void connected(SocketAddress peer) throws IOException {
    name(connector.localAddress().orElse(NOT_BOUND), Optional.of(peer));
  }
}

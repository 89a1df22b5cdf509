// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.packetloom.Deadline;
import org.packetloom.StreamConnector;
import org.packetloom.platform.Transfer;
import org.packetloom.runtime.flight.Span;
import org.packetloom.spi.StagedStream;

/** A stream that is bound and connected in steps. */
final class StreamStage extends Stage<DescriptorStream> implements StagedStream {
  private static final String CONNECT = "connect";
  private static final SocketAddress NOT_BOUND = UnixDomainSocketAddress.of("");

  /**
   * The record of an attempt that has neither succeeded nor failed; guarded by the turn to write.
   */
  private @Nullable Span attempt;

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
    StreamConnector unused = tally().connect(uri(peer), () -> connected(peer, deadline));
  }

  private StreamConnector connected(SocketAddress peer, Deadline deadline) throws IOException {
    Opening opening = connector.opening;
    var limited = opening.until(deadline);
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
      return isConnected(peer, handle);
    } finally {
      handle.release(Transfer.WRITE);
    }
  }

  /** Goes on with an attempt, which is counted when it has come to its end. */
  private boolean isConnected(SocketAddress peer, Handle handle) throws IOException {
    Span span = attempt == null ? tally().connecting() : attempt;
    attempt = span;
    try {
      if (!goOn(peer, handle)) {
        return false;
      }
    } catch (Throwable e) {
      attempt = null;
      tally().refused(span, uri(peer), e);
      throw e;
    }
    attempt = null;
    tally().connected(span, uri(peer), connector);
    return true;
  }

  private boolean goOn(SocketAddress peer, Handle handle) throws IOException {
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
  }

  private Tally tally() {
    return connector.opening.loom().connectors().tally();
  }

  private void connected(SocketAddress peer) throws IOException {
    Optional<SocketAddress> near = near(connector.localAddress().orElse(NOT_BOUND));
    connector.nameConnected(uri(peer), near, peer);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import org.jspecify.annotations.Nullable;
import org.packetloom.Deadline;
import org.packetloom.StreamConnector;
import org.packetloom.spi.StagedStream;

/**
 * The steps of a client's socket that is opened step by step. Which family it is of shows when it
 * is bound or connected; a socket of another one, that was opened for an option, gives way then,
 * and so does one through which a proxy was tried in vain.
 */
final class ClientStage {
  private final ConnectorSocket socket;

  /** Null until opened; guarded by the socket's stepLock. */
  private @Nullable StagedStream stage;

  /** What the stage, and any that takes its place, is bound to; null if the caller has not. */
  private volatile @Nullable InetSocketAddress local;

  /** Whether the stage was connected, or that was attempted. */
  private volatile boolean wasDialled;

  ClientStage(ConnectorSocket socket) {
    this.socket = socket;
  }

  /** The stage of a family, opened if need be. */
  StagedStream of(ProtocolFamily family) throws IOException {
    socket.stepLock.lock();
    try {
      socket.ensureOpen();
      StagedStream present = stage;
      return present != null && present.family() == family ? present : fresh(family);
    } finally {
      socket.stepLock.unlock();
    }
  }

  /** Opens a stage in place of the one there may be. */
  private StagedStream fresh(ProtocolFamily family) throws IOException {
    socket.stepLock.lock();
    try {
      StreamConnector former = socket.connectorOrNull();
      StagedStream fresh = socket.source.loom().stages().stream(family);
      stage = fresh;
      socket.adopt(fresh.connector());
      if (former != null) {
        former.close();
      }
      return fresh;
    } finally {
      socket.stepLock.unlock();
    }
  }

  void bind(SocketAddress address) throws IOException {
    if (address instanceof InetSocketAddress internet) {
      InetSocketAddress fitting = IpFamily.local(internet);
      of(IpFamily.OF_SOCKETS).bind(fitting);
      local = fitting;
    } else {
      of(StandardProtocolFamily.UNIX).bind(address);
    }
  }

  /** Connects to an address of the internet; a second time by another stage. */
  StreamConnector dial(InetSocketAddress peer, Deadline deadline) throws IOException {
    StagedStream dialled = of(IpFamily.OF_SOCKETS);
    if (wasDialled) {
      dialled = fresh(IpFamily.OF_SOCKETS);
      if (local != null) {
        dialled.bind(local);
      }
    }
    wasDialled = true;
    dialled.connect(peer, deadline);
    return dialled.connector();
  }

  /** Connects to a Unix-domain address. */
  void connect(SocketAddress peer, Deadline deadline) throws IOException {
    of(StandardProtocolFamily.UNIX).connect(peer, deadline);
  }
}

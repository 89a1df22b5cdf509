// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.DatagramConnector;
import org.packetloom.spi.StagedDatagrams;

/** The addresses of a datagram channel: its own, and that of its chosen peer. */
final class DatagramSteps {
  private final AbstractSelectableChannel channel;
  private final ProtocolFamily family;
  private final DatagramConnector connector;

  /** To bind with, null for a channel that was opened elsewhere. */
  private final @Nullable StagedDatagrams staged;

  /** Guards binding and connecting. */
  private final ReentrantLock stateLock = new ReentrantLock();

  private volatile boolean isBound; // written under stateLock

  /** The chosen peer, null if there is none; written under stateLock. */
  private volatile @Nullable SocketAddress remote;

  DatagramSteps(
      AbstractSelectableChannel channel,
      ProtocolFamily family,
      DatagramConnector connector,
      @Nullable StagedDatagrams staged) {
    this.channel = channel;
    this.family = family;
    this.connector = connector;
    this.staged = staged;
    this.isBound = staged == null;
    this.remote = staged == null ? connector.peerAddress().orElse(null) : null;
  }

  void bind(@Nullable SocketAddress local) throws IOException {
    stateLock.lock();
    try {
      ensureOpen();
      if (isBound) {
        throw new AlreadyBoundException();
      }
      bindTo(local == null ? unspecified() : local);
    } finally {
      stateLock.unlock();
    }
  }

  private SocketAddress unspecified() {
    return isUnix() ? Addresses.UNNAMED : Addresses.wildcard(family);
  }

  private boolean isUnix() {
    return family == StandardProtocolFamily.UNIX;
  }

  private void bindTo(SocketAddress local) throws IOException {
    StagedDatagrams fresh = staged;
    if (fresh == null) {
      throw new AlreadyBoundException();
    }
    Addresses.ensureFitting(family, local);
    try {
      fresh.bind(local);
    } catch (IOException e) {
      throw ChannelFailures.ofBinding(e);
    }
    isBound = true;
  }

  /** An internet socket gets an address before it is first used; a Unix-domain one needs none. */
  void ensureBound() throws IOException {
    if (isBound || isUnix()) {
      return;
    }
    stateLock.lock();
    try {
      if (!isBound) {
        bindTo(unspecified());
      }
    } finally {
      stateLock.unlock();
    }
  }

  void connect(SocketAddress peer) throws IOException {
    Addresses.ensureFitting(family, peer);
    stateLock.lock();
    try {
      ensureOpen();
      if (remote != null) {
        throw new AlreadyConnectedException();
      }
      ensureBound();
      connector.connect(peer);
      remote = peer;
    } finally {
      stateLock.unlock();
    }
  }

  /** Connects, also if there is a peer. */
  void reconnect(SocketAddress peer) throws IOException {
    Addresses.ensureFitting(family, peer);
    stateLock.lock();
    try {
      disconnect();
      connect(peer);
    } finally {
      stateLock.unlock();
    }
  }

  void disconnect() throws IOException {
    stateLock.lock();
    try {
      if (isConnected()) {
        connector.disconnect();
        remote = null;
      }
    } finally {
      stateLock.unlock();
    }
  }

  boolean isConnected() {
    return remote != null && channel.isOpen();
  }

  void ensureOpen() throws ClosedChannelException {
    if (!channel.isOpen()) {
      throw new ClosedChannelException();
    }
  }

  void ensureConnected() throws ClosedChannelException {
    ensureOpen();
    if (remote == null) {
      throw new NotYetConnectedException();
    }
  }

  /**
   * The peer to name when sending to a target: none if it is the chosen one.
   *
   * @throws AlreadyConnectedException if another peer was chosen
   */
  Optional<SocketAddress> peerFor(SocketAddress target) {
    SocketAddress chosen = remote;
    if (chosen == null) {
      return Optional.of(target);
    }
    if (!chosen.equals(target)) {
      throw new AlreadyConnectedException();
    }
    return Optional.empty();
  }

  /** As known, also when closed; null if it is not bound. */
  @Nullable SocketAddress localAddress() {
    return isBound ? connector.localAddress().orElse(null) : null;
  }

  /** As known, also when closed; null if it is not connected. */
  @Nullable SocketAddress remoteAddress() {
    return remote;
  }
}

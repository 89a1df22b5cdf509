// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.Deadline;
import org.packetloom.StreamConnector;
import org.packetloom.spi.StagedStream;

/**
 * How far a stream channel has come, and what may be done with it then.
 *
 * <p>States: UNCONNECTED → PENDING (connect, under connectLock) → CONNECTED (connect or
 * finishConnect, under connectLock); a connect that fails closes the channel. Whoever reads or
 * writes while a connect waits takes the lock, and so waits for the outcome.
 */
final class StreamSteps {
  /** How far it has come. */
  private enum State {
    UNCONNECTED,
    PENDING,
    CONNECTED
  }

  private final AbstractSelectableChannel channel;
  private final ProtocolFamily family;
  private final StreamConnector connector;
  private final Watchers watchers;

  /** Null for a channel that was connected from the start. */
  private final @Nullable StagedStream staged;

  /** Guards the steps; held while a blocking connect waits. */
  private final ReentrantLock connectLock = new ReentrantLock();

  private volatile State state; // written under connectLock

  /** Where it goes, null before connect and for accepted ones; written under connectLock. */
  private volatile @Nullable SocketAddress remote;

  private volatile boolean isBound; // written under connectLock

  /** Of a fresh socket, or of a connection that stands, which has no steps. */
  StreamSteps(
      AbstractSelectableChannel channel,
      ProtocolFamily family,
      StreamConnector connector,
      Watchers watchers,
      @Nullable StagedStream staged) {
    this.channel = channel;
    this.family = family;
    this.connector = connector;
    this.watchers = watchers;
    this.staged = staged;
    this.state = staged == null ? State.CONNECTED : State.UNCONNECTED;
    this.isBound = staged == null;
  }

  // ---- steps

  void bind(@Nullable SocketAddress local) throws IOException {
    connectLock.lock();
    try {
      ensureOpen();
      if (state == State.PENDING) {
        throw new ConnectionPendingException();
      }
      StagedStream fresh = staged;
      if (isBound || fresh == null) {
        throw new AlreadyBoundException();
      }
      SocketAddress wanted = local == null ? unspecified() : local;
      Addresses.ensureFitting(family, wanted);
      if (!Addresses.isUnnamed(wanted)) {
        bindTo(fresh, wanted);
      }
      isBound = true;
    } finally {
      connectLock.unlock();
    }
  }

  private SocketAddress unspecified() {
    return isUnix() ? Addresses.UNNAMED : Addresses.wildcard(family);
  }

  private boolean isUnix() {
    return family == StandardProtocolFamily.UNIX;
  }

  private static void bindTo(StagedStream fresh, SocketAddress local) throws IOException {
    try {
      fresh.bind(local);
    } catch (IOException e) {
      throw ChannelFailures.ofBinding(e);
    }
  }

  boolean connect(SocketAddress peer) throws IOException {
    Addresses.ensureFitting(family, peer);
    connectLock.lock();
    try {
      ensureOpen();
      StagedStream fresh = staged;
      if (state == State.CONNECTED || fresh == null) {
        throw new AlreadyConnectedException();
      }
      if (state == State.PENDING) {
        throw new ConnectionPendingException();
      }
      if (channel.isBlocking()) {
        Interrupts.ensureNone(channel);
      }
      remote = peer;
      state = State.PENDING;
      return proceed(fresh, peer);
    } finally {
      connectLock.unlock();
    }
  }

  boolean finishConnect() throws IOException {
    connectLock.lock();
    try {
      ensureOpen();
      SocketAddress pending = remote;
      StagedStream fresh = staged;
      if (state == State.CONNECTED) {
        return true;
      }
      if (state == State.UNCONNECTED || pending == null || fresh == null) {
        throw new NoConnectionPendingException();
      }
      if (channel.isBlocking()) {
        Interrupts.ensureNone(channel);
      }
      return proceed(fresh, pending);
    } finally {
      connectLock.unlock();
    }
  }

  /** Under connectLock: connects, or goes on with that; a failure closes the channel. */
  private boolean proceed(StagedStream fresh, SocketAddress pending) throws IOException {
    try {
      if (channel.isBlocking()) {
        fresh.connect(pending, Deadline.NONE);
      } else if (!fresh.tryConnect(pending)) {
        watchers.tell();
        return false;
      }
    } catch (IOException e) {
      closeAfter(e);
      throw ChannelFailures.ofConnecting(e);
    }
    isBound = true;
    state = State.CONNECTED;
    watchers.tell();
    return true;
  }

  private void closeAfter(IOException failure) {
    try {
      channel.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  // ---- where it is

  boolean isConnected() {
    return state == State.CONNECTED && channel.isOpen();
  }

  boolean isPending() {
    return state == State.PENDING && channel.isOpen();
  }

  void ensureOpen() throws ClosedChannelException {
    if (!channel.isOpen()) {
      throw new ClosedChannelException();
    }
  }

  /** Checks that bytes can be moved; waits for a connect that is under way. */
  void ensureConnected() throws IOException {
    ensureOpen();
    if (state == State.CONNECTED) {
      return;
    }
    connectLock.lock();
    try {
      ensureOpen();
      if (state != State.CONNECTED) {
        throw new NotYetConnectedException();
      }
    } finally {
      connectLock.unlock();
    }
  }

  /** As known, also when closed; null if it is not bound. */
  @Nullable SocketAddress localAddress() {
    return isBound ? connector.localAddress().orElse(isUnix() ? Addresses.UNNAMED : null) : null;
  }

  /** As known, also when closed; null if it is not connected. */
  @Nullable SocketAddress remoteAddress() {
    if (state != State.CONNECTED) {
      return null;
    }
    SocketAddress asked = remote;
    return asked != null
        ? asked
        : connector.peerAddress().orElse(isUnix() ? Addresses.UNNAMED : null);
  }

  /** Those of some operations that can become ready as things stand. */
  int possible(int operations) {
    return switch (state) {
      case UNCONNECTED -> 0;
      case PENDING -> operations & SelectionKey.OP_CONNECT;
      case CONNECTED -> operations & ~SelectionKey.OP_CONNECT;
    };
  }

  @Override
  public String toString() {
    return (channel.isOpen() ? state : "closed") + " " + connector;
  }
}

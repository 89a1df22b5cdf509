// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.BrokenPipeException;
import org.packetloom.Connector;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.StreamConnector;
import org.packetloom.event.Events;
import org.packetloom.spi.StagedStream;

/**
 * A stream socket as a channel: TCP, or a Unix-domain socket.
 *
 * <p>States: UNCONNECTED → PENDING (connect, under connectLock) → CONNECTED (connect or
 * finishConnect, under connectLock); a connect that fails closes the channel. Whoever reads or
 * writes while a connect waits takes the lock, and so waits for the outcome.
 */
final class LoomSocketChannel extends SocketChannel implements Selectable {
  /** How far it has come. */
  private enum State {
    UNCONNECTED,
    PENDING,
    CONNECTED
  }

  private final ProtocolFamily family;
  private final StreamConnector connector;
  private final ChannelOptions options;
  private final StreamSide stream;
  private final Watchers watchers = new Watchers();

  /** Steps, null for a channel that was accepted. */
  private final @Nullable StagedStream staged;

  /** Guards the steps; held while a blocking connect waits. */
  private final ReentrantLock connectLock = new ReentrantLock();

  private volatile State state; // written under connectLock

  /** Where it goes, null before connect and for accepted ones; written under connectLock. */
  private @Nullable SocketAddress remote;

  private volatile boolean isBound; // written under connectLock
  private volatile boolean isInputShutdown;
  private volatile boolean isOutputShutdown;

  /** Guards the making of the view. */
  private final ReentrantLock viewLock = new ReentrantLock();

  /** The view, null until asked for; guarded by viewLock. */
  private @Nullable Socket socket;

  /** Over a fresh socket. */
  LoomSocketChannel(PacketloomSelectorProvider provider, StagedStream staged) {
    this(provider, staged.family(), staged.connector(), staged, State.UNCONNECTED);
  }

  /** Over a connection that was accepted. */
  LoomSocketChannel(
      PacketloomSelectorProvider provider, ProtocolFamily family, StreamConnector accepted) {
    this(provider, family, accepted, null, State.CONNECTED);
  }

  private LoomSocketChannel(
      PacketloomSelectorProvider provider,
      ProtocolFamily family,
      StreamConnector connector,
      @Nullable StagedStream staged,
      State state) {
    super(provider);
    this.family = family;
    this.connector = connector.interruptPolicy(InterruptPolicy.CLOSE);
    this.options = ChannelOptions.ofStream(connector, family);
    this.stream = new StreamSide(this, connector);
    this.staged = staged;
    this.state = state;
    this.isBound = state == State.CONNECTED;
  }

  // ---- steps

  @Override
  public SocketChannel bind(@Nullable SocketAddress local) throws IOException {
    connectLock.lock();
    try {
      ensureOpen();
      if (state == State.PENDING) {
        throw new ConnectionPendingException();
      }
      if (isBound || staged == null) {
        throw new AlreadyBoundException();
      }
      boolean isUnix = family == StandardProtocolFamily.UNIX;
      SocketAddress wanted =
          local != null ? local : isUnix ? Addresses.UNNAMED : Addresses.wildcard(family);
      Addresses.ensureFitting(family, wanted);
      if (!Addresses.isUnnamed(wanted)) {
        bindTo(staged, wanted);
      }
      isBound = true;
      return this;
    } finally {
      connectLock.unlock();
    }
  }

  private static void bindTo(StagedStream fresh, SocketAddress local) throws IOException {
    try {
      fresh.bind(local);
    } catch (IOException e) {
      throw ChannelFailures.ofBinding(e);
    }
  }

  @Override
  public boolean connect(SocketAddress remote) throws IOException {
    Addresses.ensureFitting(family, remote);
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
      if (isBlocking()) {
        Interrupts.ensureNone(this);
      }
      this.remote = remote;
      state = State.PENDING;
      return proceed(fresh, remote);
    } finally {
      connectLock.unlock();
    }
  }

  @Override
  public boolean finishConnect() throws IOException {
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
      if (isBlocking()) {
        Interrupts.ensureNone(this);
      }
      return proceed(fresh, pending);
    } finally {
      connectLock.unlock();
    }
  }

  /** Under connectLock: connects, or goes on with that; a failure closes the channel. */
  private boolean proceed(StagedStream fresh, SocketAddress pending) throws IOException {
    try {
      if (isBlocking()) {
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
      close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public boolean isConnected() {
    return state == State.CONNECTED && isOpen();
  }

  @Override
  public boolean isConnectionPending() {
    return state == State.PENDING && isOpen();
  }

  private void ensureOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  /** Checks that bytes can be moved; waits for a connect that is under way. */
  private void ensureConnected() throws IOException {
    if (state == State.CONNECTED) {
      ensureOpen();
      return;
    }
    ensureOpen();
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

  // ---- addresses and options

  @Override
  public @Nullable SocketAddress getLocalAddress() throws IOException {
    ensureOpen();
    return localAddress();
  }

  /** As known, also when closed; null if it is not bound. */
  @Nullable SocketAddress localAddress() {
    if (!isBound) {
      return null;
    }
    boolean isUnix = family == StandardProtocolFamily.UNIX;
    return connector.localAddress().orElse(isUnix ? Addresses.UNNAMED : null);
  }

  @Override
  public @Nullable SocketAddress getRemoteAddress() throws IOException {
    ensureOpen();
    return remoteAddress();
  }

  /** As known, also when closed; null if it is not connected. */
  @Nullable SocketAddress remoteAddress() {
    if (state != State.CONNECTED) {
      return null;
    }
    SocketAddress asked = remote;
    boolean isUnix = family == StandardProtocolFamily.UNIX;
    return asked != null
        ? asked
        : connector.peerAddress().orElse(isUnix ? Addresses.UNNAMED : null);
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    options.ensureSupported(name);
    ensureOpen();
    return options.get(name);
  }

  @Override
  public <T> SocketChannel setOption(SocketOption<T> name, T value) throws IOException {
    options.ensureSupported(name);
    ensureOpen();
    options.set(name, value);
    return this;
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return options.supported();
  }

  @Override
  public Socket socket() {
    if (family == StandardProtocolFamily.UNIX) {
      throw new UnsupportedOperationException("a Unix-domain channel has no socket");
    }
    viewLock.lock();
    try {
      Socket known = socket;
      Socket view = known == null ? SocketAdaptor.of(this) : known;
      socket = view;
      return view;
    } finally {
      viewLock.unlock();
    }
  }

  // ---- bytes

  @Override
  public int read(ByteBuffer destination) throws IOException {
    StreamSide.ensureWritable(destination);
    ensureConnected();
    return isInputShutdown ? -1 : stream.read(destination);
  }

  @Override
  public long read(ByteBuffer[] destinations, int offset, int length) throws IOException {
    ensureConnected();
    return isInputShutdown ? -1 : stream.read(destinations, offset, length);
  }

  /** Reads for the view, which limits its reads. */
  int read(ByteBuffer destination, Deadline deadline) throws IOException {
    ensureConnected();
    return isInputShutdown ? -1 : stream.read(destination, deadline);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    ensureConnected();
    ensureOutput();
    try {
      return stream.write(source);
    } catch (SocketException e) {
      throw afterShutdown(e);
    }
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    ensureConnected();
    ensureOutput();
    try {
      return stream.write(sources, offset, length);
    } catch (SocketException e) {
      throw afterShutdown(e);
    }
  }

  /** Writes by a method of the connector, in blocking mode. */
  long send(StreamSide.Sending sending) throws IOException {
    ensureConnected();
    ensureOutput();
    try {
      return stream.send(sending);
    } catch (SocketException e) {
      throw afterShutdown(e);
    }
  }

  private void ensureOutput() throws ClosedChannelException {
    if (isOutputShutdown) {
      throw new ClosedChannelException();
    }
  }

  private IOException afterShutdown(SocketException e) {
    boolean isByShutdown = isOutputShutdown && e.getCause() instanceof BrokenPipeException;
    return isByShutdown ? new AsynchronousCloseException() : e;
  }

  // ---- ending

  @Override
  public SocketChannel shutdownInput() throws IOException {
    ensureConnected();
    if (!isInputShutdown) {
      isInputShutdown = true;
      connector.shutdownInput();
    }
    return this;
  }

  @Override
  public SocketChannel shutdownOutput() throws IOException {
    ensureConnected();
    if (!isOutputShutdown) {
      isOutputShutdown = true;
      connector.shutdownOutput();
    }
    return this;
  }

  boolean isInputShutdown() {
    return isInputShutdown;
  }

  boolean isOutputShutdown() {
    return isOutputShutdown;
  }

  @Override
  protected void implCloseSelectableChannel() throws IOException {
    try {
      connector.close();
    } finally {
      watchers.tell();
    }
  }

  @Override
  protected void implConfigureBlocking(boolean block) {
    // every call looks at the mode for itself
  }

  // ---- selection

  @Override
  public Connector connector() {
    return connector;
  }

  StreamConnector stream() {
    return connector;
  }

  @Override
  public long eventsFor(int operations) {
    return switch (state) {
      case UNCONNECTED -> 0;
      case PENDING -> (operations & SelectionKey.OP_CONNECT) != 0 ? Events.WRITE : 0;
      case CONNECTED -> Operations.events(operations & ~SelectionKey.OP_CONNECT);
    };
  }

  @Override
  public int readyOperations(int operations, long events) {
    return switch (state) {
      case UNCONNECTED -> 0;
      case PENDING -> Operations.ready(operations & SelectionKey.OP_CONNECT, events);
      case CONNECTED -> Operations.ready(operations & ~SelectionKey.OP_CONNECT, events);
    };
  }

  @Override
  public void watch(Runnable listener) {
    watchers.add(listener);
  }

  @Override
  public void unwatch(Runnable listener) {
    watchers.remove(listener);
  }

  @Override
  public String toString() {
    String text = isOpen() ? state + " " : "closed ";
    return LoomSocketChannel.class.getSimpleName() + "[" + text + connector + "]";
  }
}

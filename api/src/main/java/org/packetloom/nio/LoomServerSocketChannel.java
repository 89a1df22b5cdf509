// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.Connector;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;
import org.packetloom.spi.StagedListener;

/** A listening socket as a channel: TCP, or a Unix-domain socket. */
final class LoomServerSocketChannel extends ServerSocketChannel implements Selectable {
  private static final int DEFAULT_BACKLOG = 50;

  private final PacketloomSelectorProvider provider;
  private final ProtocolFamily family;
  private final Listener connector;

  /** Steps, null for a channel that listened from the start. */
  private final @Nullable StagedListener staged;

  private final ChannelOptions options;
  private final Watchers watchers = new Watchers();

  /** Guards binding, and the making of the view. */
  private final ReentrantLock bindLock = new ReentrantLock();

  private volatile boolean isListening; // written under bindLock

  /** The view, null until asked for; guarded by bindLock. */
  private @Nullable ServerSocket socket;

  private LoomServerSocketChannel(
      PacketloomSelectorProvider provider,
      ProtocolFamily family,
      Listener connector,
      @Nullable StagedListener staged) {
    super(provider);
    this.provider = provider;
    this.family = family;
    this.connector = connector;
    this.staged = staged;
    this.options = ChannelOptions.ofListener(connector, family);
    this.isListening = staged == null;
    connector.interruptPolicy(InterruptPolicy.CLOSE);
  }

  /** Over a fresh socket; closes it if that fails. */
  static LoomServerSocketChannel open(PacketloomSelectorProvider provider, StagedListener staged)
      throws IOException {
    Listener fresh = staged.connector();
    try {
      if (staged.family() != StandardProtocolFamily.UNIX) {
        fresh.option(StandardSocketOptions.SO_REUSEADDR, true); // as the JDK's have it
      }
    } catch (Throwable e) {
      fresh.close();
      throw e;
    }
    return new LoomServerSocketChannel(provider, staged.family(), fresh, staged);
  }

  /** Over a listener that was opened elsewhere. */
  static LoomServerSocketChannel over(
      PacketloomSelectorProvider provider, ProtocolFamily family, Listener listener) {
    return new LoomServerSocketChannel(provider, family, listener, null);
  }

  private boolean isUnix() {
    return family == StandardProtocolFamily.UNIX;
  }

  @Override
  public ServerSocketChannel bind(@Nullable SocketAddress local, int backlog) throws IOException {
    bindLock.lock();
    try {
      ensureOpen();
      StagedListener fresh = staged;
      if (isListening || fresh == null) {
        throw new AlreadyBoundException();
      }
      SocketAddress wanted = local == null ? unspecified() : local;
      Addresses.ensureFitting(family, wanted);
      listenAt(fresh, wanted, backlog < 1 ? DEFAULT_BACKLOG : backlog);
      isListening = true;
    } finally {
      bindLock.unlock();
    }
    watchers.tell();
    return this;
  }

  private static void listenAt(StagedListener fresh, SocketAddress local, int backlog)
      throws IOException {
    try {
      fresh.bind(local);
      fresh.listen(backlog);
    } catch (IOException e) {
      throw ChannelFailures.ofBinding(e);
    }
  }

  private SocketAddress unspecified() {
    return isUnix() ? Addresses.generated() : Addresses.wildcard(family);
  }

  private void ensureOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public @Nullable SocketAddress getLocalAddress() throws IOException {
    ensureOpen();
    return localAddress();
  }

  /** As known, also when closed; null if it is not bound. */
  @Nullable SocketAddress localAddress() {
    return isListening ? connector.localAddress().orElse(null) : null;
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    options.ensureSupported(name);
    ensureOpen();
    return options.get(name);
  }

  @Override
  public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
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
  public ServerSocket socket() {
    if (isUnix()) {
      throw new UnsupportedOperationException("a Unix-domain channel has no socket");
    }
    bindLock.lock();
    try {
      ServerSocket known = socket;
      ServerSocket view = known == null ? ServerSocketAdaptor.of(this) : known;
      socket = view;
      return view;
    } finally {
      bindLock.unlock();
    }
  }

  @Override
  public @Nullable SocketChannel accept() throws IOException {
    ensureOpen();
    if (!isListening) {
      throw new NotYetBoundException();
    }
    try {
      if (isBlocking()) {
        Interrupts.ensureNone(this);
        return channel(connector.accept());
      }
      Optional<StreamConnector> accepted = connector.tryAccept();
      return accepted.isPresent() ? channel(accepted.get()) : null;
    } catch (ClosedChannelException e) {
      close();
      throw e;
    }
  }

  /** Accepts for the view, which limits how long that takes. */
  SocketChannel accept(Deadline deadline) throws IOException {
    if (!isBlocking()) {
      throw new IllegalBlockingModeException();
    }
    ensureOpen();
    if (!isListening) {
      throw new NotYetBoundException();
    }
    try {
      Interrupts.ensureNone(this);
      while (true) {
        Optional<StreamConnector> accepted = connector.tryAccept();
        if (accepted.isPresent()) {
          return channel(accepted.get());
        }
        if (!connector.awaitReadable(deadline)) {
          throw new SocketTimeoutException("Accept timed out");
        }
      }
    } catch (ClosedChannelException e) {
      close();
      throw e;
    }
  }

  private SocketChannel channel(StreamConnector accepted) {
    return new LoomSocketChannel(provider, family, accepted);
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

  @Override
  public int possible(int operations) {
    return isListening ? operations & SelectionKey.OP_ACCEPT : 0;
  }

  @Override
  public Watchers watchers() {
    return watchers;
  }

  @Override
  public String toString() {
    return LoomServerSocketChannel.class.getSimpleName()
        + (isOpen() ? "[" : "[closed ")
        + connector
        + "]";
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.NotYetConnectedException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.Connector;
import org.packetloom.Datagram;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.spi.StagedDatagrams;

/** A datagram socket as a channel: UDP, or a Unix-domain socket. */
final class LoomDatagramChannel extends DatagramChannel implements Selectable {
  private final ProtocolFamily family;
  private final DatagramConnector connector;

  /** To bind with, null for a channel that was opened elsewhere. */
  private final @Nullable StagedDatagrams staged;

  private final ChannelOptions options;
  private final DatagramSide datagrams;
  private final MulticastGroups groups;
  private final Watchers watchers = new Watchers();

  /** Guards binding and connecting, and the making of the view. */
  private final ReentrantLock stateLock = new ReentrantLock();

  private volatile boolean isBound; // written under stateLock

  /** The chosen peer, null if there is none; written under stateLock. */
  private volatile @Nullable SocketAddress remote;

  /** The view, null until asked for; guarded by stateLock. */
  private @Nullable DatagramSocket socket;

  private LoomDatagramChannel(
      PacketloomSelectorProvider provider,
      ProtocolFamily family,
      DatagramConnector connector,
      @Nullable StagedDatagrams staged) {
    super(provider);
    this.family = family;
    this.connector = connector.interruptPolicy(InterruptPolicy.CLOSE);
    this.staged = staged;
    this.options = ChannelOptions.ofDatagrams(connector, family);
    this.datagrams = new DatagramSide(this, connector);
    this.groups = new MulticastGroups(this, connector, family);
    this.isBound = staged == null;
    this.remote = staged == null ? connector.peerAddress().orElse(null) : null;
  }

  /** Over a fresh socket. */
  LoomDatagramChannel(PacketloomSelectorProvider provider, StagedDatagrams staged) {
    this(provider, staged.family(), staged.connector(), staged);
  }

  /** Over a socket that was opened, and bound, elsewhere. */
  LoomDatagramChannel(
      PacketloomSelectorProvider provider, ProtocolFamily family, DatagramConnector bound) {
    this(provider, family, bound, null);
  }

  private boolean isUnix() {
    return family == StandardProtocolFamily.UNIX;
  }

  // ---- addresses and options

  @Override
  public DatagramChannel bind(@Nullable SocketAddress local) throws IOException {
    stateLock.lock();
    try {
      ensureOpen();
      if (isBound) {
        throw new AlreadyBoundException();
      }
      bindTo(local == null ? unspecified() : local);
      return this;
    } finally {
      stateLock.unlock();
    }
  }

  private SocketAddress unspecified() {
    return isUnix() ? Addresses.UNNAMED : Addresses.wildcard(family);
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
  private void ensureBound() throws IOException {
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
    return isBound ? connector.localAddress().orElse(null) : null;
  }

  @Override
  public @Nullable SocketAddress getRemoteAddress() throws IOException {
    ensureOpen();
    return remote;
  }

  /** As known, also when closed; null if it is not connected. */
  @Nullable SocketAddress remoteAddress() {
    return remote;
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    options.ensureSupported(name);
    ensureOpen();
    return options.get(name);
  }

  @Override
  public <T> DatagramChannel setOption(SocketOption<T> name, T value) throws IOException {
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
  public DatagramSocket socket() {
    if (isUnix()) {
      throw new UnsupportedOperationException("a Unix-domain channel has no socket");
    }
    stateLock.lock();
    try {
      DatagramSocket known = socket;
      DatagramSocket view = known == null ? DatagramSocketAdaptor.of(this) : known;
      socket = view;
      return view;
    } finally {
      stateLock.unlock();
    }
  }

  // ---- the peer

  @Override
  public boolean isConnected() {
    return remote != null && isOpen();
  }

  @Override
  public DatagramChannel connect(SocketAddress remote) throws IOException {
    Addresses.ensureFitting(family, remote);
    stateLock.lock();
    try {
      ensureOpen();
      if (isConnected()) {
        throw new AlreadyConnectedException();
      }
      ensureBound();
      connector.connect(remote);
      this.remote = remote;
      return this;
    } finally {
      stateLock.unlock();
    }
  }

  /** Connects for the view, which may have been connected before. */
  DatagramChannel reconnect(SocketAddress remote) throws IOException {
    Addresses.ensureFitting(family, remote);
    stateLock.lock();
    try {
      disconnect();
      return connect(remote);
    } finally {
      stateLock.unlock();
    }
  }

  @Override
  public DatagramChannel disconnect() throws IOException {
    stateLock.lock();
    try {
      if (isConnected() && isOpen()) {
        connector.disconnect();
        remote = null;
      }
      return this;
    } finally {
      stateLock.unlock();
    }
  }

  // ---- datagrams

  @Override
  public @Nullable SocketAddress receive(ByteBuffer destination) throws IOException {
    StreamSide.ensureWritable(destination);
    ensureOpen();
    ensureBound();
    Optional<Datagram> received = datagrams.receive(destination);
    return received.isPresent() ? sender(received.get()) : null;
  }

  /** Receives for the view, in blocking mode, for as long as a deadline lets it. */
  SocketAddress receive(ByteBuffer destination, Deadline deadline) throws IOException {
    ensureOpen();
    ensureBound();
    return sender(datagrams.receive(destination, deadline));
  }

  private SocketAddress sender(Datagram datagram) {
    return datagram.sender().orElse(Addresses.UNNAMED);
  }

  @Override
  public int send(ByteBuffer source, SocketAddress target) throws IOException {
    Objects.requireNonNull(source, "source");
    Addresses.ensureFitting(family, target);
    ensureOpen();
    SocketAddress chosen = remote;
    if (chosen != null && !chosen.equals(target)) {
      throw new AlreadyConnectedException();
    }
    if (target instanceof InetSocketAddress internet && internet.getPort() == 0) {
      throw new SocketException("Can't send to port 0");
    }
    ensureBound();
    int size = source.remaining();
    Optional<SocketAddress> peer = chosen == null ? Optional.of(target) : Optional.empty();
    return datagrams.send(source, peer) ? size : 0;
  }

  @Override
  public int read(ByteBuffer destination) throws IOException {
    StreamSide.ensureWritable(destination);
    ensureConnected();
    if (!destination.hasRemaining()) {
      return 0; // as the JDK's has it: a datagram stays where it is
    }
    return datagrams.receive(destination).map(Datagram::size).orElse(0);
  }

  @Override
  public long read(ByteBuffer[] destinations, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, destinations.length);
    ensureConnected();
    long room = 0;
    for (int i = offset; i < offset + length; i++) {
      StreamSide.ensureWritable(destinations[i]);
      room += destinations[i].remaining();
    }
    return room == 0
        ? 0
        : datagrams
            .receive(destinations, offset, length, room)
            .map(Datagram::size)
            .orElse(0)
            .longValue();
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    Objects.requireNonNull(source, "source");
    ensureConnected();
    int size = source.remaining();
    return size > 0 && datagrams.send(source, Optional.empty()) ? size : 0;
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, sources.length);
    ensureConnected();
    long size = 0;
    for (int i = offset; i < offset + length; i++) {
      size += sources[i].remaining();
    }
    return size > 0 && datagrams.send(sources, offset, length, size) ? size : 0;
  }

  private void ensureConnected() throws ClosedChannelException {
    ensureOpen();
    if (!isConnected()) {
      throw new NotYetConnectedException();
    }
  }

  // ---- groups

  @Override
  public MembershipKey join(InetAddress group, NetworkInterface networkInterface)
      throws IOException {
    return groups.join(group, networkInterface, Optional.empty());
  }

  @Override
  public MembershipKey join(
      InetAddress group, NetworkInterface networkInterface, InetAddress source) throws IOException {
    return groups.join(group, networkInterface, Optional.of(source));
  }

  // ---- ending

  @Override
  protected void implCloseSelectableChannel() throws IOException {
    try {
      connector.close();
    } finally {
      groups.close();
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

  DatagramConnector datagrams() {
    return connector;
  }

  @Override
  public long eventsFor(int operations) {
    return Operations.events(operations);
  }

  @Override
  public int readyOperations(int operations, long events) {
    return Operations.ready(operations, events);
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
    return LoomDatagramChannel.class.getSimpleName()
        + (isOpen() ? "[" : "[closed ")
        + connector
        + "]";
  }
}

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
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
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
  private final ChannelOptions options;
  private final DatagramSide datagrams;
  private final DatagramSteps steps;
  private final MulticastGroups groups;
  private final Watchers watchers = new Watchers();

  /** Guards the making of the view. */
  private final ReentrantLock viewLock = new ReentrantLock();

  /** The view, null until asked for; guarded by viewLock. */
  private @Nullable DatagramSocket socket;

  private LoomDatagramChannel(
      PacketloomSelectorProvider provider,
      ProtocolFamily family,
      DatagramConnector connector,
      @Nullable StagedDatagrams staged) {
    super(provider);
    this.family = family;
    this.connector = connector.interruptPolicy(InterruptPolicy.CLOSE);
    this.options = ChannelOptions.ofDatagrams(connector, family);
    this.datagrams = new DatagramSide(this, connector);
    this.steps = new DatagramSteps(this, family, connector, staged);
    this.groups = new MulticastGroups(this, connector, family);
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

  // ---- addresses and options

  @Override
  public DatagramChannel bind(@Nullable SocketAddress local) throws IOException {
    steps.bind(local);
    return this;
  }

  @Override
  public @Nullable SocketAddress getLocalAddress() throws IOException {
    steps.ensureOpen();
    return steps.localAddress();
  }

  /** As known, also when closed; null if it is not bound. */
  @Nullable SocketAddress localAddress() {
    return steps.localAddress();
  }

  @Override
  public @Nullable SocketAddress getRemoteAddress() throws IOException {
    steps.ensureOpen();
    return steps.remoteAddress();
  }

  /** As known, also when closed; null if it is not connected. */
  @Nullable SocketAddress remoteAddress() {
    return steps.remoteAddress();
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    options.ensureSupported(name);
    steps.ensureOpen();
    return options.get(name);
  }

  @Override
  public <T> DatagramChannel setOption(SocketOption<T> name, T value) throws IOException {
    options.ensureSupported(name);
    steps.ensureOpen();
    options.set(name, value);
    return this;
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return options.supported();
  }

  @Override
  public DatagramSocket socket() {
    if (family == StandardProtocolFamily.UNIX) {
      throw new UnsupportedOperationException("a Unix-domain channel has no socket");
    }
    viewLock.lock();
    try {
      DatagramSocket known = socket;
      DatagramSocket view = known == null ? DatagramSocketAdaptor.of(this) : known;
      socket = view;
      return view;
    } finally {
      viewLock.unlock();
    }
  }

  // ---- the peer

  @Override
  public boolean isConnected() {
    return steps.isConnected();
  }

  @Override
  public DatagramChannel connect(SocketAddress remote) throws IOException {
    steps.connect(remote);
    return this;
  }

  /** Connects for the view, which may have been connected before. */
  DatagramChannel reconnect(SocketAddress remote) throws IOException {
    steps.reconnect(remote);
    return this;
  }

  @Override
  public DatagramChannel disconnect() throws IOException {
    steps.disconnect();
    return this;
  }

  // ---- datagrams

  @Override
  public @Nullable SocketAddress receive(ByteBuffer destination) throws IOException {
    StreamSide.ensureWritable(destination);
    steps.ensureOpen();
    steps.ensureBound();
    Optional<Datagram> received = datagrams.receive(destination);
    return received.isPresent() ? sender(received.get()) : null;
  }

  /** Receives for the view, in blocking mode, for as long as a deadline lets it. */
  SocketAddress receive(ByteBuffer destination, Deadline deadline) throws IOException {
    steps.ensureOpen();
    steps.ensureBound();
    return sender(datagrams.receive(destination, deadline));
  }

  private SocketAddress sender(Datagram datagram) {
    return datagram.sender().orElse(Addresses.UNNAMED);
  }

  @Override
  public int send(ByteBuffer source, SocketAddress target) throws IOException {
    Objects.requireNonNull(source, "source");
    Addresses.ensureFitting(family, target);
    steps.ensureOpen();
    Optional<SocketAddress> peer = steps.peerFor(target);
    if (target instanceof InetSocketAddress internet && internet.getPort() == 0) {
      throw new SocketException("Can't send to port 0");
    }
    steps.ensureBound();
    int size = source.remaining();
    return datagrams.send(source, peer) ? size : 0;
  }

  @Override
  public int read(ByteBuffer destination) throws IOException {
    StreamSide.ensureWritable(destination);
    steps.ensureConnected();
    if (!destination.hasRemaining()) {
      return 0; // as the JDK's has it: a datagram stays where it is
    }
    return datagrams.receive(destination).map(Datagram::size).orElse(0);
  }

  @Override
  public long read(ByteBuffer[] destinations, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, destinations.length);
    steps.ensureConnected();
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
    steps.ensureConnected();
    int size = source.remaining();
    return size > 0 && datagrams.send(source, Optional.empty()) ? size : 0;
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, sources.length);
    steps.ensureConnected();
    long size = 0;
    for (int i = offset; i < offset + length; i++) {
      size += sources[i].remaining();
    }
    return size > 0 && datagrams.send(sources, offset, length, size) ? size : 0;
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
  public int possible(int operations) {
    return operations;
  }

  @Override
  public Watchers watchers() {
    return watchers;
  }

  @Override
  public String toString() {
    return LoomDatagramChannel.class.getSimpleName()
        + (isOpen() ? "[" : "[closed ")
        + connector
        + "]";
  }
}

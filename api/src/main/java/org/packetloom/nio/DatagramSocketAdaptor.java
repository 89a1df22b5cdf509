// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.MembershipKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.Deadline;
import org.packetloom.net.packet.PacketRooms;

/** A channel as a {@link DatagramSocket}: {@link DatagramChannel#socket()}. */
final class DatagramSocketAdaptor extends DatagramSocket {
  private final LoomDatagramChannel channel;
  private final PacketRooms rooms = new PacketRooms();

  /** Milliseconds that receiving may take, 0 for no limit. */
  private volatile int timeout;

  private final ReentrantLock groupsLock = new ReentrantLock();

  /** What was joined by this view; guarded by groupsLock. */
  private final Map<MulticastGroups.Place, MembershipKey> groups = new HashMap<>();

  private DatagramSocketAdaptor(LoomDatagramChannel channel) {
    super(new NoSocket.OfDatagrams());
    this.channel = channel;
  }

  static DatagramSocket of(LoomDatagramChannel channel) {
    return new DatagramSocketAdaptor(channel);
  }

  // ---- addresses

  @Override
  public void bind(@Nullable SocketAddress local) throws SocketException {
    SocketFailures.callPlain(() -> channel.bind(local == null ? new InetSocketAddress(0) : local));
  }

  @Override
  public void connect(@Nullable InetAddress address, int port) {
    if (address == null) {
      throw new IllegalArgumentException("Address can't be null");
    }
    try {
      connect(new InetSocketAddress(address, port));
    } catch (SocketException e) {
      throw new UncheckedIOException("connect failed", e);
    }
  }

  @Override
  public void connect(@Nullable SocketAddress remote) throws SocketException {
    if (remote == null) {
      throw new IllegalArgumentException("Address can't be null");
    }
    SocketFailures.callPlain(() -> channel.reconnect(remote));
  }

  @Override
  public void disconnect() {
    try {
      channel.disconnect();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean isBound() {
    return channel.localAddress() != null;
  }

  @Override
  public boolean isConnected() {
    return channel.isConnected();
  }

  @Override
  public @Nullable InetAddress getInetAddress() {
    return channel.remoteAddress() instanceof InetSocketAddress remote ? remote.getAddress() : null;
  }

  @Override
  public int getPort() {
    return channel.remoteAddress() instanceof InetSocketAddress remote ? remote.getPort() : -1;
  }

  @Override
  public @Nullable SocketAddress getRemoteSocketAddress() {
    return channel.remoteAddress();
  }

  @Override
  public @Nullable SocketAddress getLocalSocketAddress() {
    return isClosed() ? null : channel.localAddress();
  }

  @Override
  public @Nullable InetAddress getLocalAddress() {
    if (isClosed()) {
      return null;
    }
    return channel.localAddress() instanceof InetSocketAddress local
        ? local.getAddress()
        : Addresses.wildcard(StandardProtocolFamily.INET).getAddress();
  }

  @Override
  public int getLocalPort() {
    if (isClosed()) {
      return -1;
    }
    return channel.localAddress() instanceof InetSocketAddress local ? local.getPort() : 0;
  }

  @Override
  public DatagramChannel getChannel() {
    return channel;
  }

  // ---- datagrams

  private void ensureBlocking() {
    if (!channel.isBlocking()) {
      throw new IllegalBlockingModeException();
    }
  }

  @Override
  public void send(DatagramPacket packet) throws IOException {
    ensureBlocking();
    ByteBuffer bytes = ByteBuffer.wrap(packet.getData(), packet.getOffset(), packet.getLength());
    SocketAddress chosen = channel.remoteAddress();
    if (packet.getPort() > 0 || packet.getAddress() != null) {
      if (chosen != null && !chosen.equals(packet.getSocketAddress())) {
        throw new IllegalArgumentException("connected and packet address differ");
      }
    } else if (chosen == null) {
      throw new IllegalArgumentException("Address not set");
    }
    SocketAddress target = chosen == null ? packet.getSocketAddress() : chosen;
    int unused = SocketFailures.call(() -> channel.send(bytes, target));
    if (packet.getAddress() == null) {
      packet.setSocketAddress(target);
    }
  }

  @Override
  public void receive(DatagramPacket packet) throws IOException {
    ensureBlocking();
    int room = rooms.of(packet);
    ByteBuffer bytes = ByteBuffer.wrap(packet.getData(), packet.getOffset(), room);
    int millis = timeout;
    Deadline deadline = millis == 0 ? Deadline.NONE : SocketAdaptor.deadline(millis);
    SocketAddress sender = SocketFailures.call(() -> channel.receive(bytes, deadline));
    packet.setSocketAddress(sender);
    rooms.received(packet, room, bytes.position() - packet.getOffset());
  }

  // ---- groups

  @Override
  public void joinGroup(SocketAddress group, @Nullable NetworkInterface networkInterface)
      throws IOException {
    MulticastGroups.Place place = place(group, networkInterface);
    groupsLock.lock();
    try {
      MembershipKey known = groups.get(place);
      if (known != null && known.isValid()) {
        throw new SocketException("Already a member of group");
      }
      groups.put(
          place, SocketFailures.call(() -> channel.join(place.group(), place.networkInterface())));
    } finally {
      groupsLock.unlock();
    }
  }

  @Override
  public void leaveGroup(SocketAddress group, @Nullable NetworkInterface networkInterface)
      throws IOException {
    MulticastGroups.Place place = place(group, networkInterface);
    groupsLock.lock();
    try {
      MembershipKey known = groups.remove(place);
      if (known == null || !known.isValid()) {
        throw new SocketException("Not a member of group");
      }
      known.drop();
    } finally {
      groupsLock.unlock();
    }
  }

  private MulticastGroups.Place place(
      @Nullable SocketAddress group, @Nullable NetworkInterface networkInterface)
      throws IOException {
    if (!(group instanceof InetSocketAddress internet) || internet.getAddress() == null) {
      throw new IllegalArgumentException("Unsupported address type");
    }
    if (isClosed()) {
      throw new SocketException("Socket is closed");
    }
    if (!internet.getAddress().isMulticastAddress()) {
      throw new SocketException("Not a multicast address");
    }
    NetworkInterface wanted =
        networkInterface != null
            ? networkInterface
            : Optional.ofNullable(getOption(StandardSocketOptions.IP_MULTICAST_IF))
                .orElseGet(() -> MulticastGroups.defaultInterface(internet.getAddress()));
    return new MulticastGroups.Place(internet.getAddress(), wanted);
  }

  // ---- options

  private <T> void set(SocketOption<T> option, T value) throws SocketException {
    SocketFailures.callPlain(() -> channel.setOption(option, value));
  }

  private <T> T get(SocketOption<T> option) throws SocketException {
    return SocketFailures.callPlain(() -> channel.getOption(option));
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    ensureOpen();
    if (millis < 0) {
      throw new IllegalArgumentException("timeout < 0");
    }
    timeout = millis;
  }

  @Override
  public int getSoTimeout() throws SocketException {
    ensureOpen();
    return timeout;
  }

  private void ensureOpen() throws SocketException {
    if (isClosed()) {
      throw new SocketException("Socket is closed");
    }
  }

  @Override
  public void setSendBufferSize(int size) throws SocketException {
    SocketAdaptor.ensurePositive(size);
    set(StandardSocketOptions.SO_SNDBUF, size);
  }

  @Override
  public int getSendBufferSize() throws SocketException {
    return get(StandardSocketOptions.SO_SNDBUF);
  }

  @Override
  public void setReceiveBufferSize(int size) throws SocketException {
    SocketAdaptor.ensurePositive(size);
    set(StandardSocketOptions.SO_RCVBUF, size);
  }

  @Override
  public int getReceiveBufferSize() throws SocketException {
    return get(StandardSocketOptions.SO_RCVBUF);
  }

  @Override
  public void setReuseAddress(boolean on) throws SocketException {
    set(StandardSocketOptions.SO_REUSEADDR, on);
  }

  @Override
  public boolean getReuseAddress() throws SocketException {
    return get(StandardSocketOptions.SO_REUSEADDR);
  }

  @Override
  public void setBroadcast(boolean on) throws SocketException {
    set(StandardSocketOptions.SO_BROADCAST, on);
  }

  @Override
  public boolean getBroadcast() throws SocketException {
    return get(StandardSocketOptions.SO_BROADCAST);
  }

  @Override
  public void setTrafficClass(int trafficClass) throws SocketException {
    set(StandardSocketOptions.IP_TOS, trafficClass);
  }

  @Override
  public int getTrafficClass() throws SocketException {
    return get(StandardSocketOptions.IP_TOS);
  }

  @Override
  public <T> DatagramSocket setOption(SocketOption<T> name, T value) throws IOException {
    channel.setOption(name, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    return channel.getOption(name);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return channel.supportedOptions();
  }

  // ---- ending

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the signature knows no other; it is closed all the same
    }
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }
}

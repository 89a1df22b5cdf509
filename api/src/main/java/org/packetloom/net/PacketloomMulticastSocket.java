// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.Packetloom;

/**
 * A {@link MulticastSocket} over a connector: {@link PacketloomDatagramSocket}, with groups.
 *
 * <p>It does what one of the JDK does, interrupts included: they close it under a virtual thread
 * that waits to receive, and mean nothing to a platform thread. Beyond that every wait obeys the
 * ambient {@link Deadline}, and each direction a deadline of its own, as a {@link
 * SocketDeadlineException} tells; and {@link #interruptPolicy(InterruptPolicy)} chooses what an
 * interrupt does.
 *
 * <p>It differs in little: choosing a peer does not wait for a thread that receives, and keeps
 * datagrams of the peer that have arrived already, while those of others are dropped. A packet that
 * is received into again has its whole room if nobody has changed it since, also if somebody has
 * set its length to what it was.
 *
 * <p>{@link java.net.DatagramSocket#setDatagramSocketImplFactory} has no meaning here.
 */
public final class PacketloomMulticastSocket extends MulticastSocket
    implements DatagramWaits<PacketloomMulticastSocket> {
  private final SteppedDatagrams steps;

  /** Held while the limit of hops is that of one datagram. */
  private final ReentrantLock hopsLock = new ReentrantLock();

  /**
   * Opens a socket on the shared toolkit, at all addresses of this machine and a port that the
   * system chooses.
   *
   * @throws IOException as {@link MulticastSocket#MulticastSocket()}
   */
  public PacketloomMulticastSocket() throws IOException {
    this(new InetSocketAddress(0));
  }

  /**
   * Opens a socket on the shared toolkit, at all addresses of this machine.
   *
   * @param port 0 for one that the system chooses
   * @throws IOException as {@link MulticastSocket#MulticastSocket(int)}
   * @throws IllegalArgumentException if the port is out of range
   */
  public PacketloomMulticastSocket(int port) throws IOException {
    this(new InetSocketAddress(port));
  }

  /**
   * Opens a socket on the shared toolkit.
   *
   * @param local where to bind it; null to leave it unbound
   * @throws IOException as {@link MulticastSocket#MulticastSocket(SocketAddress)}
   * @throws IllegalArgumentException if the address is of another kind
   */
  public PacketloomMulticastSocket(@Nullable SocketAddress local) throws IOException {
    this(JdkFailures.sharedToolkit(), local);
  }

  /**
   * Opens a socket.
   *
   * @param loom what it belongs to: closing that closes the socket
   * @param local where to bind it; null to leave it unbound
   * @throws IOException as {@link MulticastSocket#MulticastSocket(SocketAddress)}
   * @throws IllegalArgumentException if the address is of another kind
   */
  public PacketloomMulticastSocket(Packetloom loom, @Nullable SocketAddress local)
      throws IOException {
    super((SocketAddress) null);
    super.close(); // the superclass has a socket of its own, which nobody uses
    try {
      steps = SteppedDatagrams.open(loom, local, true);
    } catch (IOException e) {
      throw JdkFailures.ofDatagrams(e);
    }
  }

  // ---- steps

  @Override
  public void bind(@Nullable SocketAddress local) throws SocketException {
    steps.bind(local);
  }

  @Override
  public void connect(@Nullable InetAddress address, int port) {
    steps.connect(address, port);
  }

  @Override
  public void connect(@Nullable SocketAddress remote) throws SocketException {
    steps.connect(remote);
  }

  @Override
  public void disconnect() {
    steps.disconnect();
  }

  @Override
  public void close() {
    steps.close();
  }

  // ---- moving datagrams

  @Override
  public void send(DatagramPacket packet) throws IOException {
    steps.send(packet);
  }

  @Override
  public void receive(DatagramPacket packet) throws IOException {
    steps.receive(packet);
  }

  // ---- states

  @Override
  public boolean isBound() {
    return steps.isBound();
  }

  @Override
  public boolean isConnected() {
    return steps.peer() != null;
  }

  @Override
  public boolean isClosed() {
    return steps.isClosed();
  }

  @Override
  public @Nullable InetAddress getInetAddress() {
    InetSocketAddress peer = steps.peer();
    return peer == null ? null : peer.getAddress();
  }

  @Override
  public int getPort() {
    InetSocketAddress peer = steps.peer();
    return peer == null ? -1 : peer.getPort();
  }

  @Override
  public @Nullable SocketAddress getRemoteSocketAddress() {
    return steps.peer();
  }

  @Override
  public @Nullable SocketAddress getLocalSocketAddress() {
    return steps.local();
  }

  @Override
  public @Nullable InetAddress getLocalAddress() {
    return steps.localHost();
  }

  @Override
  public int getLocalPort() {
    return steps.localPort();
  }

  @Override
  public @Nullable DatagramChannel getChannel() {
    return null;
  }

  // ---- settings

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    steps.timeout(millis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return steps.timeout();
  }

  @Override
  public void setSendBufferSize(int size) throws SocketException {
    steps.settings().size(StandardSocketOptions.SO_SNDBUF, size);
  }

  @Override
  public int getSendBufferSize() throws SocketException {
    return steps.settings().number(StandardSocketOptions.SO_SNDBUF);
  }

  @Override
  public void setReceiveBufferSize(int size) throws SocketException {
    steps.settings().size(StandardSocketOptions.SO_RCVBUF, size);
  }

  @Override
  public int getReceiveBufferSize() throws SocketException {
    return steps.settings().number(StandardSocketOptions.SO_RCVBUF);
  }

  @Override
  public void setReuseAddress(boolean on) throws SocketException {
    steps.settings().change(StandardSocketOptions.SO_REUSEADDR, on);
  }

  @Override
  public boolean getReuseAddress() throws SocketException {
    return steps.settings().flag(StandardSocketOptions.SO_REUSEADDR);
  }

  @Override
  public void setBroadcast(boolean on) throws SocketException {
    steps.settings().change(StandardSocketOptions.SO_BROADCAST, on);
  }

  @Override
  public boolean getBroadcast() throws SocketException {
    return steps.settings().flag(StandardSocketOptions.SO_BROADCAST);
  }

  @Override
  public void setTrafficClass(int trafficClass) throws SocketException {
    steps.settings().change(StandardSocketOptions.IP_TOS, trafficClass);
  }

  @Override
  public int getTrafficClass() throws SocketException {
    return steps.settings().number(StandardSocketOptions.IP_TOS);
  }

  @Override
  public <T> PacketloomMulticastSocket setOption(SocketOption<T> option, @Nullable T value)
      throws IOException {
    steps.settings().set(option, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> option) throws IOException {
    return steps.settings().get(option);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return DatagramSettings.supported();
  }

  @Override
  public void joinGroup(@Nullable SocketAddress group, @Nullable NetworkInterface heardBy)
      throws IOException {
    steps.groups().join(group, heardBy);
  }

  @Override
  public void leaveGroup(@Nullable SocketAddress group, @Nullable NetworkInterface heardBy)
      throws IOException {
    steps.groups().leave(group, heardBy);
  }

  // ---- multicast

  @Override
  public void setTimeToLive(int hops) throws IOException {
    steps.settings().set(StandardSocketOptions.IP_MULTICAST_TTL, hops);
  }

  @Override
  public int getTimeToLive() throws IOException {
    return steps.settings().get(StandardSocketOptions.IP_MULTICAST_TTL);
  }

  @Override
  @Deprecated(forRemoval = true)
  @SuppressWarnings("removal") // code that uses it goes on as long as the JDK has it
  public void setTTL(byte hops) throws IOException {
    setTimeToLive(Byte.toUnsignedInt(hops));
  }

  @Override
  @Deprecated(forRemoval = true)
  @SuppressWarnings("removal") // code that uses it goes on as long as the JDK has it
  public byte getTTL() throws IOException {
    return (byte) getTimeToLive();
  }

  /** Sends with a limit of its own; other threads that use this method wait, others do not. */
  @Override
  @Deprecated(forRemoval = true)
  @SuppressWarnings("removal") // code that uses it goes on as long as the JDK has it
  public void send(DatagramPacket packet, byte hops) throws IOException {
    hopsLock.lock();
    try {
      int before = getTimeToLive();
      setTimeToLive(Byte.toUnsignedInt(hops));
      try {
        send(packet);
      } finally {
        if (!isClosed()) {
          setTimeToLive(before);
        }
      }
    } finally {
      hopsLock.unlock();
    }
  }

  @Override
  @Deprecated
  public void joinGroup(InetAddress group) throws IOException {
    joinGroup(new InetSocketAddress(Objects.requireNonNull(group, "group"), 0), null);
  }

  @Override
  @Deprecated
  public void leaveGroup(InetAddress group) throws IOException {
    leaveGroup(new InetSocketAddress(Objects.requireNonNull(group, "group"), 0), null);
  }

  @Override
  @Deprecated
  public void setInterface(@Nullable InetAddress address) throws SocketException {
    steps.groups().interfaceAddress(address);
  }

  @Override
  @Deprecated
  public InetAddress getInterface() throws SocketException {
    return steps.groups().interfaceAddress();
  }

  @Override
  public void setNetworkInterface(@Nullable NetworkInterface changed) throws SocketException {
    steps.groups().networkInterface(changed);
  }

  @Override
  public NetworkInterface getNetworkInterface() throws SocketException {
    return steps.groups().networkInterface();
  }

  @Override
  @Deprecated
  public void setLoopbackMode(boolean isOff) throws SocketException {
    steps.settings().change(StandardSocketOptions.IP_MULTICAST_LOOP, !isOff);
  }

  @Override
  @Deprecated
  public boolean getLoopbackMode() throws SocketException {
    return !steps.settings().flag(StandardSocketOptions.IP_MULTICAST_LOOP);
  }

  @Override
  public PacketloomMulticastSocket readDeadline(Deadline deadline) {
    steps.readDeadline(deadline);
    return this;
  }

  @Override
  public DatagramConnector connector() {
    return steps.connector();
  }
}

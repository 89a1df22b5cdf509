// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.Packetloom;

/**
 * A {@link DatagramSocket} over a connector.
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
 * <p>{@link DatagramSocket#setDatagramSocketImplFactory} has no meaning here.
 */
public final class PacketloomDatagramSocket extends DatagramSocket
    implements DatagramWaits<PacketloomDatagramSocket> {
  private final SteppedDatagrams steps;

  /**
   * Opens a socket on the shared toolkit, at all addresses of this machine and a port that the
   * system chooses.
   *
   * @throws SocketException as {@link DatagramSocket#DatagramSocket()}
   */
  public PacketloomDatagramSocket() throws SocketException {
    this(new InetSocketAddress(0));
  }

  /**
   * Opens a socket on the shared toolkit, at all addresses of this machine.
   *
   * @param port 0 for one that the system chooses
   * @throws SocketException as {@link DatagramSocket#DatagramSocket(int)}
   * @throws IllegalArgumentException if the port is out of range
   */
  public PacketloomDatagramSocket(int port) throws SocketException {
    this(new InetSocketAddress(port));
  }

  /**
   * Opens a socket on the shared toolkit, at a port of an address of this machine.
   *
   * @param port 0 for one that the system chooses
   * @param local null for all addresses
   * @throws SocketException as {@link DatagramSocket#DatagramSocket(int, InetAddress)}
   * @throws IllegalArgumentException if the port is out of range
   */
  public PacketloomDatagramSocket(int port, @Nullable InetAddress local) throws SocketException {
    this(new InetSocketAddress(local, port));
  }

  /**
   * Opens a socket on the shared toolkit.
   *
   * @param local where to bind it; null to leave it unbound
   * @throws SocketException as {@link DatagramSocket#DatagramSocket(SocketAddress)}
   * @throws IllegalArgumentException if the address is of another kind
   */
  public PacketloomDatagramSocket(@Nullable SocketAddress local) throws SocketException {
    this(JdkFailures.sharedToolkit(), local);
  }

  /**
   * Opens a socket.
   *
   * @param loom what it belongs to: closing that closes the socket
   * @param local where to bind it; null to leave it unbound
   * @throws SocketException as {@link DatagramSocket#DatagramSocket(SocketAddress)}
   * @throws IllegalArgumentException if the address is of another kind
   */
  public PacketloomDatagramSocket(Packetloom loom, @Nullable SocketAddress local)
      throws SocketException {
    super((SocketAddress) null);
    super.close(); // the superclass has a socket of its own, which nobody uses
    try {
      steps = SteppedDatagrams.open(loom, local, false);
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
  public <T> PacketloomDatagramSocket setOption(SocketOption<T> option, @Nullable T value)
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

  @Override
  public PacketloomDatagramSocket readDeadline(Deadline deadline) {
    steps.readDeadline(deadline);
    return this;
  }

  @Override
  public DatagramConnector connector() {
    return steps.connector();
  }
}

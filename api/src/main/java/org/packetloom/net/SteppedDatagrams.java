// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.ConnectionRefusedException;
import org.packetloom.ConnectorClosedByInterruptException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.Datagram;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.Packetloom;
import org.packetloom.net.packet.PacketRooms;
import org.packetloom.spi.StagedDatagrams;

/**
 * What {@link PacketloomDatagramSocket} and {@link PacketloomMulticastSocket} have in common: a
 * connector, used by the rules and with the failures of {@link java.net.DatagramSocket}.
 */
final class SteppedDatagrams {
  private final StagedDatagrams staged;
  private final DatagramConnector connector;
  private final DatagramSettings settings;
  private final DatagramGroups groups;
  private final PacketRooms rooms = new PacketRooms();

  /** Guards the steps: binding, choosing a peer, giving it up. Nothing waits under it. */
  private final ReentrantLock stepLock = new ReentrantLock();

  private volatile boolean isBound; // written under stepLock, never unset

  /** As it was given; null if there is none; written under stepLock. Stays after closing. */
  private volatile @Nullable InetSocketAddress peer;

  /** Milliseconds; any thread may set it. */
  private volatile int timeoutMillis;

  /** What the connector was told of it; a race of two receives tells it twice. */
  private volatile int toldMillis;

  private volatile Deadline readDeadline = Deadline.NONE; // any thread may set it

  private SteppedDatagrams(StagedDatagrams staged) {
    this.staged = staged;
    this.connector = staged.connector();
    this.settings = new DatagramSettings(connector);
    this.groups = new DatagramGroups(connector, settings);
    connector.interruptPolicy(InterruptPolicy.SOCKET);
  }

  /** Opens a socket and prepares it: bound unless the address is null. */
  static SteppedDatagrams open(Packetloom loom, @Nullable SocketAddress local, boolean isMulticast)
      throws IOException {
    StagedDatagrams staged = loom.stages().datagrams(IpFamily.OF_SOCKETS);
    SteppedDatagrams fresh = new SteppedDatagrams(staged);
    try {
      staged.connector().option(StandardSocketOptions.SO_BROADCAST, true);
      if (isMulticast) {
        staged.connector().option(StandardSocketOptions.SO_REUSEADDR, true);
      }
      if (local != null) {
        fresh.bind(local);
      }
      return fresh;
    } catch (Throwable e) {
      staged.connector().close();
      throw e;
    }
  }

  DatagramConnector connector() {
    return connector;
  }

  DatagramSettings settings() {
    return settings;
  }

  DatagramGroups groups() {
    return groups;
  }

  // ---- steps

  void bind(@Nullable SocketAddress local) throws SocketException {
    InetSocketAddress address = local == null ? new InetSocketAddress(0) : internet(local);
    stepLock.lock();
    try {
      settings.ensureOpen();
      if (isBound) {
        throw new SocketException("Already bound");
      }
      ensureResolved(address);
      staged.bind(IpFamily.local(address));
      isBound = true;
    } catch (IOException e) {
      throw JdkFailures.ofDatagrams(e);
    } finally {
      stepLock.unlock();
    }
  }

  private void ensureBound() throws SocketException {
    if (isBound) {
      return;
    }
    stepLock.lock();
    try {
      if (!isBound) {
        bind(null);
      }
    } finally {
      stepLock.unlock();
    }
  }

  private static InetSocketAddress internet(SocketAddress address) {
    if (address instanceof InetSocketAddress internet) {
      return internet;
    }
    throw new IllegalArgumentException("Unsupported address type: " + address);
  }

  private static void ensureResolved(InetSocketAddress address) throws SocketException {
    if (address.isUnresolved()) {
      throw new SocketException("Unresolved address");
    }
  }

  void connect(@Nullable InetAddress address, int port) {
    if (address == null) {
      throw new IllegalArgumentException("Address can't be null");
    }
    try {
      connect(new InetSocketAddress(address, port));
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  void connect(@Nullable SocketAddress remote) throws SocketException {
    if (remote == null) {
      throw new IllegalArgumentException("Address can't be null");
    }
    InetSocketAddress wanted = internet(remote);
    ensureResolved(wanted);
    if (!connector.isOpen()) {
      return; // as sockets of the JDK
    }
    if (wanted.getPort() == 0) {
      throw new SocketException("Can't connect to port 0");
    }
    stepLock.lock();
    try {
      ensureBound();
      connector.connect(IpFamily.peer(wanted));
      peer = wanted;
    } catch (IOException e) {
      throw JdkFailures.ofDatagrams(e);
    } finally {
      stepLock.unlock();
    }
  }

  void disconnect() {
    stepLock.lock();
    try {
      if (peer != null && connector.isOpen()) {
        connector.disconnect();
        peer = null;
      }
    } catch (ClosedChannelException _) {
      // closed meanwhile: as if it had been before
    } catch (IOException e) {
      throw new UncheckedIOException(JdkFailures.ofDatagrams(e));
    } finally {
      stepLock.unlock();
    }
  }

  // ---- moving datagrams

  void send(DatagramPacket packet) throws IOException {
    ByteBuffer source = ByteBuffer.wrap(packet.getData(), packet.getOffset(), packet.getLength());
    InetSocketAddress only = peer;
    ensureCommunicating();
    try {
      if (only == null) {
        connector.send(source, boundFor(destination(packet)));
        return;
      }
      ensureTo(only, packet);
      connector.send(source);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** The words are those of the JDK, whose settings have others. */
  private void ensureCommunicating() throws SocketException {
    if (isClosed()) {
      throw new SocketException("Socket closed");
    }
  }

  private SocketAddress boundFor(SocketAddress destination) throws SocketException {
    ensureBound();
    return destination;
  }

  private static InetSocketAddress destination(DatagramPacket packet) throws SocketException {
    InetAddress address = packet.getAddress();
    if (address == null) {
      throw new IllegalArgumentException("Address not set");
    }
    int port = packet.getPort();
    if (port == 0) {
      throw new SocketException("Can't send to port 0");
    }
    return new InetSocketAddress(address, port);
  }

  private static void ensureTo(InetSocketAddress only, DatagramPacket packet) {
    InetAddress address = packet.getAddress();
    if (address == null) {
      packet.setSocketAddress(only);
    } else if (packet.getPort() != only.getPort() || !address.equals(only.getAddress())) {
      throw new IllegalArgumentException("Connected and packet address differ");
    }
  }

  void receive(DatagramPacket packet) throws IOException {
    Objects.requireNonNull(packet, "packet");
    ensureCommunicating();
    try {
      ensureBound();
      tellTimeout();
      int room = rooms.of(packet);
      ByteBuffer into = ByteBuffer.wrap(packet.getData(), packet.getOffset(), room);
      Datagram received = connector.receive(into);
      received.sender().ifPresent(packet::setSocketAddress);
      rooms.received(packet, room, received.size());
    } catch (SocketTimeoutException e) {
      throw timedOut(e);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static IOException failure(IOException failure) {
    return switch (failure) {
      case SocketTimeoutException e -> new SocketDeadlineException(e);
      case ConnectorInterruptedException e -> new SocketInterruptedException(e);
      case ConnectorClosedByInterruptException e -> new SocketException("Closed by interrupt", e);
      case ConnectionRefusedException e -> {
        PortUnreachableException told = new PortUnreachableException();
        told.initCause(e);
        yield told;
      }
      default -> JdkFailures.ofDatagrams(failure);
    };
  }

  /** Code exists that tries again after a timeout: it is told of no other than its own. */
  private IOException timedOut(SocketTimeoutException e) {
    if (toldMillis == 0 || readDeadline.hasPassed() || Deadline.current().hasPassed()) {
      return new SocketDeadlineException(e);
    }
    SocketTimeoutException told = new SocketTimeoutException("Receive timed out");
    told.initCause(e);
    return told;
  }

  // ---- waiting

  void readDeadline(Deadline deadline) {
    readDeadline = deadline;
    connector.readDeadline(deadline);
  }

  void timeout(int millis) throws SocketException {
    settings.ensureOpen();
    if (millis < 0) {
      throw new IllegalArgumentException("timeout < 0");
    }
    timeoutMillis = millis;
  }

  int timeout() throws SocketException {
    settings.ensureOpen();
    return timeoutMillis;
  }

  /** A timeout counts for calls that begin after it was set: the connector is told by the next. */
  private void tellTimeout() {
    int millis = timeoutMillis;
    if (millis != toldMillis) {
      toldMillis = millis;
      connector.readTimeout(Duration.ofMillis(millis));
    }
  }

  // ---- states

  boolean isBound() {
    return isBound;
  }

  boolean isClosed() {
    return !connector.isOpen();
  }

  @Nullable InetSocketAddress peer() {
    return peer;
  }

  @Nullable InetSocketAddress local() {
    return connector.isOpen() && isBound
        ? (InetSocketAddress) connector.localAddress().orElse(null)
        : null;
  }

  @Nullable InetAddress localHost() {
    if (!connector.isOpen()) {
      return null;
    }
    InetSocketAddress local = local();
    return local == null ? new InetSocketAddress(0).getAddress() : local.getAddress();
  }

  int localPort() {
    if (!connector.isOpen()) {
      return -1;
    }
    InetSocketAddress local = local();
    return local == null ? 0 : local.getPort();
  }

  void close() {
    try {
      connector.close();
    } catch (IOException _) {
      // closing a datagram socket has nobody to tell: the descriptor is gone whatever comes
    }
  }
}

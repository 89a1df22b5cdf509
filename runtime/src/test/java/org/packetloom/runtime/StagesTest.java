// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.Deadline;
import org.packetloom.NotConnectedException;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.spi.StagedDatagrams;
import org.packetloom.spi.StagedListener;
import org.packetloom.spi.StagedStream;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Task;

/** Sockets that are bound and connected step by step. */
class StagesTest extends ToolkitTest {
  @TempDir Path folder;

  private static InetSocketAddress loopback(String literal, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
  }

  private static StagedListener listening(Packetloom loom, ProtocolFamily family, SocketAddress at)
      throws Exception {
    StagedListener staged = loom.stages().listener(family);
    staged.bind(at);
    staged.listen(10);
    return staged;
  }

  private static SocketAddress address(StagedListener staged) {
    return staged.connector().localAddress().orElseThrow();
  }

  @EachEngine
  void streamIsBoundConnectedAndUsed(String engine, String poller) throws Exception {
    int before = OpenDescriptors.count();
    try (Packetloom loom = open(engine, poller)) {
      StagedListener listener =
          listening(loom, StandardProtocolFamily.INET, loopback("127.0.0.1", 0));
      StagedStream staged = loom.stages().stream(StandardProtocolFamily.INET6);
      assertThat(staged.connector().localAddress()).isEmpty();
      staged.connector().option(StandardSocketOptions.SO_RCVBUF, 20_000);
      staged.bind(new InetSocketAddress(0));
      var bound = (InetSocketAddress) staged.connector().localAddress().orElseThrow();
      assertThat(bound.getPort()).isPositive();

      staged.connect(address(listener), Deadline.NONE);

      StreamConnector near = staged.connector();
      assertThat(near.peerAddress()).contains(address(listener));
      assertThat(near.localAddress()).contains(loopback("127.0.0.1", bound.getPort()));
      assertThat(near.option(StandardSocketOptions.TCP_NODELAY)).isFalse();
      try (StreamConnector far = listener.connector().accept()) {
        assertThat(far.peerAddress()).isEqualTo(near.localAddress());
        assertRoundTrip(near, far);
      }
    }
    assertNoneLost(before);
  }

  @EachEngine
  void connectWithoutWaitingIsToldAsWritable(String engine, String poller) throws Exception {
    try (Packetloom loom = open(engine, poller)) {
      for (int i = 0; i < 20; i++) {
        StagedListener listener = listening(loom, StandardProtocolFamily.INET6, loopback("::1", 0));
        StagedStream staged = loom.stages().stream(StandardProtocolFamily.INET6);
        while (!staged.tryConnect(address(listener))) {
          assertThat(staged.connector().awaitWritable(Deadline.NONE)).isTrue();
        }
        try (StreamConnector far = listener.connector().accept()) {
          assertRoundTrip(staged.connector(), far);
        }
        listener.connector().close();
        staged.connector().close();
      }
      assertThat(loom.statistics().connected()).isEqualTo(20);
    }
  }

  @EachEngine
  void refusalIsAConnectException(String engine, String poller) throws Exception {
    SocketAddress vacant = loopback("127.0.0.1", 1); // nobody listens there
    try (Packetloom loom = open(engine, poller)) {
      StagedStream waiting = loom.stages().stream(StandardProtocolFamily.INET6);
      assertThatThrownBy(() -> waiting.connect(vacant, Deadline.NONE))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("ECONNREFUSED")
          .hasMessageContaining("127.0.0.1");
      StagedStream asking = loom.stages().stream(StandardProtocolFamily.INET);
      assertThatThrownBy(
              () -> {
                while (!asking.tryConnect(vacant)) {
                  asking.connector().awaitWritable(Deadline.NONE);
                }
              })
          .isInstanceOf(ConnectException.class);
      assertThat(loom.statistics().connectFailures()).isEqualTo(2);
      assertThat(loom.statistics().connected()).isZero();
    }
  }

  @EachEngine
  void connectObeysItsDeadlineAndClose(String engine, String poller) throws Exception {
    try (Packetloom loom = open(engine, poller);
        BlackHole hole = new BlackHole()) {
      SocketAddress there = loopback("127.0.0.1", URI.create(hole.uri()).getPort());
      StagedStream late = loom.stages().stream(StandardProtocolFamily.INET6);
      late.connector().writeTimeout(Duration.ofHours(1));
      assertThatThrownBy(() -> late.connect(there, Deadline.after(Duration.ofMillis(30))))
          .isInstanceOf(SocketTimeoutException.class);
      StagedStream closed = loom.stages().stream(StandardProtocolFamily.INET);
      Task<Void> connect = startAction(() -> closed.connect(there, Deadline.NONE)).awaitParked();
      closed.connector().close();
      assertThat(connect.failure()).isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  void unixSocketsKeepTheirPaths() throws Exception {
    String deep = "d".repeat(100);
    Path path = Files.createDirectory(folder.resolve(deep)).resolve("socket");
    try (Packetloom loom = Packetloom.open()) {
      var address = UnixDomainSocketAddress.of(path);
      StagedListener listener = listening(loom, StandardProtocolFamily.UNIX, address);
      assertThat(listener.connector().localAddress()).contains(address);
      StagedStream staged = loom.stages().stream(StandardProtocolFamily.UNIX);
      assertThat(staged.tryConnect(address)).isTrue();
      try (StreamConnector far = listener.connector().accept()) {
        assertRoundTrip(staged.connector(), far);
      }
      assertThat(staged.connector().peerAddress()).contains(address);
      listener.connector().close();
      assertThat(path).exists();
      StagedListener other = loom.stages().listener(StandardProtocolFamily.UNIX);
      assertThatThrownBy(() -> other.bind(address)).isInstanceOf(BindException.class);
      other.bind(UnixDomainSocketAddress.of(""));
      assertThat(other.connector().localAddress()).isPresent();
    }
  }

  @Test
  void datagramsAreBoundByTheirFirstOneOrBefore() throws Exception {
    try (Packetloom loom = Packetloom.open()) {
      StagedDatagrams receiver = loom.stages().datagrams(StandardProtocolFamily.INET6);
      receiver.connector().option(StandardSocketOptions.SO_REUSEADDR, true);
      receiver.bind(loopback("127.0.0.1", 0));
      StagedDatagrams sender = loom.stages().datagrams(StandardProtocolFamily.INET6);
      SocketAddress there = receiver.connector().localAddress().orElseThrow();
      sender.connector().send(ByteBuffer.wrap(new byte[] {7}), there);
      ByteBuffer one = ByteBuffer.allocate(1);
      assertThat(receiver.connector().receive(one).sender())
          .containsInstanceOf(InetSocketAddress.class);
      assertThat(one.get(0)).isEqualTo((byte) 7);
      sender.connector().connect(there);
      assertThat(sender.connector().peerAddress()).contains(there);
    }
  }

  @Test
  void whatIsNotConnectedMovesNothing() throws Exception {
    try (Packetloom loom = Packetloom.open()) {
      StreamConnector stream = loom.stages().stream(StandardProtocolFamily.INET).connector();
      assertThatThrownBy(() -> stream.read(new byte[1])).isInstanceOf(NotConnectedException.class);
      stream.close();
      assertThat(stream.isOpen()).isFalse();
    }
  }

  @Test
  void addressesOfOtherKindsAreRejected() throws Exception {
    try (Packetloom loom = Packetloom.open()) {
      StagedStream staged = loom.stages().stream(StandardProtocolFamily.INET);
      var unix = UnixDomainSocketAddress.of(folder.resolve("x"));
      assertThatThrownBy(() -> staged.bind(unix))
          .isInstanceOf(UnsupportedAddressTypeException.class);
      assertThatThrownBy(() -> staged.tryConnect(loopback("::1", 1)))
          .isInstanceOf(UnsupportedAddressTypeException.class);
      InetSocketAddress name = InetSocketAddress.createUnresolved("nowhere.invalid", 1);
      assertThatThrownBy(() -> staged.connect(name, Deadline.NONE))
          .isInstanceOf(UnresolvedAddressException.class);
      assertThatThrownBy(() -> loom.stages().datagrams(() -> "OTHER"))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(Optional.of(staged.family())).contains(StandardProtocolFamily.INET);
    }
  }
}

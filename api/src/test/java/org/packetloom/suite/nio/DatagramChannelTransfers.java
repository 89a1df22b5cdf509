// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.suite.Seed;

/** How datagrams go, connected or not. */
public interface DatagramChannelTransfers extends DatagramChannelRow {
  @ParameterizedTest
  @EnumSource
  default void aDatagramArrivesWithItsSender(Form form) throws Exception {
    try (var sender = openBound();
        var receiver = openBound()) {
      ByteBuffer source = form.of(new byte[] {1, 2, 3});
      assertThat(sender.send(source, receiver.getLocalAddress())).isEqualTo(3);
      assertThat(source.hasRemaining()).isFalse();
      ByteBuffer target = form.allocate(10);
      int first = target.position();
      assertThat(receiver.receive(target)).isEqualTo(sender.getLocalAddress());
      assertThat(target.position()).isEqualTo(first + 3);
      assertThat(target.remaining()).isEqualTo(7);
      assertThat(target.get(first + 2)).isEqualTo((byte) 3);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void readOnlyBuffersCanBeSent(Form form) throws Exception {
    try (var channel = openBound()) {
      channel.send(form.of(new byte[] {4}).asReadOnlyBuffer(), channel.getLocalAddress());
      assertThat(receiveBytes(channel)).containsExactly(4);
    }
  }

  @Test
  default void readOnlyBuffersCannotBeReceivedInto() throws Exception {
    try (var channel = openBound()) {
      ByteBuffer readOnly = ByteBuffer.allocate(1).asReadOnlyBuffer();
      assertThatThrownBy(() -> channel.receive(readOnly))
          .isInstanceOf(IllegalArgumentException.class);
      channel.connect(channel.getLocalAddress());
      assertThatThrownBy(() -> channel.read(readOnly)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void aDatagramWithoutBytesArrives() throws Exception {
    try (var sender = openBound();
        var receiver = openBound()) {
      assertThat(sender.send(ByteBuffer.allocate(0), receiver.getLocalAddress())).isZero();
      ByteBuffer target = ByteBuffer.allocate(5);
      assertThat(receiver.receive(target)).isEqualTo(sender.getLocalAddress());
      assertThat(target.position()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void whatDoesNotFitIsDropped(Form form) throws Exception {
    try (var channel = openBound()) {
      send(channel, channel.getLocalAddress(), 1, 2, 3, 4, 5);
      send(channel, channel.getLocalAddress(), 6);
      ByteBuffer target = form.allocate(2);
      int first = target.position();
      assertThat(channel.receive(target)).isNotNull();
      assertThat(target.hasRemaining()).isFalse();
      assertThat(target.get(first + 1)).isEqualTo((byte) 2);
      assertThat(receiveBytes(channel)).containsExactly(6);
    }
  }

  @Test
  default void aDatagramIsReceivedIntoNoRoom() throws Exception {
    try (var channel = openBound()) {
      send(channel, channel.getLocalAddress(), 1, 2);
      send(channel, channel.getLocalAddress(), 3);
      assertThat(channel.receive(ByteBuffer.allocate(0))).isEqualTo(channel.getLocalAddress());
      assertThat(receiveBytes(channel)).containsExactly(3);
    }
  }

  @Test
  default void datagramsKeepTheirBounds() throws Exception {
    try (var channel = openBound()) {
      for (int i = 0; i < 10; i++) {
        send(channel, channel.getLocalAddress(), i, i);
      }
      for (int i = 0; i < 10; i++) {
        assertThat(receiveBytes(channel)).containsExactly(i, i);
      }
    }
  }

  @Test
  default void aBigDatagramArrives() throws Exception {
    try (var channel = openBound()) {
      byte[] sent = Seed.bytes(60_000);
      channel.send(ByteBuffer.wrap(sent), channel.getLocalAddress());
      ByteBuffer received = ByteBuffer.allocate(65_536);
      channel.receive(received);
      assertThat(bytesOf(received)).isEqualTo(sent);
    }
  }

  @Test
  default void aDatagramThatIsTooBigIsNotSent() throws Exception {
    try (var channel = openBound()) {
      ByteBuffer source = ByteBuffer.allocate(70_000);
      assertThatThrownBy(() -> channel.send(source, channel.getLocalAddress()))
          .isInstanceOf(IOException.class);
      assertThat(source.position()).isZero();
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @Test
  default void sendRefusesAddressesOfOtherTypes() throws Exception {
    try (var channel = openBound()) {
      ByteBuffer source = ByteBuffer.allocate(1);
      assertThatThrownBy(() -> channel.send(source, unresolved()))
          .isInstanceOf(UnresolvedAddressException.class);
      assertThatThrownBy(() -> channel.send(source, new SocketChannelStates.UnknownAddress()))
          .isInstanceOf(UnsupportedAddressTypeException.class);
      assertThatThrownBy(() -> channel.send(source, null)).isInstanceOf(NullPointerException.class);
      assertThat(source.position()).isZero();
    }
  }

  @Test
  default void nullBuffersAreRefused() throws Exception {
    try (var channel = openBound()) {
      assertThatThrownBy(() -> channel.send(null, channel.getLocalAddress()))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> channel.receive(null)).isInstanceOf(NullPointerException.class);
      channel.connect(channel.getLocalAddress());
      assertThatThrownBy(() -> channel.write((ByteBuffer) null))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> channel.read((ByteBuffer) null))
          .isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  default void connectedChannelsReadAndWrite() throws Exception {
    try (var near = openBound();
        var far = openBound()) {
      near.connect(far.getLocalAddress());
      far.connect(near.getLocalAddress());
      assertThat(near.write(buffer(1, 2))).isEqualTo(2);
      ByteBuffer target = ByteBuffer.allocate(10);
      assertThat(far.read(target)).isEqualTo(2);
      assertThat(bytesOf(target)).containsExactly(1, 2);
    }
  }

  @Test
  default void aReadDropsWhatDoesNotFit() throws Exception {
    try (var channel = openBound()) {
      channel.connect(channel.getLocalAddress());
      channel.write(buffer(1, 2, 3));
      channel.write(buffer(4));
      ByteBuffer target = ByteBuffer.allocate(2);
      assertThat(channel.read(target)).isEqualTo(2);
      assertThat(channel.read(target.clear())).isEqualTo(1);
      assertThat(target.get(0)).isEqualTo((byte) 4);
    }
  }

  @Test
  default void aDatagramIsGatheredAndScattered() throws Exception {
    try (var channel = openBound()) {
      channel.connect(channel.getLocalAddress());
      ByteBuffer[] sources = {
        ByteBuffer.allocate(3), buffer(1, 2), Form.DIRECT.of(new byte[] {3}), buffer()
      };
      assertThat(channel.write(sources, 1, 3)).isEqualTo(3);
      assertThat(sources[0].position()).isZero();
      ByteBuffer[] targets = {
        ByteBuffer.allocate(9), ByteBuffer.allocateDirect(1), ByteBuffer.allocate(5)
      };
      assertThat(channel.read(targets, 1, 2)).isEqualTo(3);
      assertThat(targets[0].position()).isZero();
      assertThat(targets[1].get(0)).isEqualTo((byte) 1);
      assertThat(targets[2].get(1)).isEqualTo((byte) 3);
      assertThat(targets[2].position()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"-1,1", "0,-1", "0,4", "3,1", "4,0"})
  default void rangesOutsideTheArrayAreRefused(int offset, int length) throws Exception {
    try (var channel = openBound()) {
      channel.connect(channel.getLocalAddress());
      ByteBuffer[] buffers = new ByteBuffer[3];
      Arrays.setAll(buffers, i -> ByteBuffer.allocate(1));
      assertThatThrownBy(() -> channel.write(buffers, offset, length))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> channel.read(buffers, offset, length))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  default void aConnectedChannelHearsItsPeerOnly() throws Exception {
    try (var peer = openBound();
        var stranger = openBound();
        var channel = openBound()) {
      channel.connect(peer.getLocalAddress());
      send(stranger, channel.getLocalAddress(), 1);
      send(peer, channel.getLocalAddress(), 2);
      ByteBuffer target = ByteBuffer.allocate(5);
      assertThat(channel.receive(target)).isEqualTo(peer.getLocalAddress());
      assertThat(bytesOf(target)).containsExactly(2);
    }
  }

  @Test
  default void aConnectedChannelSendsToItsPeerOnly() throws Exception {
    try (var peer = openBound();
        var stranger = openBound();
        var channel = openBound()) {
      channel.connect(peer.getLocalAddress());
      send(channel, peer.getLocalAddress(), 1);
      assertThat(receiveBytes(peer)).containsExactly(1);
      ByteBuffer source = buffer(2);
      assertThatThrownBy(() -> channel.send(source, stranger.getLocalAddress()))
          .isInstanceOf(AlreadyConnectedException.class);
      assertThat(source.position()).isZero();
    }
  }

  @Test
  default void aPeerThatIsNotThereIsToldToTheConnected() throws Exception {
    try (var channel = openBound()) {
      channel.connect(nobody());
      channel.write(buffer(1));
      assertThat(catchThrowable(() -> channel.read(ByteBuffer.allocate(1))))
          .isInstanceOf(PortUnreachableException.class);
      assertThat(channel.isOpen()).isTrue();
      channel.write(buffer(1));
      assertThat(catchThrowable(() -> channel.receive(ByteBuffer.allocate(1))))
          .isInstanceOf(PortUnreachableException.class);
    }
  }

  @Test
  default void anUnconnectedSenderIsNotTold() throws Exception {
    try (var channel = openBound()) {
      send(channel, nobody(), 1);
      send(channel, channel.getLocalAddress(), 2);
      assertThat(receiveBytes(channel)).containsExactly(2);
    }
  }

  @Test
  default void nothingIsThereInNonBlockingMode() throws Exception {
    try (var channel = openBound()) {
      channel.configureBlocking(false);
      ByteBuffer target = ByteBuffer.allocate(1);
      assertThat(channel.receive(target)).isNull();
      channel.connect(channel.getLocalAddress());
      assertThat(channel.read(target)).isZero();
      assertThat(channel.read(new ByteBuffer[] {target})).isZero();
      assertThat(target.position()).isZero();
    }
  }

  @Test
  default void datagramsGoInNonBlockingModeToo() throws Exception {
    try (var channel = openBound()) {
      channel.configureBlocking(false);
      send(channel, channel.getLocalAddress(), 1);
      assertThat(receiveBytes(channel)).containsExactly(1);
      channel.connect(channel.getLocalAddress());
      assertThat(channel.write(buffer(2))).isEqualTo(1);
      ByteBuffer target = ByteBuffer.allocate(2);
      assertThat(channel.read(target)).isEqualTo(1);
    }
  }

  @Test
  default void aReceiverBoundToEveryAddressReceives() throws Exception {
    try (var receiver = openDatagrams().bind(null);
        var sender = openBound()) {
      int port = ((java.net.InetSocketAddress) receiver.getLocalAddress()).getPort();
      send(sender, new java.net.InetSocketAddress(kind().loopback(), port), 9);
      ByteBuffer target = ByteBuffer.allocate(2);
      assertThat(receiver.receive(target)).isEqualTo(sender.getLocalAddress());
    }
  }

  @Test
  default void bothFamiliesReachAChannelOfBoth() throws Exception {
    assumeThat(kind()).isSameAs(DatagramKind.UDP);
    try (var receiver = openDatagrams().bind(null);
        var old = DatagramKind.UDP4.open(provider());
        var young = DatagramKind.UDP6.open(provider())) {
      int port = ((java.net.InetSocketAddress) receiver.getLocalAddress()).getPort();
      send(old, new java.net.InetSocketAddress("127.0.0.1", port), 4);
      var sender = (java.net.InetSocketAddress) receiver.receive(ByteBuffer.allocate(1));
      assertThat(sender.getAddress()).isInstanceOf(java.net.Inet4Address.class);
      send(young, new java.net.InetSocketAddress("::1", port), 6);
      sender = (java.net.InetSocketAddress) receiver.receive(ByteBuffer.allocate(1));
      assertThat(sender.getAddress()).isInstanceOf(java.net.Inet6Address.class);
    }
  }
}

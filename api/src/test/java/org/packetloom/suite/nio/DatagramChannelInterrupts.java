// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Task;

/** Receives that wait, and are closed or interrupted before and meanwhile. */
public interface DatagramChannelInterrupts extends DatagramChannelRow {
  private Task<SocketAddress> startBlockedReceive(ThreadKind kind, DatagramChannel channel) {
    return startBlocked(kind, () -> channel.receive(ByteBuffer.allocate(1)));
  }

  /** A channel connected to itself. */
  private DatagramChannel openConnected() throws Exception {
    DatagramChannel channel = openBound();
    return channel.connect(channel.getLocalAddress());
  }

  @ParameterizedTest
  @EnumSource
  default void aBlockedReceiveGetsWhatComes(ThreadKind kind) throws Exception {
    try (var channel = openBound();
        var sender = openBound()) {
      var receive = startBlockedReceive(kind, channel);
      send(sender, channel.getLocalAddress(), 1);
      assertThat(receive.result()).isEqualTo(sender.getLocalAddress());
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aBlockedReadGetsWhatComes(ThreadKind kind) throws Exception {
    try (var channel = openConnected()) {
      var read = startBlocked(kind, () -> channel.read(ByteBuffer.allocate(1)));
      channel.write(buffer(1));
      assertThat(read.result()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aBlockedReceiveIntoNoRoomGetsItsSender(ThreadKind kind) throws Exception {
    try (var channel = openBound()) {
      var receive = startBlocked(kind, () -> channel.receive(ByteBuffer.allocate(0)));
      send(channel, channel.getLocalAddress(), 1);
      assertThat(receive.result()).isEqualTo(channel.getLocalAddress());
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptOfABlockedReceiveCloses(ThreadKind kind) throws Exception {
    try (var channel = openBound()) {
      var receive = startBlockedReceive(kind, channel);
      receive.interrupt();
      assertClosedByInterrupt(receive, channel);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptOfABlockedReadCloses(ThreadKind kind) throws Exception {
    try (var channel = openConnected()) {
      var read = startBlocked(kind, () -> channel.read(ByteBuffer.allocate(1)));
      read.interrupt();
      assertClosedByInterrupt(read, channel);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptOfABlockedScatteringReadCloses(ThreadKind kind) throws Exception {
    try (var channel = openConnected()) {
      var read = startBlocked(kind, () -> channel.read(new ByteBuffer[] {ByteBuffer.allocate(1)}));
      read.interrupt();
      assertClosedByInterrupt(read, channel);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptBeforeAReceiveCloses(ThreadKind kind) throws Exception {
    try (var channel = openBound()) {
      send(channel, channel.getLocalAddress(), 1);
      var receive = startInterrupted(kind, () -> channel.receive(ByteBuffer.allocate(1)));
      assertClosedByInterrupt(receive, channel);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptBeforeASendCloses(ThreadKind kind) throws Exception {
    try (var channel = openBound();
        var receiver = openBound()) {
      SocketAddress address = receiver.getLocalAddress();
      var send = startInterrupted(kind, () -> channel.send(buffer(1), address));
      assertClosedByInterrupt(send, channel);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptBeforeAWriteCloses(ThreadKind kind) throws Exception {
    try (var channel = openConnected()) {
      assertClosedByInterrupt(startInterrupted(kind, () -> channel.write(buffer(1))), channel);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptDoesNotMatterInNonBlockingMode(ThreadKind kind) throws Exception {
    try (var channel = openConnected()) {
      channel.configureBlocking(false);
      var task =
          startInterrupted(
              kind, () -> channel.write(buffer(1)) + channel.read(ByteBuffer.allocate(1)));
      assertThat(task.result()).isEqualTo(2);
      assertThat(task.endedInterrupted()).isTrue();
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void closeEndsABlockedReceive(ThreadKind kind) throws Exception {
    try (var channel = openBound()) {
      var receive = startBlockedReceive(kind, channel);
      closeNow(channel);
      assertClosedMeanwhile(receive);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void closeEndsABlockedRead(ThreadKind kind) throws Exception {
    try (var channel = openConnected()) {
      var read = startBlocked(kind, () -> channel.read(ByteBuffer.allocate(1)));
      closeNow(channel);
      assertClosedMeanwhile(read);
    }
  }

  @Test
  default void closeEndsReceiversInTheQueue() throws Exception {
    try (var channel = openBound()) {
      var first = startBlockedReceive(ThreadKind.VIRTUAL, channel);
      var second = startBlockedReceive(ThreadKind.PLATFORM, channel);
      closeNow(channel);
      assertClosedMeanwhile(first);
      second.assertFailure().isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  default void datagramsCanBeSentWhileAThreadReceives() throws Exception {
    try (var channel = openBound();
        var peer = openBound()) {
      var receive = startBlockedReceive(ThreadKind.VIRTUAL, channel);
      send(channel, peer.getLocalAddress(), 5);
      assertThat(receiveBytes(peer)).containsExactly(5);
      send(peer, channel.getLocalAddress(), 6);
      receive.result();
    }
  }

  @Test
  default void severalReceiversShareTheDatagrams() throws Exception {
    try (var channel = openBound()) {
      var first = startBlockedReceive(ThreadKind.VIRTUAL, channel);
      var second = startBlockedReceive(ThreadKind.PLATFORM, channel);
      send(channel, channel.getLocalAddress(), 1);
      send(channel, channel.getLocalAddress(), 2);
      assertThat(first.result()).isEqualTo(second.result());
    }
  }

  @Test
  default void theModeCanBeChangedWhileAThreadReceives() throws Exception {
    try (var channel = openBound();
        var sender = openBound()) {
      SocketAddress address = channel.getLocalAddress();
      var receive = startBlockedReceive(ThreadKind.VIRTUAL, channel);
      var changer = start(() -> channel.configureBlocking(false));
      send(sender, address, 1);
      receive.result();
      changer.result();
      assertThat(channel.isBlocking()).isFalse();
    }
  }

  @Test
  default void aPeerCanBeChosenWhileAThreadReceives() throws Exception {
    try (var channel = openBound();
        var peer = openBound()) {
      SocketAddress address = channel.getLocalAddress();
      SocketAddress remote = peer.getLocalAddress();
      var receive = startBlockedReceive(ThreadKind.VIRTUAL, channel);
      var connect = start(() -> channel.connect(remote));
      send(peer, address, 1);
      assertThat(receive.result()).isEqualTo(remote);
      connect.result();
      assertThat(channel.isConnected()).isTrue();
    }
  }

  @Test
  default void closesAndReceivesMayRace() throws Exception {
    for (int i = 0; i < Scale.rounds(200); i++) {
      var channel = openBound();
      var receive =
          startIn(
              i % 2 == 0 ? ThreadKind.VIRTUAL : ThreadKind.PLATFORM,
              () -> channel.receive(ByteBuffer.allocate(1)));
      channel.close();
      receive.assertFailure().isInstanceOf(ClosedChannelException.class);
    }
  }
}

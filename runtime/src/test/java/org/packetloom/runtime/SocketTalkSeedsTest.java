// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.packetloom.Behaviour;
import org.packetloom.BrokenPipeException;
import org.packetloom.ConnectionResetException;
import org.packetloom.Connector;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorOptions;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Datagram;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.Listener;
import org.packetloom.Pair;
import org.packetloom.ReceiveFlag;
import org.packetloom.SendFlag;
import org.packetloom.StreamConnector;
import org.packetloom.TransferFailure;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/**
 * What goes through sockets, their options and their end: lines ZS4 to ZS6 and ZS8 of what pike
 * could. The suites of streams and datagrams have more of it.
 */
@EachPoller
class SocketTalkSeedsTest extends ReactorContract {
  private static byte[] read(StreamConnector stream, int count) throws IOException {
    byte[] bytes = new byte[count];
    stream.readFully(bytes);
    return bytes;
  }

  @Test
  void zs4AReadTakesWhatIsThereAndWaitsForTheFirstByteOnly() throws Exception {
    try (Pair pair = tcp()) {
      ByteBuffer ten = ByteBuffer.allocate(10);
      pair.second().write(new byte[] {1, 2, 3});
      assertThat(pair.first().read(ten)).as("a part").isEqualTo(3);
      assertThat(pair.first().tryRead(ten)).as("not now").isZero();
      Task<Integer> reading = start(() -> pair.first().read(ten)).awaitParked();
      pair.second().write(new byte[] {4, 5});
      assertThat(reading.result()).isEqualTo(2);
      assertThat(ten.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}));
    }
  }

  // On purpose: a write takes everything, and one that takes what fits is another call.
  @Test
  void zs4AWriteWaitsUntilEverythingIsTaken() throws Exception {
    try (Pair pair = pair()) {
      ByteBuffer much = ByteBuffer.allocate(4 << 20);
      int part = pair.first().tryWrite(much);
      assertThat(part).isPositive().isLessThan(much.capacity());
      Task<Integer> writing = start(() -> pair.first().write(much)).awaitParked();
      assertThat(read(pair.second(), much.capacity())).containsOnly(0);
      assertThat(writing.result()).isEqualTo(much.capacity() - part);
      assertThat(much.hasRemaining()).isFalse();
    }
  }

  // On purpose: 0 had been the end, a reset and a cancelled read alike.
  @Test
  void zs4TheEndAResetAndACloseAreThreeThings() throws Exception {
    try (Pair pair = tcp()) {
      pair.second().close();
      assertThat(pair.first().read(new byte[1])).isEqualTo(-1);
    }
    try (Pair pair = tcp()) {
      Task<Integer> reading = start(() -> pair.first().read(new byte[1])).awaitParked();
      pair.second().option(StandardSocketOptions.SO_LINGER, 0).close();
      reading.assertFailure().isInstanceOf(ConnectionResetException.class);
    }
    try (Pair pair = tcp()) {
      Task<Integer> reading = start(() -> pair.first().read(new byte[1])).awaitParked();
      pair.first().close();
      reading.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
      assertThatThrownBy(() -> pair.first().read(new byte[1]))
          .isInstanceOf(ConnectorClosedException.class);
    }
  }

  @Test
  void zs4AReaderAndAWriterAreStreamsOfJava() throws Exception {
    try (Pair pair = tcp()) {
      DataInputStream reader = new DataInputStream(pair.second().inputStream());
      Task<String> reading = start(reader::readUTF).awaitParked();
      DataOutputStream writer = new DataOutputStream(pair.first().outputStream());
      writer.writeUTF("all of it");
      assertThat(reading.result()).isEqualTo("all of it");
      pair.first().write(new byte[] {1, 2, 3});
      pair.first().shutdownOutput();
      assertThat(reader.readAllBytes()).containsExactly(1, 2, 3);
    }
  }

  // On purpose: MSG_PEEK and MSG_DONTWAIT are calls of their own, and there are no numbers.
  @Test
  void zs4FlagsAreOfOneCall() throws Exception {
    try (Pair pair = tcp()) {
      StreamConnector near = pair.first();
      StreamConnector far = pair.second();
      ByteBuffer four = ByteBuffer.allocate(4);
      near.write(ByteBuffer.wrap(new byte[] {1, 2}), SendFlag.DONT_ROUTE);
      assertThat(far.awaitReadable(Deadline.after(LONG))).isTrue();
      assertThat(far.peek(four)).isEqualTo(2);
      Task<Integer> reading = start(() -> far.read(four.clear(), ReceiveFlag.WAIT_ALL));
      Await.until("two are read", () -> four.position() == 2);
      reading.awaitParked();
      near.write(ByteBuffer.wrap(new byte[] {3}), SendFlag.MORE); // the system may keep it back
      near.write(ByteBuffer.wrap(new byte[] {4}));
      assertThat(reading.result()).isEqualTo(4);
      assertThat(four.array()).containsExactly(1, 2, 3, 4);
      assertThat(far.tryRead(four.clear())).isZero();
      near.write(ByteBuffer.wrap(new byte[] {9}), SendFlag.OUT_OF_BAND);
      Await.until("the urgent byte is there", () -> takeUrgent(far, four) == 1);
      assertThat(four.get(0)).isEqualTo((byte) 9);
    }
  }

  private static int takeUrgent(StreamConnector stream, ByteBuffer buffer) {
    try {
      return stream.read(buffer.clear(), ReceiveFlag.OUT_OF_BAND);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void zs4DatagramsAreSentToSomebodyAndReceivedFromSomebody() throws Exception {
    try (DatagramConnector one = loom.bind("udp4://127.0.0.1:0");
        DatagramConnector other = loom.bind("udp4://127.0.0.1:0")) {
      ByteBuffer buffer = ByteBuffer.allocate(10);
      assertThat(other.tryReceive(buffer)).as("not now").isEmpty();
      Task<Datagram> receiving = start(() -> other.receive(buffer)).awaitParked();
      one.send(ByteBuffer.wrap(new byte[] {1, 2, 3}), other.localAddress().orElseThrow());
      Datagram received = receiving.result();
      assertThat(received.size()).isEqualTo(3);
      assertThat(received.sender()).isPresent().isEqualTo(one.localAddress());
      other.send(buffer.flip(), received.sender().orElseThrow());
      ByteBuffer two = ByteBuffer.allocate(2);
      assertThat(one.receive(two).isTruncated()).as("said, where it was lost in silence").isTrue();
      // without an address it goes to the peer that was chosen
      one.connect(other.localAddress().orElseThrow());
      one.send(ByteBuffer.wrap(new byte[] {7}));
      assertThat(other.receive(buffer.clear()).size()).isEqualTo(1);
      assertThat(buffer.get(0)).isEqualTo((byte) 7);
    }
  }

  @Test
  void zs5WritingEndsAndReadingGoesOn() throws Exception {
    try (Pair pair = tcp()) {
      Task<Integer> reading = start(() -> pair.second().read(new byte[1])).awaitParked();
      pair.first().shutdownOutput();
      assertThat(reading.result()).isEqualTo(-1);
      assertThatThrownBy(() -> send(pair.first(), 1)).isInstanceOf(BrokenPipeException.class);
      send(pair.second(), 3);
      assertThat(read(pair.first(), 3)).hasSize(3);
    }
  }

  @Test
  void zs5ReadingEndsAndWritingGoesOn() throws Exception {
    try (Pair pair = tcp()) {
      Task<Integer> reading = start(() -> pair.first().read(new byte[1])).awaitParked();
      pair.first().shutdownInput();
      assertThat(reading.result()).isEqualTo(-1);
      send(pair.first(), 3);
      assertThat(read(pair.second(), 3)).hasSize(3);
    }
  }

  @Test
  void zs5BothEndAndTheConnectorIsStillOpen() throws Exception {
    try (Pair pair = tcp()) {
      pair.first().shutdownInput().shutdownOutput();
      assertThat(pair.first().isOpen()).isTrue();
      assertThat(pair.first().read(new byte[1])).isEqualTo(-1);
      assertThat(pair.second().read(new byte[1])).isEqualTo(-1);
      assertThat(pair.first().localAddress()).isPresent();
    }
  }

  private static <T> void assertKept(Connector connector, SocketOption<T> option, T value)
      throws IOException {
    connector.option(option, value);
    assertThat(connector.option(option)).as("%s of %s", option, connector).isEqualTo(value);
  }

  @Test
  void zs6OptionsHaveTypesAndAreTold() throws Exception {
    try (Listener listener = loom.listen("tcp4://127.0.0.1:0");
        StreamConnector stream = loom.connect(listener.uri());
        DatagramConnector datagrams = loom.bind("udp4://127.0.0.1:0")) {
      assertThat(listener.option(ConnectorOptions.SO_ACCEPTCONN)).isTrue();
      assertThat(stream.option(ConnectorOptions.SO_ACCEPTCONN)).isFalse();
      assertThat(stream.option(ConnectorOptions.SO_TYPE)).isEqualTo(Behaviour.STREAM);
      assertThat(datagrams.option(ConnectorOptions.SO_TYPE)).isEqualTo(Behaviour.DATAGRAM);
      assertThat(stream.option(ConnectorOptions.SO_ERROR)).isZero();
      for (boolean isOn : new boolean[] {true, false}) {
        assertKept(stream, StandardSocketOptions.SO_REUSEADDR, isOn);
        assertKept(stream, StandardSocketOptions.SO_KEEPALIVE, isOn);
        assertKept(stream, ConnectorOptions.SO_DONTROUTE, isOn);
        assertKept(stream, ConnectorOptions.SO_OOBINLINE, isOn);
        assertKept(datagrams, StandardSocketOptions.SO_BROADCAST, isOn);
        // on purpose: levels beside that of sockets too
        assertKept(stream, StandardSocketOptions.TCP_NODELAY, isOn);
      }
      assertKept(stream, StandardSocketOptions.SO_LINGER, 3);
      assertKept(stream, StandardSocketOptions.SO_LINGER, -1);
      assertKept(stream, StandardSocketOptions.SO_SNDBUF, 20_000);
      assertKept(stream, StandardSocketOptions.SO_RCVBUF, 20_000);
    }
  }

  @Test
  void zs6WhatASocketDoesNotHaveIsRefusedByName() throws Exception {
    try (DatagramConnector datagrams = loom.bind("udp4://127.0.0.1:0")) {
      assertThatThrownBy(() -> datagrams.option(StandardSocketOptions.TCP_NODELAY))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("TCP_NODELAY");
      assertThatThrownBy(() -> datagrams.option(StandardSocketOptions.SO_RCVBUF, -1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("SO_RCVBUF");
    }
  }

  // On purpose: durations, and they hold though the descriptor never blocks, where they had been
  // numbers of no effect.
  @Test
  void zs6TimeoutsOfSendingAndReceivingHold() throws Exception {
    try (Pair pair = pair()) {
      StreamConnector stream = pair.first();
      stream.readTimeout(Duration.ofMillis(2)).writeTimeout(Duration.ofMillis(2));
      assertThatThrownBy(() -> stream.read(new byte[1]))
          .isInstanceOf(ConnectorTimeoutException.class);
      assertThatThrownBy(() -> stream.write(new byte[4 << 20]))
          .isInstanceOfSatisfying(
              ConnectorTimeoutException.class,
              late -> assertThat(((TransferFailure) late).bytesMoved()).isPositive());
      stream.readTimeout(Duration.ZERO);
      send(pair.second(), 1);
      assertThat(stream.read(new byte[1])).as("they are over, and the socket is not").isOne();
    }
  }

  // On purpose: the failure says closed, and it says so to everyone, where one of each was woken.
  @Test
  void zs8CloseWakesWritersAndReadersAndAcceptors() throws Exception {
    Listener listener = loom.listen("tcp4://127.0.0.1:0");
    Task<StreamConnector> accepting = start(listener::accept).awaitParked();
    try (Pair pair = pair()) {
      fill(pair.first());
      Task<Integer> writing = start(() -> pair.first().write(new byte[9])).awaitParked();
      Task<Integer> queued = start(() -> pair.first().write(new byte[9])).awaitParked();
      Task<Integer> reading = start(() -> pair.first().read(new byte[9])).awaitParked();
      pair.first().close();
      listener.close();
      for (Task<?> each : new Task<?>[] {writing, queued, reading, accepting}) {
        each.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
      }
      assertThatThrownBy(() -> pair.first().write(new byte[1]))
          .isInstanceOf(ConnectorClosedException.class);
      pair.first().close();
    }
  }

  // Of a race between closing and waiting, whose loser waited for ever, nothing is left.
  @Test
  void zs8CloseThatMeetsACallEndsItEachTime() throws Exception {
    for (int i = 0; i < 50; i++) {
      try (Pair pair = pair()) {
        fill(pair.first());
        Task<Integer> reading = start(() -> pair.first().read(new byte[1]));
        Task<Integer> writing = start(() -> pair.first().write(new byte[1]));
        Task<Void> closing = startAction(pair.first()::close);
        reading.assertFailure().isInstanceOf(ClosedChannelException.class);
        writing.assertFailure().isInstanceOf(ClosedChannelException.class);
        closing.result();
      }
    }
  }

  // On purpose: what was written still arrives, then the end.
  @Test
  void zs8ThePeerReadsWhatWasWrittenAndThenTheEnd() throws Exception {
    try (Pair pair = tcp()) {
      Task<Integer> reading = start(() -> pair.first().read(new byte[1])).awaitParked();
      pair.first().write(new byte[] {1, 2, 3});
      pair.first().close();
      reading.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
      assertThat(read(pair.second(), 3)).containsExactly(1, 2, 3);
      assertThat(pair.second().read(new byte[1])).isEqualTo(-1);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;

/** What the rows of stream channels have. */
public interface StreamChannelRow extends ChannelRow {
  /** More bytes than any connection takes while nobody reads. */
  int MORE_THAN_BUFFERS = 16 << 20;

  /** A part of what is written again and again until it waits. */
  int PART = 1 << 20;

  /** More bytes than a connection of this row takes while nobody reads. */
  default int moreThanBuffers() {
    return transport().isInternet() ? MORE_THAN_BUFFERS : MORE_THAN_BUFFERS / 8;
  }

  /** What the channels connect over. */
  Transport transport();

  /** A path of no file. */
  Path freshPath();

  /** An address to bind to that nobody has. */
  default SocketAddress freshAddress() {
    return transport().freshAddress(freshPath());
  }

  default SocketChannel openSocket() throws IOException {
    return transport().openSocket(provider());
  }

  default ServerSocketChannel openServer() throws IOException {
    return transport().openServer(provider());
  }

  /** A server that listens at a fresh address. */
  default ServerSocketChannel listen() throws IOException {
    return openServer().bind(freshAddress());
  }

  /** A channel connected to a server. */
  default SocketChannel connect(ServerSocketChannel server) throws IOException {
    SocketChannel channel = openSocket();
    channel.connect(server.getLocalAddress());
    return channel;
  }

  /** Two connected channels. */
  default ChannelPair pair() throws IOException {
    try (var server = listen()) {
      SocketChannel near = connect(server);
      return new ChannelPair(near, server.accept());
    }
  }

  /** Two channels that no thread of another kind has touched. */
  default ChannelPair pairIn(ThreadKind kind) {
    return startIn(kind, this::pair).result();
  }

  /** Skips a test that needs ports. */
  default void assumeInternet() {
    assumeThat(transport().isInternet()).as("%s has ports", transport()).isTrue();
  }

  /** Skips a test that needs files. */
  default void assumeUnix() {
    assumeThat(transport()).isSameAs(Transport.UNIX);
  }

  /** Starts a read that must wait, as nobody writes. */
  default Task<Integer> startBlockedRead(ThreadKind kind, SocketChannel channel) {
    return startBlocked(kind, () -> channel.read(ByteBuffer.allocate(1)));
  }

  /** Starts to write again and again, and waits until a write waits, as nobody reads. */
  default Task<Void> startBlockedWrite(ThreadKind kind, SocketChannel channel) throws IOException {
    fill(channel);
    ByteBuffer bytes = ByteBuffer.allocate(PART);
    return startBlocked(
        kind,
        () -> {
          while (true) {
            channel.write(bytes.clear());
          }
        });
  }

  /** Writes until nothing more goes, and tells how much went. */
  default long fill(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    long count = 0;
    int refused = 0;
    while (refused < 5) { // TCP takes some more once the other end has acknowledged
      int n = channel.write(bytes.clear());
      count += n;
      if (n == 0) {
        refused++;
        LockSupport.parkNanos(500_000);
      } else {
        refused = 0;
      }
    }
    channel.configureBlocking(true);
    return count;
  }

  /**
   * Checks that a blocked write was ended by a close; where writes are short, maybe the next one.
   */
  default void assertWriteClosedMeanwhile(Task<?> writer) {
    if (channels().writesFullyOnVirtualThreads()) {
      assertClosedMeanwhile(writer);
    } else {
      writer
          .assertFailure()
          .isInstanceOf(ClosedChannelException.class)
          .isNotInstanceOf(ClosedByInterruptException.class);
    }
  }

  /** Sends a few bytes there and back. */
  default void assertRoundTrip(ChannelPair pair) throws Exception {
    assertArrives(pair.near(), pair.far());
    assertArrives(pair.far(), pair.near());
  }

  /** Sends a few bytes one way. */
  default void assertArrives(SocketChannel from, SocketChannel to) throws Exception {
    byte[] sent = Seed.bytes(100);
    assertThat(from.write(ByteBuffer.wrap(sent))).isEqualTo(100);
    assertThat(readBytes(to, 100)).isEqualTo(sent);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Socket channels beside channels of the JDK, and at servers whose queue is full. */
public interface SocketChannelNeighbours extends StreamChannelRow {
  @Test
  default void aChannelTalksToOneOfTheJdk() throws Exception {
    try (var server = transport().openServer(SelectorProvider.provider()).bind(freshAddress());
        var near = openSocket()) {
      near.connect(server.getLocalAddress());
      try (var far = server.accept()) {
        assertRoundTrip(new ChannelPair(near, far));
        far.shutdownOutput();
        assertThat(near.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      }
    }
  }

  @Test
  default void aServerAcceptsAChannelOfTheJdk() throws Exception {
    try (var server = listen();
        var far = transport().openSocket(SelectorProvider.provider())) {
      far.connect(server.getLocalAddress());
      try (var near = server.accept()) {
        assertRoundTrip(new ChannelPair(near, far));
      }
    }
  }

  /** Connects until the queue of a server that never accepts is full. */
  private List<SocketChannel> fillQueue(java.nio.channels.ServerSocketChannel server)
      throws IOException {
    List<SocketChannel> queued = new ArrayList<>();
    for (int i = 0; i < 3; i++) { // a backlog of 1 takes two
      var channel = transport().openSocket(SelectorProvider.provider());
      channel.configureBlocking(false);
      try {
        channel.connect(server.getLocalAddress());
        queued.add(channel);
      } catch (SocketException full) {
        channel.close();
      }
    }
    return queued;
  }

  @ParameterizedTest
  @EnumSource
  default void aConnectToAFullQueueOfUnixWaitsOrIsRefused(ThreadKind kind) throws Exception {
    assumeUnix();
    try (var server = openServer().bind(freshAddress(), 1)) {
      var address = server.getLocalAddress();
      var queued = fillQueue(server);
      try (var channel = startIn(kind, this::openSocket).result()) {
        if (channels().waitsForRoomInUnixQueues()) {
          var connect = startBlocked(kind, () -> channel.connect(address));
          server.accept().close();
          assertThat(connect.result()).isTrue();
        } else {
          assumeThat(kind).isSameAs(ThreadKind.VIRTUAL);
          var connect = startIn(kind, () -> channel.connect(address));
          connect.assertFailure().isInstanceOf(SocketException.class);
        }
      } finally {
        for (var each : queued) {
          each.close();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aConnectThatWaitsForAFullQueueCanBeClosed(ThreadKind kind) throws Exception {
    assumeUnix();
    assumeThat(channels().waitsForRoomInUnixQueues()).isTrue();
    try (var server = openServer().bind(freshAddress(), 1);
        var channel = openSocket()) {
      var address = server.getLocalAddress();
      var queued = fillQueue(server);
      try {
        var connect = startBlocked(kind, () -> channel.connect(address));
        closeNow(channel);
        assertClosedMeanwhile(connect);
      } finally {
        for (var each : queued) {
          each.close();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aConnectThatWaitsForAFullQueueCanBeInterrupted(ThreadKind kind) throws Exception {
    assumeUnix();
    assumeThat(channels().waitsForRoomInUnixQueues()).isTrue();
    try (var server = openServer().bind(freshAddress(), 1);
        var channel = openSocket()) {
      var address = server.getLocalAddress();
      var queued = fillQueue(server);
      try {
        var connect = startBlocked(kind, () -> channel.connect(address));
        connect.interrupt();
        assertClosedByInterrupt(connect, channel);
      } finally {
        for (var each : queued) {
          each.close();
        }
      }
    }
  }

  @Test
  default void aStreamWriterMovesEverythingToASlowReader() throws Exception {
    try (var pair = pairIn(ThreadKind.PLATFORM)) {
      ByteBuffer source = ByteBuffer.allocateDirect(1 << 20);
      var writer =
          startIn(
              ThreadKind.PLATFORM,
              () -> {
                long count = 0;
                while (source.hasRemaining()) {
                  count += pair.near().write(source);
                }
                return count;
              });
      ByteBuffer sip = ByteBuffer.allocate(1_000);
      long received = 0;
      while (received < 1 << 20) {
        received += pair.far().read(sip.clear());
      }
      assertThat(writer.result()).isEqualTo(1 << 20);
    }
  }

  @Test
  default void aChannelCannotBeRegisteredWithASelectorOfAnotherProvider() throws Exception {
    assumeThat(provider()).isNotSameAs(SelectorProvider.provider());
    try (var selector = SelectorProvider.provider().openSelector();
        var channel = openSocket()) {
      channel.configureBlocking(false);
      assertThatThrownBy(() -> channel.register(selector, 0))
          .isInstanceOf(java.nio.channels.IllegalSelectorException.class);
    }
  }
}

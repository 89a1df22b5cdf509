// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.AbstractSocketAddress;
import org.packetloom.suite.Task;

/** Datagram channels over Unix-domain sockets, which the JDK does not have. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnixDatagramChannelTest {
  @TempDir private Path folder;

  private LoomChannels channels;

  @BeforeAll
  void openAll() throws IOException {
    channels = LoomChannels.open("auto", "auto");
  }

  @AfterAll
  void closeAll() {
    channels.close();
  }

  private DatagramChannel open() throws IOException {
    return channels.provider().openDatagramChannel(StandardProtocolFamily.UNIX);
  }

  private UnixDomainSocketAddress address(String name) {
    return UnixDomainSocketAddress.of(folder.resolve(name));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(ByteBuffer received) {
    return StandardCharsets.UTF_8.decode(received.flip()).toString();
  }

  @Test
  void sendsToAPathAndAnswersTheSender() throws Exception {
    try (var first = open().bind(address("a1"));
        var second = open().bind(address("a2"))) {
      assertThat(first.send(bytes("question"), address("a2"))).isEqualTo(8);
      ByteBuffer room = ByteBuffer.allocate(100);
      var sender = second.receive(room);
      assertThat(sender).isEqualTo(address("a1"));
      assertThat(text(room)).isEqualTo("question");
      second.send(bytes("answer"), sender);
      assertThat(first.receive(room.clear())).isEqualTo(address("a2"));
      assertThat(text(room)).isEqualTo("answer");
    }
  }

  @Test
  void aSenderWithoutANameIsToldAsSuch() throws Exception {
    try (var receiver = open().bind(address("unnamed"));
        var sender = open()) {
      sender.send(bytes("x"), address("unnamed"));
      assertThat(receiver.receive(ByteBuffer.allocate(1)))
          .isEqualTo(UnixDomainSocketAddress.of(""));
      assertThat(sender.getLocalAddress()).isNull();
    }
  }

  @Test
  void bindToNullGetsANameOfTheSystem() throws Exception {
    try (var receiver = open().bind(null);
        var sender = open()) {
      assertThat(receiver.getLocalAddress()).isInstanceOf(AbstractSocketAddress.class);
      sender.send(bytes("here"), receiver.getLocalAddress());
      ByteBuffer room = ByteBuffer.allocate(10);
      receiver.receive(room);
      assertThat(text(room)).isEqualTo("here");
    }
  }

  @Test
  void aConnectedChannelReadsAndWrites() throws Exception {
    try (var first = open().bind(address("c1"));
        var second = open().bind(address("c2"))) {
      assertThatThrownBy(() -> first.write(bytes("x")))
          .isInstanceOf(NotYetConnectedException.class);
      first.connect(address("c2"));
      second.connect(address("c1"));
      assertThat(first.getRemoteAddress()).isEqualTo(address("c2"));
      ByteBuffer[] parts = {bytes("one "), bytes("datagram")};
      assertThat(first.write(parts)).isEqualTo(12);
      ByteBuffer head = ByteBuffer.allocate(4);
      ByteBuffer tail = ByteBuffer.allocate(100);
      assertThat(second.read(new ByteBuffer[] {head, tail})).isEqualTo(12);
      assertThat(text(head) + text(tail)).isEqualTo("one datagram");
      first.disconnect();
      assertThat(first.isConnected()).isFalse();
    }
  }

  @Test
  void internetAddressesAreUnsupported() throws Exception {
    try (var channel = open()) {
      InetSocketAddress internet = new InetSocketAddress("127.0.0.1", 1);
      assertThatThrownBy(() -> channel.bind(internet))
          .isInstanceOf(UnsupportedAddressTypeException.class);
      assertThatThrownBy(() -> channel.send(bytes("x"), internet))
          .isInstanceOf(UnsupportedAddressTypeException.class);
      assertThatThrownBy(() -> channel.connect(internet))
          .isInstanceOf(UnsupportedAddressTypeException.class);
      assertThatThrownBy(channel::socket).isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void hasTheOptionsOfItsSocket() throws Exception {
    try (var channel = open()) {
      assertThat(channel.supportedOptions())
          .contains(StandardSocketOptions.SO_SNDBUF, StandardSocketOptions.SO_RCVBUF)
          .doesNotContain(StandardSocketOptions.IP_MULTICAST_IF);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, 50_000);
      assertThat(channel.getOption(StandardSocketOptions.SO_SNDBUF)).isGreaterThanOrEqualTo(50_000);
    }
  }

  @Test
  void closingEndsAReceive() throws Exception {
    try (var channel = open().bind(address("closed"))) {
      Task<?> receiver = startReceive(channel);
      closeNow(channel);
      receiver.assertFailure().isInstanceOf(AsynchronousCloseException.class);
    }
  }

  @Test
  void anInterruptClosesTheChannel() throws Exception {
    try (var channel = open().bind(address("interrupted"))) {
      Task<?> receiver = startReceive(channel);
      receiver.interrupt();
      receiver.assertFailure().isInstanceOf(ClosedByInterruptException.class);
      assertThat(receiver.endedInterrupted()).isTrue();
      assertThat(channel.isOpen()).isFalse();
    }
  }

  private Task<?> startReceive(DatagramChannel channel) {
    return Task.start(channels.threads(), () -> channel.receive(ByteBuffer.allocate(1)))
        .awaitParked();
  }

  @Test
  void canBeSelected() throws Exception {
    try (var selector = channels.provider().openSelector();
        var receiver = open().bind(address("selected"));
        var sender = open()) {
      receiver.configureBlocking(false);
      assertThat(receiver.receive(ByteBuffer.allocate(1))).isNull();
      SelectionKey key = receiver.register(selector, SelectionKey.OP_READ);
      assertThat(selector.selectNow()).isZero();
      sender.send(bytes("!"), address("selected"));
      assertThat(selector.select()).isEqualTo(1);
      assertThat(key.isReadable()).isTrue();
      assertThat(receiver.receive(ByteBuffer.allocate(1))).isNotNull();
    }
  }

  /** Closes in the middle of its life. */
  private static void closeNow(Channel channel) throws IOException {
    channel.close();
  }
}

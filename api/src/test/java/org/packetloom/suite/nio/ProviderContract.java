// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectionKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.packetloom.suite.Seed;

/** What every provider promises, and what the rest of the JDK does with its channels. */
public abstract class ProviderContract extends ChannelContract {
  /** A family that nobody knows. */
  private enum UnknownFamily implements ProtocolFamily {
    UNKNOWN
  }

  /** A file of so many bytes. */
  private Path file(byte[] bytes) throws Exception {
    return Files.write(freshPath(), bytes);
  }

  @Test
  void unknownFamiliesAreUnsupported() {
    assertThatThrownBy(() -> provider().openSocketChannel(UnknownFamily.UNKNOWN))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> provider().openServerSocketChannel(UnknownFamily.UNKNOWN))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> provider().openDatagramChannel(UnknownFamily.UNKNOWN))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void noFamilyIsRefused() {
    assertThatThrownBy(() -> provider().openSocketChannel(null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> provider().openServerSocketChannel(null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> provider().openDatagramChannel(null))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void nothingIsInherited() throws Exception {
    assertThat(provider().inheritedChannel()).isNull();
  }

  @Test
  void everyFamilyOfStreamsCanBeOpened() throws Exception {
    for (var family :
        new ProtocolFamily[] {StandardProtocolFamily.INET, StandardProtocolFamily.UNIX}) {
      try (var socket = provider().openSocketChannel(family);
          var server = provider().openServerSocketChannel(family)) {
        assertThat(socket.isOpen()).isTrue();
        assertThat(server.isOpen()).isTrue();
      }
    }
  }

  @Test
  void filesGoToAPipe() throws Exception {
    byte[] bytes = Seed.bytes(300_000);
    var pipe = new OpenPipe(provider().openPipe());
    try (pipe;
        var file = FileChannel.open(file(bytes))) {
      var sender =
          startAction(
              () -> {
                long done = 0;
                while (done < bytes.length) {
                  done += file.transferTo(done, bytes.length - done, pipe.sink());
                }
                pipe.sink().close();
              });
      assertThat(readBytes(pipe.source(), bytes.length)).isEqualTo(bytes);
      sender.result();
    }
  }

  @Test
  void filesGoToASocket() throws Exception {
    byte[] bytes = Seed.bytes(3_000_000);
    try (var pair = unixPair();
        var file = FileChannel.open(file(bytes))) {
      var sender =
          startAction(
              () -> {
                long done = 0;
                while (done < bytes.length) {
                  done += file.transferTo(done, bytes.length - done, pair.near());
                }
              });
      assertThat(readBytes(pair.far(), bytes.length)).isEqualTo(bytes);
      sender.result();
      assertThat(file.position()).isZero();
    }
  }

  @Test
  void filesComeFromASocket() throws Exception {
    byte[] bytes = Seed.bytes(300_000);
    Path path = file(new byte[0]);
    try (var pair = unixPair();
        var file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      var sender =
          startAction(
              () -> {
                ByteBuffer source = ByteBuffer.wrap(bytes);
                while (source.hasRemaining()) {
                  pair.near().write(source);
                }
                pair.near().close();
              });
      long done = 0;
      for (long n = 1; n > 0; done += n) {
        n = file.transferFrom(pair.far(), done, bytes.length);
      }
      sender.result();
      assertThat(done).isEqualTo(bytes.length);
      assertThat(Files.readAllBytes(path)).isEqualTo(bytes);
    }
  }

  @Test
  void filesGoToASocketThatDoesNotWait() throws Exception {
    byte[] bytes = new byte[20_000_000];
    try (var pair = unixPair();
        var file = FileChannel.open(file(bytes))) {
      pair.near().configureBlocking(false);
      long done = file.transferTo(0, bytes.length, pair.near());
      assertThat(done).isBetween(1L, bytes.length - 1L);
    }
  }

  @Test
  void readersAndWritersOfChannelsWork() throws Exception {
    try (var pair = unixPair()) {
      var writer =
          java.nio.channels.Channels.newWriter(
              pair.near(), java.nio.charset.StandardCharsets.UTF_8);
      writer.write("héllo");
      writer.close();
      var reader =
          java.nio.channels.Channels.newReader(pair.far(), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(reader.readAllAsString()).isEqualTo("héllo");
    }
  }

  @Test
  void aStreamOfARegisteredChannelIsRefused() throws Exception {
    try (var pair = unixPair();
        var selector = provider().openSelector()) {
      pair.near().configureBlocking(false);
      pair.near().register(selector, SelectionKey.OP_READ);
      var in = java.nio.channels.Channels.newInputStream(pair.near());
      assertThatThrownBy(in::read).isInstanceOf(IllegalBlockingModeException.class);
    }
  }

  private ChannelPair unixPair() throws Exception {
    try (var server = Transport.UNIX.openServer(provider())) {
      server.bind(Transport.UNIX.freshAddress(freshPath()));
      var near = Transport.UNIX.openSocket(provider());
      near.connect(server.getLocalAddress());
      return new ChannelPair(near, server.accept());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.StreamConnector;
import org.packetloom.event.Events;
import org.packetloom.suite.Await;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;
import org.packetloom.suite.Watchdog;

/** Things of the JDK seen as connectors, beyond the contract of streams. */
@ExtendWith(Watchdog.class)
class JdkConnectorsTest extends JdkConnectorsFixture {
  private static Socket clientOf(ServerSocket listener) throws IOException {
    return new Socket(listener.getInetAddress(), listener.getLocalPort());
  }

  @Test
  void aSocketGivesItsAddressesAndOptions() throws Exception {
    try (ServerSocket listener = listenerOfJdk();
        Socket socket = clientOf(listener);
        StreamConnector stream = JdkConnectors.stream(loom, socket)) {
      assertThat(stream.uri()).hasToString("tcp://127.0.0.1:" + listener.getLocalPort());
      assertThat(stream.peerAddress()).contains(socket.getRemoteSocketAddress());
      assertThat(stream.localAddress()).contains(socket.getLocalSocketAddress());
      stream.option(StandardSocketOptions.TCP_NODELAY, true);
      assertThat(socket.getTcpNoDelay()).isTrue();
      assertThat(stream.option(StandardSocketOptions.TCP_NODELAY)).isTrue();
      assertThat(stream.supportedOptions()).isEqualTo(socket.supportedOptions());
      assertThat(loom.dump()).isNotNull();
    }
  }

  @Test
  void bytesOfAReadThatWasGivenUpAreThereForTheNext() throws Exception {
    try (ServerSocket listener = listenerOfJdk();
        StreamConnector stream = JdkConnectors.stream(loom, clientOf(listener));
        Socket far = listener.accept()) {
      for (int i = 0; i < 50; i++) {
        Task<Integer> reader = start(() -> readByte(stream)).awaitParked();
        reader.interrupt();
        reader.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
        far.getOutputStream().write(i);
        assertThat(readByte(stream)).isEqualTo(i);
      }
    }
  }

  @Test
  void aTimeoutOfTheSocketItselfDoesNotMatter() throws Exception {
    try (ServerSocket listener = listenerOfJdk();
        Socket socket = clientOf(listener);
        StreamConnector stream = JdkConnectors.stream(loom, socket);
        Socket far = listener.accept()) {
      socket.setSoTimeout(1);
      stream.readTimeout(Duration.ofMillis(30));
      assertThatThrownBy(() -> readByte(stream)).isInstanceOf(ConnectorTimeoutException.class);
      far.getOutputStream().write(3);
      assertThat(readByte(stream)).isEqualTo(3);
    }
  }

  @Test
  void aSocketThatSomebodyElseClosesClosesTheStream() throws Exception {
    try (ServerSocket listener = listenerOfJdk()) {
      Socket socket = clientOf(listener);
      StreamConnector stream = JdkConnectors.stream(loom, socket);
      Task<Integer> reader = start(() -> readByte(stream)).awaitParked();
      socket.close();
      reader.assertFailure().isInstanceOf(ConnectorClosedException.class);
      assertThat(stream.isOpen()).isFalse();
    }
  }

  @Test
  void aSocketWithoutAPeerIsRefused() throws Exception {
    try (Socket unconnected = new Socket();
        SocketChannel channel = SocketChannel.open()) {
      assertThatThrownBy(() -> JdkConnectors.stream(loom, unconnected))
          .isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> JdkConnectors.stream(loom, channel))
          .isInstanceOf(NotYetConnectedException.class);
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @Test
  void closingTheToolkitClosesTheSocket() throws Exception {
    try (ServerSocket listener = listenerOfJdk();
        Socket socket = clientOf(listener)) {
      StreamConnector stream = JdkConnectors.stream(loom, socket);
      Task<Integer> reader = start(() -> readByte(stream)).awaitParked();
      loom.close();
      reader.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
      assertThat(socket.isClosed()).isTrue();
      try (Socket late = clientOf(listener)) {
        assertThatThrownBy(() -> JdkConnectors.stream(loom, late))
            .isInstanceOf(ConnectorClosedException.class);
        assertThat(late.isClosed()).isTrue();
      }
    }
  }

  @Test
  void whatWasWrittenGoesOutAfterClosing() throws Exception {
    try (ServerSocket listener = listenerOfJdk();
        Socket socket = clientOf(listener);
        Socket far = listener.accept()) {
      ByteBuffer block = ByteBuffer.allocate(32 << 20);
      try (StreamConnector stream = JdkConnectors.stream(loom, socket)) {
        stream.writeTimeout(Duration.ofMillis(20));
        assertThatThrownBy(() -> stream.write(block))
            .isInstanceOfSatisfying(
                ConnectorTimeoutException.class,
                e -> assertThat(e.bytesMoved()).isEqualTo(block.position()));
      }
      assertThat(far.getInputStream().readAllBytes()).hasSize(block.position());
      Await.until("socket is closed", socket::isClosed);
    }
  }

  @Test
  void aRelayJoinsASocketAndAConnector() throws Exception {
    try (ServerSocket listener = listenerOfJdk();
        Socket near = clientOf(listener);
        StreamConnector adapted = JdkConnectors.stream(loom, listener.accept());
        var pair = loom.pair("local://")) {
      Task<Void> relay =
          start(
              () -> {
                loom.relay(adapted, pair.first()).run();
                return null;
              });
      byte[] sent = Seed.bytes(500_000);
      Task<Void> writer =
          start(
              () -> {
                near.getOutputStream().write(sent);
                near.shutdownOutput();
                return null;
              });
      assertThat(pair.second().inputStream().readAllBytes()).isEqualTo(sent);
      writer.result();
      pair.second().write(new byte[] {1, 2});
      pair.second().shutdownOutput();
      assertThat(near.getInputStream().readAllBytes()).containsExactly(1, 2);
      relay.result();
    }
  }

  @Test
  void aChannelOfASelectorIsRefused() throws Exception {
    Pipe pipe = Pipe.open();
    try (Selector selector = Selector.open();
        var source = pipe.source();
        var sink = pipe.sink()) {
      source.configureBlocking(false);
      source.register(selector, SelectionKey.OP_READ);
      assertThatThrownBy(() -> JdkConnectors.stream(loom, source, sink))
          .isInstanceOf(IllegalBlockingModeException.class);
    }
  }

  @Test
  void aChannelIsPutIntoBlockingMode() throws Exception {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    pipe.sink().configureBlocking(false);
    try (StreamConnector loop = JdkConnectors.stream(loom, pipe.source(), pipe.sink())) {
      Task<Integer> reader = start(() -> readByte(loop)).awaitParked();
      loop.write(new byte[] {9});
      assertThat(reader.result()).isEqualTo(9);
    }
  }

  @Test
  void anInterruptLeavesAChannelOpen() throws Exception {
    Pipe pipe = Pipe.open();
    try (StreamConnector loop = JdkConnectors.stream(loom, pipe.source(), pipe.sink())) {
      Task<Integer> reader =
          start(
              () -> {
                Thread.currentThread().interrupt();
                return readByte(loop);
              });
      reader.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
      assertThat(pipe.source().isOpen()).isTrue();
      loop.interruptPolicy(InterruptPolicy.DEFER);
      loop.write(new byte[] {4});
      assertThat(readByte(loop)).isEqualTo(4);
    }
  }

  @Test
  void streamsOfBytesAreReadAndWritten() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InputStream in = new ByteArrayInputStream(new byte[] {1, 2, 3});
    try (StreamConnector stream = JdkConnectors.stream(loom, in, out)) {
      assertThat(stream.inputStream().readAllBytes()).containsExactly(1, 2, 3);
      stream.write(new byte[] {4, 5});
      Await.until("bytes are written", () -> out.size() == 2);
      assertThat(stream.uri()).hasToString("anon://");
    }
    assertThat(out.toByteArray()).containsExactly(4, 5);
  }

  /** A stream whose reads do not end when it is closed, but when their thread is interrupted. */
  private static final class Stubborn extends InputStream {
    private final CountDownLatch never = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);

    @Override
    public int read() throws IOException {
      try {
        never.await();
        return -1;
      } catch (InterruptedException e) {
        left.countDown();
        throw new java.io.InterruptedIOException("as it should");
      }
    }
  }

  @Test
  void aCallThatClosingDoesNotEndIsInterrupted() throws Exception {
    Stubborn in = new Stubborn();
    StreamConnector stream = JdkConnectors.stream(loom, in, OutputStream.nullOutputStream());
    Task<Integer> reader = start(() -> readByte(stream)).awaitParked();
    stream.close();
    reader.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
    Await.until("read has left", () -> in.left.getCount() == 0);
  }

  @Test
  void failuresOfAStreamReachTheCallerAsTheyAre() throws Exception {
    IOException planted = new IOException("planted");
    InputStream in =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw planted;
          }
        };
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new IllegalStateException("broken class");
          }
        };
    try (StreamConnector stream = JdkConnectors.stream(loom, in, out)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> readByte(stream)).isSameAs(planted);
      }
      stream.write(new byte[1]);
      assertThatThrownBy(() -> stream.write(new byte[1]))
          .isInstanceOf(IOException.class)
          .hasRootCauseInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void readinessIsTold() throws Exception {
    Pipe pipe = Pipe.open();
    try (StreamConnector loop = JdkConnectors.stream(loom, pipe.source(), pipe.sink())) {
      assertThat(loop.awaitReadable(Deadline.after(Duration.ofMillis(5)))).isFalse();
      assertThat(loop.awaitWritable(Deadline.NONE)).isTrue();
      Task<?> waiter =
          start(() -> loom.awaitAny(Events.READ, Deadline.NONE, java.util.List.of(loop)))
              .awaitParked();
      loop.write(new byte[] {1});
      assertThat(waiter.result()).isEqualTo(java.util.List.of(loop));
      assertThat(readByte(loop)).isEqualTo(1);
    }
  }
}

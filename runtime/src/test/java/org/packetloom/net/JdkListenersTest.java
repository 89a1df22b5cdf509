// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Await;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Task;
import org.packetloom.suite.Watchdog;

/** Server sockets and channels of the JDK seen as listeners. */
@ExtendWith(Watchdog.class)
class JdkListenersTest extends JdkConnectorsFixture {
  @Test
  void aServerSocketAccepts() throws Exception {
    int before = OpenDescriptors.count();
    Listener listener = JdkConnectors.listener(loom, listenerOfJdk());
    assertThat(listener.tryAccept()).isEmpty();
    Task<StreamConnector> acceptor = start(listener::accept).awaitParked();
    acceptor.interrupt();
    acceptor.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
    listener.interruptPolicy(InterruptPolicy.DEFER);
    try (StreamConnector client = loom.connect(listener.uri());
        StreamConnector accepted = listener.accept()) {
      assertThat(accepted.interruptPolicy()).isEqualTo(InterruptPolicy.DEFER);
      client.write(new byte[] {6});
      assertThat(readByte(accepted)).isEqualTo(6);
    }
    Task<StreamConnector> waiting = start(listener::accept).awaitParked();
    listener.close();
    waiting.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
    Await.until("descriptors are closed", () -> OpenDescriptors.count() <= before + 5);
  }

  @Test
  void aConnectionThatNobodyTakesIsClosedWithTheListener() throws Exception {
    Listener listener = JdkConnectors.listener(loom, listenerOfJdk());
    assertThat(listener.tryAccept()).isEmpty(); // has one accepted, whenever it comes
    try (StreamConnector client = loom.connect(listener.uri())) {
      listener.awaitReadable(Deadline.NONE);
      listener.close();
      assertThat(readByte(client)).isEqualTo(-1);
    }
  }

  @Test
  void aChannelOfUnixSocketsAccepts(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("socket");
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    channel.bind(UnixDomainSocketAddress.of(path));
    Listener listener = JdkConnectors.listener(loom, channel);
    assertThat(listener.uri()).hasToString("local://" + path);
    try (StreamConnector client = loom.connect(listener.uri());
        StreamConnector accepted = listener.accept()) {
      accepted.write(new byte[] {5});
      assertThat(readByte(client)).isEqualTo(5);
    }
    channel.close();
    assertThatThrownBy(listener::accept).isInstanceOf(ConnectorClosedException.class);
    assertThat(listener.isOpen()).isFalse();
  }

  @Test
  void aServerThatWasNotBoundIsRefused() throws Exception {
    try (ServerSocket unbound = new ServerSocket();
        ServerSocketChannel channel = ServerSocketChannel.open()) {
      assertThatThrownBy(() -> JdkConnectors.listener(loom, unbound))
          .isInstanceOf(NotYetBoundException.class);
      assertThatThrownBy(() -> JdkConnectors.listener(loom, channel))
          .isInstanceOf(NotYetBoundException.class);
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      channel.configureBlocking(false);
      try (Listener listener = JdkConnectors.listener(loom, channel)) {
        assertThat(channel.isBlocking()).isTrue();
        assertThat(listener.localAddress()).contains(channel.getLocalAddress());
      }
    }
  }
}

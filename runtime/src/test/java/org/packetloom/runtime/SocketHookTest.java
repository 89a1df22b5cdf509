// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.ConnectorOptions;
import org.packetloom.FreshSocket;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.SocketHook;
import org.packetloom.StreamConnector;
import org.packetloom.TcpOptions;
import org.packetloom.suite.OpenDescriptors;

/** Hooks run once for each socket, between opening it and giving it an address. */
class SocketHookTest extends ToolkitTest {
  @TempDir Path folder;

  private Packetloom loom;

  @BeforeEach
  void open() throws IOException {
    loom = Packetloom.open();
    loom.pair("local://").close();
  }

  @AfterEach
  void close() {
    loom.close();
  }

  /** Notes every socket that it is called for. */
  private static final class Notes implements SocketHook {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void prepare(FreshSocket socket) throws IOException {
      assertThat(socket.descriptor()).isNotNegative();
      lines.add(socket.family() + " " + socket.uri());
    }
  }

  @Test
  void hookSeesEachSocketOnce() throws IOException {
    Notes listened = new Notes();
    Notes connected = new Notes();
    try (Listener listener = loom.connector("tcp://127.0.0.1:0").beforeBind(listened).listen();
        StreamConnector stream = loom.connector(listener.uri()).beforeBind(connected).connect();
        StreamConnector accepted = listener.accept()) {
      assertRoundTrip(stream, accepted);
      assertThat(listened.lines).containsExactly("INET tcp://127.0.0.1:0");
      assertThat(connected.lines).containsExactly("INET " + listener.uri());
    }
    Notes local = new Notes();
    String path = "local://" + folder.resolve("s");
    try (Listener listener = loom.connector(path).beforeBind(local).listen();
        StreamConnector stream = loom.connector(path).beforeBind(local).connect()) {
      assertThat(listener.isOpen() && stream.isOpen()).isTrue();
      assertThat(local.lines).containsExactly("UNIX " + path, "UNIX " + path);
    }
    Notes paired = new Notes();
    loom.connector("local://").beforeBind(paired).pair().close();
    loom.connector("anon://").beforeBind(paired).pair().close();
    assertThat(paired.lines).containsExactly("UNIX local://", "UNIX local://");
  }

  @Test
  void hookComesAfterOptionsAndBeforeTheAddress() throws IOException {
    SocketHook hook =
        socket -> {
          assertThat(socket.option(TcpOptions.TCP_KEEPCNT)).isEqualTo(7);
          assertThat(socket.supportedOptions()).contains(StandardSocketOptions.SO_REUSEADDR);
          socket.option(TcpOptions.TCP_KEEPCNT, 8).option(ConnectorOptions.IP_FREEBIND, true);
        };
    // 192.0.2.1 is set apart for documentation (RFC 5737): binding to it takes the option
    try (Listener listener =
        loom.connector("tcp://192.0.2.1:0")
            .option(TcpOptions.TCP_KEEPCNT, 7)
            .beforeBind(hook)
            .listen()) {
      assertThat(listener.option(TcpOptions.TCP_KEEPCNT)).isEqualTo(8);
      assertThat(listener.uri().toString()).startsWith("tcp4://192.0.2.1:");
    }
  }

  @Test
  void hooksAddUpInOrder() throws IOException {
    List<String> order = new CopyOnWriteArrayList<>();
    loom.connector("tcp://127.0.0.1:0")
        .beforeBind(_ -> order.add("first"))
        .beforeBind(_ -> order.add("second"))
        .listen()
        .close();
    assertThat(order).containsExactly("first", "second");
  }

  @Test
  void whatAHookThrowsReachesTheCallerAndTheSocketIsClosed() throws IOException {
    assumeTrue(OpenDescriptors.canBeCounted(), "descriptors can be counted");
    try (Listener listener = loom.listen("tcp://127.0.0.1:0")) {
      int before = OpenDescriptors.count();
      IOException refusal = new IOException("not by this road");
      RuntimeException bug = new IllegalStateException("a bug");
      SocketHook refusing =
          _ -> {
            throw refusal;
          };
      SocketHook broken =
          _ -> {
            throw bug;
          };
      String local = "local://" + folder.resolve("s");
      assertThatThrownBy(() -> loom.connector(listener.uri()).beforeBind(refusing).connect())
          .isSameAs(refusal);
      assertThatThrownBy(() -> loom.connector(listener.uri()).beforeBind(broken).connect())
          .isSameAs(bug);
      assertThatThrownBy(() -> loom.connector("tcp://:0").beforeBind(refusing).listen())
          .isSameAs(refusal);
      assertThatThrownBy(() -> loom.connector(local).beforeBind(broken).listen()).isSameAs(bug);
      assertThatThrownBy(() -> loom.connector("local://").beforeBind(broken).pair()).isSameAs(bug);
      assertThat(OpenDescriptors.count()).as("descriptors").isLessThanOrEqualTo(before);
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void everyAttemptAtAnAddressIsHooked() throws Exception {
    InetAddress[] addresses = {
      InetAddress.getByAddress("two.test", new byte[] {127, 0, 0, 1}),
      InetAddress.getByAddress("two.test", new byte[] {127, 0, 0, 2})
    };
    LoomBuilder builder = builder("virtual", "epoll");
    Notes notes = new Notes();
    try (Packetloom two =
            builder.open(org.packetloom.platform.Platforms.current(), _ -> addresses);
        Listener listener = two.listen("tcp://127.0.0.2:0")) {
      int port = ((InetSocketAddress) listener.localAddress().orElseThrow()).getPort();
      String uri = "tcp://two.test:" + port;
      SocketHook refusesTheFirst =
          socket -> {
            notes.prepare(socket);
            if (socket.uri().toString().contains("127.0.0.1")) {
              throw new IOException("not by this road");
            }
          };
      try (StreamConnector stream = two.connector(uri).beforeBind(refusesTheFirst).connect()) {
        assertThat(stream.uri().toString()).isEqualTo("tcp4://127.0.0.2:" + port);
      }
      assertThat(notes.lines)
          .containsExactly("INET tcp4://127.0.0.1:" + port, "INET tcp4://127.0.0.2:" + port);
    }
  }

  @Test
  void socketIsLentForTheLengthOfTheHookOnly() throws IOException {
    AtomicReference<FreshSocket> kept = new AtomicReference<>();
    try (Listener listener = loom.connector("tcp://127.0.0.1:0").beforeBind(kept::set).listen()) {
      assertThat(listener.isOpen()).isTrue();
      FreshSocket socket = kept.get();
      assertThatThrownBy(socket::descriptor).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(socket::uri).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> socket.option(StandardSocketOptions.SO_RCVBUF))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void familyIsTheSockets() throws IOException {
    AtomicReference<Object> family = new AtomicReference<>();
    assumeTrue(
        loom.probe().findings().stream().anyMatch(f -> f.name().equals("TCP6") && f.isAvailable()));
    loom.connector("tcp6://[::1]:0").beforeBind(s -> family.set(s.family())).listen().close();
    assertThat(family.get()).isEqualTo(StandardProtocolFamily.INET6);
  }
}

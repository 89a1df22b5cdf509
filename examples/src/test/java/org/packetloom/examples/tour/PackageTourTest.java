// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.tour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;
import org.packetloom.Handler;
import org.packetloom.Packetloom;
import org.packetloom.Server;
import org.packetloom.StreamConnector;
import org.packetloom.event.DataHandler;
import org.packetloom.event.DataServer;
import org.packetloom.event.Reactor;
import org.packetloom.examples.recipe.LoopbackIdentity;
import org.packetloom.management.PacketloomMetrics;
import org.packetloom.message.Delivery;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageConnection;
import org.packetloom.message.MessageServer;
import org.packetloom.message.MessageServerConfig;
import org.packetloom.message.ReceivedMessage;
import org.packetloom.net.PacketloomSocketFactory;
import org.packetloom.nio.PacketloomSelectorProvider;
import org.packetloom.process.ConnectorProcess;
import org.packetloom.process.ProcessOutcome;
import org.packetloom.proxy.ProxyHeader;
import org.packetloom.proxy.ProxyProtocol;
import org.packetloom.tls.Tls;

/** What the page of each package shows: the regions are its snippets. */
class PackageTourTest {
  private static final String LOOPBACK = "tcp://127.0.0.1:0";

  private final byte[] hello = "hello".getBytes(UTF_8);
  private final ByteBuffer buffer = ByteBuffer.allocate(5);
  private final Handler echo = c -> c.inputStream().transferTo(c.outputStream());

  private Packetloom loom;

  @BeforeEach
  void open() throws Exception {
    loom = Packetloom.open();
  }

  @AfterEach
  void close() throws Exception {
    loom.close();
  }

  private static int port(Server server) {
    return URI.create(server.uri().toString()).getPort();
  }

  @Test
  void connectors() throws Exception {
    // @start region="org.packetloom"
    try (Packetloom loom = Packetloom.open();
        Server server =
            loom.serve("tcp://127.0.0.1:0", c -> c.inputStream().transferTo(c.outputStream()));
        StreamConnector connection = loom.connect(server.uri())) {
      connection.readDeadline(Deadline.after(Duration.ofSeconds(2)));
      connection.write(ByteBuffer.wrap(hello)); // all of it, or an exception
      connection.readFully(buffer); // parks this virtual thread until it is there
    }
    // @end
    assertThat(buffer.array()).isEqualTo(hello);
  }

  @Test
  void event() throws Exception {
    // @start region="org.packetloom.event"
    DataHandler echo =
        (peer, data) -> {
          if (!peer.offer(data)) { // its queue is full: the rest comes again when there is room
            peer.pause();
          }
        };
    try (Reactor reactor = loom.reactor().open();
        DataServer server = reactor.server(echo).listen("tcp://127.0.0.1:0").start();
        StreamConnector connection = loom.connect(server.uri())) {
      connection.write(ByteBuffer.wrap(hello));
      connection.readFully(buffer);
    }
    // @end
    assertThat(buffer.array()).isEqualTo(hello);
  }

  @Test
  void management() {
    var registry = new SimpleMeterRegistry();
    // @start region="org.packetloom.management"
    PacketloomMetrics.of(loom, "toolkit", "front").bindTo(registry);
    // @end
    assertThat(registry.get("packetloom.threads.parked").gauge().value()).isZero();
    registry.close();
  }

  @Test
  void message() throws Exception {
    // @start region="org.packetloom.message"
    MessageConfig config =
        MessageConfig.builder()
            .channel(0, Delivery.UNRELIABLE_SEQUENCED) // positions: only the newest counts
            .channel(1, Delivery.RELIABLE_ORDERED) // chat
            .build();
    try (MessageServer server =
            MessageServer.bind(loom, "udp://127.0.0.1:0", MessageServerConfig.of(config));
        MessageConnection client =
            MessageConnection.connect(
                loom, server.uri().toString(), MessageClientConfig.of(config));
        MessageConnection served = server.accept()) {
      client.channel(1).send(ByteBuffer.wrap(hello)); // waits only if the queue is full
      try (ReceivedMessage received = served.channel(1).receive()) { // parks this thread
        buffer.put(received.payload());
      }
    }
    // @end
    assertThat(buffer.array()).isEqualTo(hello);
  }

  @Test
  void net() throws Exception {
    try (Server server = loom.serve(LOOPBACK, echo)) {
      int port = port(server);
      // @start region="org.packetloom.net"
      SocketFactory factory = new PacketloomSocketFactory(); // or by its name, in a driver's URL
      try (Socket socket = factory.createSocket("127.0.0.1", port)) {
        byte[] answer =
            Deadline.after(Duration.ofSeconds(2)) // of all that waits inside
                .call(
                    () -> {
                      socket.getOutputStream().write(hello);
                      return socket.getInputStream().readNBytes(hello.length);
                    });
        // @end
        assertThat(answer).isEqualTo(hello);
      }
    }
  }

  @Test
  void nio() throws Exception {
    try (Server server = loom.serve(LOOPBACK, echo)) {
      int port = port(server);
      // @start region="org.packetloom.nio"
      var provider = PacketloomSelectorProvider.of(loom);
      try (SocketChannel channel = provider.openSocketChannel()) {
        channel.connect(new InetSocketAddress("127.0.0.1", port));
        channel.write(ByteBuffer.wrap(hello)); // parks a virtual thread, and can have a deadline
        while (buffer.hasRemaining()) {
          channel.read(buffer);
        }
      }
      // @end
    }
    assertThat(buffer.array()).isEqualTo(hello);
  }

  @Test
  void process() throws Exception {
    // @start region="org.packetloom.process"
    ProcessOutcome sorted =
        ConnectorProcess.run(
            loom,
            new ProcessBuilder("sort"),
            "pear\napple\n".getBytes(UTF_8),
            Deadline.after(Duration.ofSeconds(10))); // ends the program, if it is not done by then
    // @end
    assertThat(sorted.stdoutText().lines()).containsExactly("apple", "pear");
  }

  @Test
  void proxy() throws Exception {
    Handler greeter = c -> c.write(hello);
    // @start region="org.packetloom.proxy"
    try (Server server =
            loom.server(greeter)
                .listen("tcp://127.0.0.1:0")
                .proxyProtocol(ProxyProtocol.from("127.0.0.0/8")) // where proxies are
                .start();
        StreamConnector proxy = loom.connect(server.uri())) {
      var client = new InetSocketAddress("192.0.2.1", 50_000); // what peerAddress() is there
      var front = new InetSocketAddress("192.0.2.2", 443);
      proxy.write(ByteBuffer.wrap(ProxyHeader.v2(client, front).toBytes()));
      proxy.readFully(buffer);
    }
    // @end
    assertThat(buffer.array()).isEqualTo(hello);
  }

  @Test
  void spi() throws Exception {
    try (Server server = loom.serve(LOOPBACK, echo)) {
      // @start region="org.packetloom.spi"
      var builder =
          Packetloom.builder()
              .parameter( // tcp://example.org:7000?profile=chat
                  "profile",
                  (uri, value, connector) -> {
                    switch (value) {
                      case "bulk" -> connector.option(StandardSocketOptions.SO_SNDBUF, 4 << 20);
                      case "chat" -> connector.readTimeout(Duration.ofMinutes(5));
                      default -> throw new IllegalArgumentException("neither bulk nor chat");
                    }
                  });
      // @end
      try (Packetloom own = builder.open();
          StreamConnector connection = own.connect(server.uri() + "?profile=chat")) {
        connection.write(hello);
        connection.readFully(buffer);
      }
    }
    assertThat(buffer.array()).isEqualTo(hello);
  }

  @Test
  void tls() throws Exception {
    SSLContext keys = LoopbackIdentity.showing().sslContext();
    SSLContext trust = LoopbackIdentity.trusting().sslContext();
    // @start region="org.packetloom.tls"
    try (Server server =
            loom.server(echo).listen("tcp://127.0.0.1:0").tls(Tls.server(keys)).start();
        StreamConnector transport = loom.connect(server.uri());
        StreamConnector connection =
            Tls.client().context(trust).peer("localhost", 443).over(loom, transport)) {
      connection.write(ByteBuffer.wrap(hello)); // whole records, whatever ends the call
      connection.readFully(buffer);
    }
    // @end
    assertThat(buffer.array()).isEqualTo(hello);
  }
}

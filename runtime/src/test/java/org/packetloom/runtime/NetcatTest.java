// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.ConnectorTarget;
import org.packetloom.Datagram;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;
import org.packetloom.Server;
import org.packetloom.StreamConnector;
import org.packetloom.event.DataHandler;
import org.packetloom.event.DataServer;
import org.packetloom.event.Reactor;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** Plain tools at the other end: netcat of OpenBSD, and the web server of Python. */
@Timeout(60)
class NetcatTest {
  private static final int SIZE = 300_000;

  @TempDir Path folder;

  private final byte[] sent = new byte[SIZE];
  private Packetloom loom;

  @BeforeEach
  void open() throws IOException {
    new Random(SIZE).nextBytes(sent);
    loom = Packetloom.open();
  }

  @AfterEach
  void close() {
    loom.close();
  }

  @Test
  void netcatConnectsToOurs() throws Exception {
    try (Server server = echo("tcp4://127.0.0.1:0")) {
      var host = (ConnectorTarget.Host) server.uri().target();
      talks("nc", "-N", "127.0.0.1", Integer.toString(host.port().orElseThrow()));
    }
  }

  @Test
  void netcatConnectsToOurPath() throws Exception {
    Path path = folder.resolve("ours");
    try (Server _ = echo("local://" + path)) {
      talks("nc", "-N", "-U", path.toString());
    }
  }

  @Test
  void netcatConnectsToOurDataServer() throws Exception {
    DataHandler echo =
        (connection, data) -> {
          if (!connection.offer(data)) {
            connection.pause();
          }
        };
    try (Reactor reactor = loom.reactor().workers(2).open();
        DataServer server = reactor.server(echo).listen("tcp4://127.0.0.1:0").start()) {
      var host = (ConnectorTarget.Host) server.uri().target();
      talks("nc", "-N", "127.0.0.1", Integer.toString(host.port().orElseThrow()));
    }
  }

  private Server echo(String uri) throws IOException {
    return loom.serve(uri, c -> c.inputStream().transferTo(c.outputStream()));
  }

  private void talks(String... command) throws Exception {
    Path input = Files.write(folder.resolve("input"), sent);
    Path output = folder.resolve("output");
    try (Tool netcat = Tool.start(input, output, command)) {
      netcat.awaitSuccess();
    }
    assertThat(Files.mismatch(input, output)).as("first byte that differs").isEqualTo(-1);
  }

  @Test
  void netcatListensAtAPath() throws Exception {
    Path path = folder.resolve("theirs");
    Path input = Files.write(folder.resolve("input"), sent);
    Path output = folder.resolve("output");
    try (Tool netcat = Tool.start(input, output, "nc", "-N", "-l", "-U", path.toString())) {
      netcat.awaitListener(path);
      try (StreamConnector ours = connect("local://" + path)) {
        byte[] received = new byte[SIZE];
        ours.readFully(received);
        assertThat(received).isEqualTo(sent);
        ours.write(sent);
      }
      netcat.awaitSuccess();
    }
    assertThat(Files.mismatch(input, output)).as("first byte that differs").isEqualTo(-1);
  }

  /** The file is there a moment before the socket listens. */
  private StreamConnector connect(String uri) {
    StreamConnector[] connected = new StreamConnector[1];
    Await.until(
        "netcat accepts",
        () -> {
          try {
            connected[0] = loom.connect(uri);
            return true;
          } catch (IOException _) {
            return false;
          }
        });
    return connected[0];
  }

  @Test
  void netcatSendsDatagrams() throws Exception {
    try (DatagramConnector ours = loom.bind("udp4://127.0.0.1:0")) {
      int port = ((InetSocketAddress) ours.localAddress().orElseThrow()).getPort();
      Task<Datagram> serving =
          Task.start(
              loom.threadFactory(),
              () -> {
                ByteBuffer buffer = ByteBuffer.allocate(100);
                Datagram datagram = ours.receive(buffer);
                ours.send(buffer.flip(), datagram.sender().orElseThrow());
                return datagram;
              });
      try (Tool netcat = Tool.start("nc", "-u", "127.0.0.1", Integer.toString(port))) {
        assertThat(netcat.type("from netcat").read(11)).isEqualTo("from netcat");
      }
      assertThat(serving.result().size()).isEqualTo(11);
    }
  }

  @Test
  void pythonsWebServerAnswersUs() throws Exception {
    Files.write(folder.resolve("file.bin"), sent);
    String[] command = {
      "python3", "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "-d", folder.toString()
    };
    try (Tool python = Tool.start(command)) {
      String port = python.readLine().replaceAll(".* port (\\d+) .*", "$1");
      try (StreamConnector web = loom.connect("tcp://127.0.0.1:" + port)) {
        web.write("GET /file.bin HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] answer = web.inputStream().readAllBytes();
        String head = new String(answer, 0, answer.length - SIZE, StandardCharsets.US_ASCII);
        assertThat(head).startsWith("HTTP/1.0 200 OK").contains("Content-Length: " + SIZE);
        assertThat(answer).endsWith(sent);
      }
    }
  }
}

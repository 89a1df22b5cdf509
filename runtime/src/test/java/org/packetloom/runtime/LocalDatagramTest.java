// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.AbstractSocketAddress;
import org.packetloom.AddressInUseException;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectionRefusedException;
import org.packetloom.ConnectorTarget;
import org.packetloom.Datagram;
import org.packetloom.DatagramConnector;
import org.packetloom.EndpointMissingException;
import org.packetloom.Packetloom;
import org.packetloom.suite.Await;
import org.packetloom.suite.OpenDescriptors;

/** Datagrams of the scheme local: names of all kinds, loops, peers that go, and socat. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalDatagramTest {
  private static final String DATAGRAM = "?behaviour=datagram";

  private Packetloom loom;
  private Path folder;

  @BeforeAll
  void open(@TempDir Path folder) throws IOException {
    this.folder = folder;
    loom = Packetloom.open();
  }

  @AfterAll
  void close() {
    loom.close();
  }

  private DatagramConnector bind(Path path) throws IOException {
    return loom.bind("local://" + path + DATAGRAM);
  }

  private static void send(DatagramConnector from, String text, SocketAddress to)
      throws IOException {
    from.send(StandardCharsets.UTF_8.encode(text), to);
  }

  private static String text(ByteBuffer received) {
    return StandardCharsets.UTF_8.decode(received.flip()).toString();
  }

  private static String receive(DatagramConnector at) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(100);
    at.receive(buffer);
    return text(buffer);
  }

  @Test
  void unnamedConnectorIsALoop() throws IOException {
    int before = OpenDescriptors.count();
    try (DatagramConnector loop = loom.bind("local://" + DATAGRAM)) {
      for (int i = 0; i < 20; i++) {
        loop.send(StandardCharsets.UTF_8.encode("message " + i));
      }
      loop.send(ByteBuffer.allocate(0));
      for (int i = 0; i < 20; i++) {
        assertThat(receive(loop)).isEqualTo("message " + i);
      }
      assertThat(loop.receive(ByteBuffer.allocate(1)).fullSize()).isZero();
    }
    assertThat(OpenDescriptors.count()).isLessThanOrEqualTo(before);
  }

  @Test
  void systemChoosesANameThatCanBeSentTo() throws IOException {
    try (DatagramConnector server = loom.bind("local:///%00" + DATAGRAM);
        DatagramConnector client = loom.bind("local:///%00" + DATAGRAM)) {
      var name = (AbstractSocketAddress) server.localAddress().orElseThrow();
      assertThat(server.uri().target()).isEqualTo(new ConnectorTarget.Abstract(name.name()));
      send(client, "question", name);
      ByteBuffer buffer = ByteBuffer.allocate(100);
      Datagram question = server.receive(buffer);
      assertThat(text(buffer)).isEqualTo("question");
      send(server, "answer", question.sender().orElseThrow());
      assertThat(receive(client)).isEqualTo("answer");
    }
  }

  @Test
  void filesGoWithTheirConnectors() throws IOException {
    Path path = folder.resolve("file");
    try (DatagramConnector first = bind(path)) {
      assertThatThrownBy(() -> bind(path)).isInstanceOf(AddressInUseException.class);
      assertThat(first.isOpen()).isTrue();
      assertThat(path).exists();
    }
    assertThat(path).doesNotExist();
    loom.bind("local://" + path + DATAGRAM + "&unlink=no").close();
    bind(path).close();
    assertThat(path).doesNotExist();
  }

  @Test
  void longPathsAreBoundSentToAndAnswered() throws IOException {
    Path deep = Files.createDirectories(folder.resolve("d".repeat(120)));
    int before = OpenDescriptors.count();
    try (DatagramConnector server = bind(deep.resolve("server"));
        DatagramConnector client = bind(deep.resolve("client"))) {
      SocketAddress address = UnixDomainSocketAddress.of(deep.resolve("server"));
      assertThat(server.localAddress()).contains(address);
      send(client, "one", address);
      assertThat(client.trySend(StandardCharsets.UTF_8.encode("two"), address)).isTrue();
      ByteBuffer buffer = ByteBuffer.allocate(100);
      Datagram one = server.receive(buffer);
      assertThat(text(buffer)).isEqualTo("one");
      assertThat(receive(server)).isEqualTo("two");
      send(server, "answer", one.sender().orElseThrow());
      assertThat(receive(client)).isEqualTo("answer");
      client.connect(address);
      client.send(StandardCharsets.UTF_8.encode("three"));
      assertThat(receive(server)).isEqualTo("three");
    }
    assertThat(deep).isEmptyDirectory();
    assertThat(OpenDescriptors.count()).isLessThanOrEqualTo(before);
  }

  @Test
  void peerThatIsGoneIsNamed() throws IOException {
    Path stays = folder.resolve("stays");
    try (DatagramConnector client = loom.bind("local:///%00" + DATAGRAM)) {
      DatagramConnector server = loom.bind("local://" + stays + DATAGRAM + "&unlink=no");
      SocketAddress address = server.localAddress().orElseThrow();
      client.connect(address);
      server.close();
      assertThatThrownBy(() -> client.send(ByteBuffer.allocate(1)))
          .isInstanceOf(ConnectionRefusedException.class);
      assertThatThrownBy(() -> send(client, "x", address))
          .isInstanceOf(ConnectionRefusedException.class)
          .hasMessageContaining(stays.toString());
      Files.delete(stays);
      assertThatThrownBy(() -> send(client, "x", address))
          .isInstanceOf(EndpointMissingException.class)
          .hasMessageContaining(stays.toString());
    }
  }

  @Test
  void senderWithANameThatIsNoTextIsAnswered() throws Exception {
    String program =
        """
        import os, socket, sys
        os.chdir(sys.argv[1])
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        own = os.fsencode(sys.argv[1]) + b'/\\xff\\xfe'
        s.bind(own)
        s.sendto(b'question', sys.argv[2])
        print(s.recv(100).decode(), flush=True)
        os.unlink(own)
        """;
    Path path = folder.resolve("server");
    try (DatagramConnector server = bind(path)) {
      Process python =
          Tools.program("python3", "-c", program, folder.toString(), path.toString()).start();
      try (var output = python.inputReader()) {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        SocketAddress sender = server.receive(buffer).sender().orElseThrow();
        send(server, "answer", sender);
        assertThat(output.readLine()).isEqualTo("answer");
        assertThat(sender.toString()).startsWith(folder.toString());
        assertThat(python.waitFor()).isZero();
      } finally {
        python.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void streamsAndDatagramsAreToldApart() {
    String uri = "local://" + folder.resolve("x");
    assertThatThrownBy(() -> loom.bind(uri)).isInstanceOf(CapabilityException.class);
    assertThatThrownBy(() -> loom.listen(uri + DATAGRAM)).isInstanceOf(CapabilityException.class);
    assertThatThrownBy(() -> loom.connect(uri + DATAGRAM)).isInstanceOf(CapabilityException.class);
  }

  @Test
  void socatAsksAndIsAnswered() throws Exception {
    Path path = folder.resolve("ours");
    Path theirs = folder.resolve("socat");
    try (DatagramConnector server = bind(path)) {
      Process socat =
          Tools.program("socat", "-t10", "-", "UNIX-SENDTO:" + path + ",bind=" + theirs).start();
      try (var writer = socat.outputWriter();
          var reader = socat.inputReader()) {
        writer.write("question\n");
        writer.flush();
        ByteBuffer buffer = ByteBuffer.allocate(100);
        Datagram question = server.receive(buffer);
        assertThat(text(buffer)).isEqualTo("question\n");
        assertThat(question.sender()).contains(UnixDomainSocketAddress.of(theirs));
        send(server, "answer\n", question.sender().orElseThrow());
        assertThat(reader.readLine()).isEqualTo("answer");
      } finally {
        socat.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void socatIsAskedAndAnswers() throws Exception {
    Path path = folder.resolve("theirs");
    Process socat = Tools.program("socat", "UNIX-RECVFROM:" + path, "EXEC:cat").start();
    try (DatagramConnector client = bind(folder.resolve("client"))) {
      Await.until("socat is bound", () -> Files.exists(path));
      assumeTrue(socat.isAlive(), "socat with UNIX-RECVFROM");
      send(client, "echo", UnixDomainSocketAddress.of(path));
      assertThat(receive(client)).isEqualTo("echo");
    } finally {
      socat.destroyForcibly().waitFor();
      Files.deleteIfExists(path);
    }
  }
}

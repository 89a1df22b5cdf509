// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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
import org.packetloom.Listener;
import org.packetloom.LocalMessage;
import org.packetloom.LocalStreamConnector;
import org.packetloom.Packetloom;
import org.packetloom.Server;
import org.packetloom.StreamConnector;
import org.packetloom.SystemFailureException;

/** Records of the scheme local: names, loops, servers, and other programs at the other end. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalRecordsTest {
  private static final String RECORDS = "?behaviour=seqpacket";

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

  private static String read(StreamConnector end) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(100);
    end.read(buffer);
    return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void unnamedConnectorIsALoop() throws IOException {
    try (StreamConnector loop = loom.connect("local://" + RECORDS)) {
      loop.write(bytes("one"));
      loop.write(bytes("two"));
      assertThat(read(loop)).isEqualTo("one");
      assertThat(read(loop)).isEqualTo("two");
    }
  }

  @Test
  void systemChoosesANameThatCanBeConnectedTo() throws IOException {
    try (Listener listener = loom.listen("local:///%00" + RECORDS);
        StreamConnector client = loom.connect(listener.uri());
        StreamConnector accepted = listener.accept()) {
      assertThat(listener.localAddress().orElseThrow()).isInstanceOf(AbstractSocketAddress.class);
      client.write(bytes("hello"));
      assertThat(read(accepted)).isEqualTo("hello");
      assertThat(client.localAddress()).isEqualTo(accepted.peerAddress());
    }
  }

  @Test
  void recordsSentBeforeTheyWereAcceptedKeepTheirBoundaries() throws IOException {
    try (Listener listener = loom.listen("local:///%00" + RECORDS);
        StreamConnector client = loom.connect(listener.uri())) {
      client.write(new byte[0]);
      client.write(bytes("x"));
      client.write(new byte[0]);
      client.shutdownOutput();
      try (StreamConnector accepted = listener.accept()) {
        byte[] room = new byte[10];
        assertThat(accepted.read(room)).isZero();
        assertThat(accepted.read(room)).isEqualTo(1);
        assertThat(accepted.read(room)).isZero();
        assertThat(accepted.read(room)).isEqualTo(-1);
      }
    }
  }

  @Test
  void tryReceiveTellsAnEmptyRecordFromNotNow() throws IOException {
    try (var pair = loom.pair("local://" + RECORDS)) {
      var end = (LocalStreamConnector) pair.second();
      ByteBuffer buffer = ByteBuffer.allocate(10);
      assertThat(end.tryReceive(buffer, 0)).isEmpty();
      pair.first().write(new byte[0]);
      LocalMessage empty = end.tryReceive(buffer, 0).orElseThrow();
      assertThat(empty.isEnd()).isFalse();
      assertThat(empty.size()).isZero();
      pair.first().close();
      assertThat(end.tryReceive(buffer, 0).orElseThrow().isEnd()).isTrue();
    }
  }

  @Test
  void serverAnswersEachRecord() throws Exception {
    Path path = folder.resolve("served");
    try (Server server =
        loom.serve(
            "local://" + path + "?behaviour=seqpacket&mode=0600",
            connection -> {
              ByteBuffer record = ByteBuffer.allocate(100);
              while (connection.read(record.clear()) >= 0) {
                connection.write(record.flip());
              }
            })) {
      assertThatThrownBy(() -> loom.listen("local://" + path + RECORDS))
          .isInstanceOf(AddressInUseException.class);
      assertThatThrownBy(() -> loom.connect("local://" + path))
          .as("as a stream")
          .isInstanceOf(SystemFailureException.class)
          .hasMessageContaining("EPROTOTYPE");
      try (StreamConnector client = loom.connect(server.uri())) {
        for (String text : new String[] {"a", "", "bc"}) {
          client.write(bytes(text));
          assertThat(read(client)).isEqualTo(text);
        }
      }
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void socatConnectsToUs() throws Exception {
    Path path = folder.resolve("ours");
    try (Listener listener = loom.listen("local://" + path + RECORDS)) {
      Process socat =
          Tools.program("socat", "-t10", "-", "UNIX-CONNECT:" + path + ",socktype=5").start();
      try (var writer = socat.outputWriter();
          var reader = socat.inputReader();
          StreamConnector accepted = listener.accept()) {
        writer.write("question\n");
        writer.flush();
        assertThat(read(accepted)).isEqualTo("question\n");
        accepted.write(bytes("answer\n"));
        assertThat(reader.readLine()).isEqualTo("answer");
      } finally {
        socat.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void socatIsConnectedTo() throws Exception {
    Path path = folder.resolve("theirs");
    Process socat =
        Tools.program("socat", "UNIX-LISTEN:" + path + ",socktype=5", "EXEC:cat").start();
    try {
      Tools.awaitListener(path, socat);
      try (StreamConnector client = loom.connect("local://" + path + RECORDS)) {
        client.write(bytes("echo"));
        assertThat(read(client)).isEqualTo("echo");
      }
    } finally {
      socat.destroyForcibly().waitFor();
      Files.deleteIfExists(path);
    }
  }

  @Test
  void pythonAndWeCountTheSameRecords() throws Exception {
    String program =
        """
        import socket, sys
        s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        s.connect(chr(0) + sys.argv[1])
        for i in range(100):
            s.send(b'x' * i)
        print(sum(len(s.recv(1000)) for i in range(100)), flush=True)
        """;
    try (Listener listener = loom.listen("local:///%00" + RECORDS)) {
      var name = (AbstractSocketAddress) listener.localAddress().orElseThrow();
      String text = new String(name.name(), StandardCharsets.US_ASCII);
      Process python = Tools.program("python3", "-c", program, text).start();
      try (StreamConnector accepted = listener.accept();
          var output = python.inputReader()) {
        byte[] room = new byte[1000];
        for (int i = 0; i < 100; i++) {
          assertThat(accepted.read(room)).isEqualTo(i);
        }
        for (int i = 0; i < 100; i++) {
          accepted.write(room, 0, 2 * i);
        }
        assertThat(output.readLine()).isEqualTo("9900");
        assertThat(accepted.read(room)).isEqualTo(-1);
      } finally {
        python.destroyForcibly().waitFor();
      }
    }
  }
}

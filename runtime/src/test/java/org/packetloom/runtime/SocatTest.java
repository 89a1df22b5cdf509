// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.Packetloom;
import org.packetloom.Server;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** Another program at the other end: socat connects to our servers, and we to its. */
@Timeout(60)
class SocatTest {
  private static final int SIZE = 2 << 20;

  @TempDir Path folder;

  private final byte[] sent = new byte[SIZE];

  @BeforeEach
  void ensureSocat() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/socat")), "socat");
    new Random(SIZE).nextBytes(sent);
  }

  @Test
  void connectsToOurTcp4() throws Exception {
    serves("tcp://127.0.0.1:0", port -> "TCP4:127.0.0.1:" + port);
  }

  @Test
  void connectsToOurTcp6() throws Exception {
    serves("tcp://[::1]:0", port -> "TCP6:[::1]:" + port);
  }

  @Test
  void connectsToOurPath() throws Exception {
    Path path = folder.resolve("ours");
    serves("local://" + path, _ -> "UNIX-CONNECT:" + path);
    assertThat(path).doesNotExist();
  }

  @Test
  void connectsToOurAbstractName() throws Exception {
    String name = "packetloom-socat-" + ProcessHandle.current().pid();
    serves("local:///%00" + name, _ -> "ABSTRACT-CONNECT:" + name);
  }

  @Test
  void answersOnItsPath() throws Exception {
    Path path = folder.resolve("theirs");
    Process socat = socat("UNIX-LISTEN:" + path, "EXEC:cat");
    try (Packetloom loom = Packetloom.open()) {
      Tools.awaitListener(path, socat);
      try (StreamConnector stream = connect(loom, "local://" + path)) {
        Task<byte[]> answer =
            Task.start(loom.threadFactory(), () -> stream.inputStream().readAllBytes());
        stream.write(sent);
        stream.shutdownOutput();
        assertThat(Arrays.equals(answer.result(), sent)).as("bytes are the same").isTrue();
      }
      assertThat(socat.waitFor()).isZero();
    } finally {
      socat.destroyForcibly().waitFor();
    }
  }

  /** The file is there a moment before the socket listens. */
  private static StreamConnector connect(Packetloom loom, String uri) {
    StreamConnector[] connected = new StreamConnector[1];
    Await.until(
        "socat accepts",
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

  private interface Address {
    String of(int port);
  }

  private void serves(String uri, Address address) throws Exception {
    Path input = Files.write(folder.resolve("input"), sent);
    Path output = folder.resolve("output");
    try (Packetloom loom = Packetloom.open();
        Server server = loom.serve(uri, c -> c.inputStream().transferTo(c.outputStream()));
        StreamConnector probe = loom.connect(server.uri())) {
      int port =
          probe.peerAddress().orElseThrow() instanceof InetSocketAddress peer ? peer.getPort() : 0;
      Process socat =
          new ProcessBuilder("/usr/bin/socat", "-t30", "-", address.of(port))
              .redirectInput(input.toFile())
              .redirectOutput(output.toFile())
              .redirectError(Redirect.INHERIT)
              .start();
      try {
        assertThat(socat.waitFor()).isZero();
      } finally {
        socat.destroyForcibly().waitFor();
      }
    }
    assertThat(Files.mismatch(input, output)).as("first byte that differs").isEqualTo(-1);
  }

  private static Process socat(String... addresses) throws IOException {
    return new ProcessBuilder("/usr/bin/socat", addresses[0], addresses[1])
        .redirectError(Redirect.INHERIT)
        .start();
  }
}

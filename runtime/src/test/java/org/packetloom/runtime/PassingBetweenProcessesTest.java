// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.packetloom.Connector;
import org.packetloom.Listener;
import org.packetloom.LocalMessage;
import org.packetloom.Pair;
import org.packetloom.PeerCredentials;
import org.packetloom.PeerProcess;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Await;
import org.packetloom.suite.OpenDescriptors;

/**
 * Descriptors and credentials over Unix-domain sockets, with python3 and with users that are
 * others.
 */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PassingBetweenProcessesTest extends PassingFixture {
  @Test
  void peerIsKnownWithAllItsGroups() throws Exception {
    try (Pair pair = loom.pair("local://")) {
      PeerCredentials self = local(pair.first()).peerCredentials();
      assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(self.process()).contains(ProcessHandle.current());
      assertThat(self.uid())
          .isEqualTo(((Number) Files.getAttribute(folder, "unix:uid")).longValue());
      try (PeerProcess process = local(pair.first()).peerProcess()) {
        assertThat(process.isAlive()).isTrue();
      }
    }
  }

  @Test
  void peerOfAnotherUserIsKnownUntilItEnds() throws Exception {
    Tools.assumeRoot();
    String program =
        """
        import os, socket, sys
        os.setgroups([7, 8, 9]); os.setgid(65534); os.setuid(65533)
        s = socket.socket(socket.AF_UNIX)
        s.connect(sys.argv[1])
        sys.stdin.read()
        """;
    Path path = folder.resolve("known");
    Files.setAttribute(folder, "unix:mode", 0711);
    try (Listener listener = loom.listen("local://" + path + "?mode=0666")) {
      Process python = Tools.program("python3", "-c", program, path.toString()).start();
      try (StreamConnector accepted = listener.accept();
          PeerProcess process = local(accepted).peerProcess()) {
        PeerCredentials peer = local(accepted).peerCredentials();
        assertThat(peer)
            .isEqualTo(new PeerCredentials(python.pid(), 65_533, 65_534, List.of(7L, 8L, 9L)));
        assertThat(process.isAlive()).isTrue();
        python.outputWriter().close();
        python.waitFor();
        assertThat(process.isAlive()).isFalse();
      } finally {
        python.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void pythonPassesDescriptorsToUs() throws Exception {
    String program =
        """
        import os, socket, sys
        s = socket.socket(socket.AF_UNIX)
        s.connect(sys.argv[1])
        a, b = socket.socketpair()
        r, w = os.pipe()
        socket.send_fds(s, [b'take'], [a.fileno(), r])
        a.close(); os.close(r)
        os.write(w, b'through the pipe'); os.close(w)
        print(b.recv(100).decode(), flush=True)
        b.sendall(b'answer')
        sys.stdin.read()
        """;
    Path path = folder.resolve("from-python");
    int before = OpenDescriptors.count();
    try (Listener listener = loom.listen("local://" + path)) {
      Process python = Tools.program("python3", "-c", program, path.toString()).start();
      try (var output = python.inputReader();
          StreamConnector accepted = listener.accept();
          LocalMessage message = receive(accepted, 5)) {
        assertThat(message.size()).isEqualTo(4);
        try (StreamConnector socket = message.descriptors().get(0).adopt(StreamConnector.class);
            StreamConnector pipe = message.descriptors().get(1).adopt(StreamConnector.class)) {
          socket.write("question".getBytes(StandardCharsets.US_ASCII));
          assertThat(output.readLine()).isEqualTo("question");
          assertThat(socket.inputStream().readNBytes(6)).asString().isEqualTo("answer");
          assertThat(pipe.inputStream().readAllBytes()).asString().isEqualTo("through the pipe");
        }
        python.outputWriter().close();
        assertThat(python.waitFor()).isZero();
      } finally {
        python.destroyForcibly().waitFor();
      }
    }
    Await.until("python's pipes are closed", () -> OpenDescriptors.count() <= before);
  }

  @Test
  void weHandAConnectionOverToPython() throws Exception {
    String program =
        """
        import socket, sys
        s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        s.connect(sys.argv[1])
        data, fds, flags, _ = socket.recv_fds(s, 100, 5)
        served = socket.socket(fileno=fds[0])
        served.setblocking(True)
        served.sendall(data + b' ' + served.recv(100))
        served.close()
        """;
    Path path = folder.resolve("to-python");
    List<Connector> open = new ArrayList<>();
    try (Listener listener = loom.listen("local://" + path + "?behaviour=seqpacket");
        Pair tcp = loom.pair("tcp://127.0.0.1:0")) {
      Process python = Tools.program("python3", "-c", program, path.toString()).start();
      try (StreamConnector accepted = listener.accept()) {
        open.add(accepted);
        tcp.second().write("hello".getBytes(StandardCharsets.US_ASCII));
        local(accepted)
            .send(
                ByteBuffer.wrap("echo:".getBytes(StandardCharsets.US_ASCII)), List.of(tcp.first()));
        tcp.first().close();
        assertThat(tcp.second().inputStream().readAllBytes()).asString().isEqualTo("echo: hello");
        assertThat(python.waitFor()).isZero();
      } finally {
        python.destroyForcibly().waitFor();
      }
    }
    assertThat(open).noneMatch(Connector::isOpen);
  }
}

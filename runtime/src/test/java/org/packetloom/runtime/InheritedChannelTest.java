// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.nio.PacketloomSelectorProvider;

/** A socket that a super-server leaves at descriptor 0; the JDK's provider is the control. */
class InheritedChannelTest {
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  /** Makes a socket of some kind descriptor 0 of the program, and talks to it. */
  private static final String SUPER_SERVER =
      """
      import socket, subprocess, sys
      kind = sys.argv[1]
      def talk(peer):
        peer.sendall(b"ping")
        print("answer", peer.recv(100).decode())
      if kind == "STREAM" or kind == "UNIX":
        if kind == "UNIX":
          near, far = socket.socketpair()
        else:
          server = socket.create_server(("127.0.0.1", 0))
          near = socket.create_connection(server.getsockname())
          far, _ = server.accept()
        child = subprocess.Popen(sys.argv[2:], stdin=far)
        far.close()
        talk(near)
        print("end", near.recv(1) == b"")
      elif kind == "LISTENER":
        server = socket.create_server(("127.0.0.1", 0))
        child = subprocess.Popen(sys.argv[2:], stdin=server)
        talk(socket.create_connection(server.getsockname()))
      elif kind == "DATAGRAMS":
        far = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        far.bind(("127.0.0.1", 0))
        near = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        near.connect(far.getsockname())
        child = subprocess.Popen(sys.argv[2:], stdin=far)
        talk(near)
      else:
        child = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL)
      sys.exit(child.wait(40))
      """;

  private static final String OURS =
      "-Djava.nio.channels.spi.SelectorProvider=" + PacketloomSelectorProvider.class.getName();

  private enum Kind {
    STREAM,
    UNIX,
    LISTENER,
    DATAGRAMS,
    NOTHING
  }

  @Test
  void aListenerIsAServerChannel() throws Exception {
    assertInherited(Kind.LISTENER, OURS);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LISTENER")
  @Tag("matrix")
  void isWhatTheSocketIs(Kind kind) throws Exception {
    assertInherited(kind, OURS);
  }

  @ParameterizedTest
  @EnumSource(names = {"STREAM", "NOTHING"})
  @Tag("matrix")
  void isWhatTheSocketIsForTheJdk(Kind kind) throws Exception {
    assertInherited(kind, "-Dnothing");
  }

  private static void assertInherited(Kind kind, String option) throws Exception {
    assumeTrue(Files.isExecutable(PYTHON), "python3");
    List<String> options = List.of(option, JavaChild.NATIVE_ACCESS);
    List<String> command = new ArrayList<>();
    command.addAll(List.of(PYTHON.toString(), "-u", "-c", SUPER_SERVER, kind.name()));
    command.addAll(JavaChild.command(options, Child.class));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ended: " + output).isTrue();
      List<String> lines = output.lines().toList();
      assertThat(lines).contains("same true");
      switch (kind) {
        case STREAM, UNIX ->
            assertThat(lines).contains("kind SocketChannel", "answer ping", "end True");
        case LISTENER -> assertThat(lines).contains("kind ServerSocketChannel", "answer ping");
        case DATAGRAMS -> assertThat(lines).contains("kind DatagramChannel", "answer ping");
        case NOTHING -> assertThat(lines).contains("kind none");
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** Echoes once by whatever it inherited. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      try (Channel channel = System.inheritedChannel()) {
        System.out.println("same " + (System.inheritedChannel() == channel));
        ByteBuffer bytes = ByteBuffer.allocate(100);
        switch (channel) {
          case null -> System.out.println("kind none");
          case SocketChannel stream -> {
            System.out.println("kind SocketChannel");
            echo(stream, bytes);
          }
          case ServerSocketChannel server -> {
            System.out.println("kind ServerSocketChannel");
            try (SocketChannel accepted = server.accept()) {
              echo(accepted, bytes);
            }
          }
          case DatagramChannel datagrams -> {
            System.out.println("kind DatagramChannel");
            var peer = datagrams.receive(bytes);
            datagrams.send(bytes.flip(), peer);
          }
          default -> System.out.println("kind " + channel.getClass());
        }
      }
    }

    private static void echo(SocketChannel stream, ByteBuffer bytes) throws IOException {
      stream.read(bytes);
      stream.write(bytes.flip());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.CapabilityException;
import org.packetloom.DatagramConnector;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Task;

/** Sockets that a service manager opened, found by name. */
@Timeout(60)
class InheritanceTest {
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  /** Opens two listeners and a socket of datagrams at 3, 4 and 5, and becomes the program. */
  private static final String MANAGER =
      """
      import os, socket, sys
      web = socket.create_server(("127.0.0.1", 0))
      admin = socket.create_server(("127.0.0.1", 0))
      log = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      log.bind(("127.0.0.1", 0))
      kept = [os.dup(each.fileno()) for each in (web, admin, log)]
      for i, fd in enumerate(kept):
        os.dup2(fd, 100 + i)
      for i in range(3):
        os.dup2(100 + i, 3 + i)
      os.closerange(6, 200)
      pid = os.getpid() + int(sys.argv[1])
      environment = dict(os.environ, LISTEN_PID=str(pid), LISTEN_FDS="3",
          LISTEN_FDNAMES="Web:Web:log")
      os.execve(sys.argv[2], sys.argv[2:], environment)
      """;

  private static List<String> names(String... variables) throws IOException {
    Map<String, String> environment = new java.util.HashMap<>();
    for (String variable : variables) {
      String[] parts = variable.split("=", 2);
      environment.put(parts[0], parts[1]);
    }
    return new Inheritance(new TestedPlatform().foreign(), environment, 42).names();
  }

  @Test
  void namesAreThoseOfTheEnvironment() throws Exception {
    assertThat(names("LISTEN_PID=42", "LISTEN_FDS=2", "LISTEN_FDNAMES=a:b"))
        .containsExactly("a", "b");
    assertThat(names("LISTEN_PID=42", "LISTEN_FDS=2")).containsExactly("unknown", "unknown");
    assertThat(names("LISTEN_PID=42", "LISTEN_FDS=3", "LISTEN_FDNAMES=a:"))
        .containsExactly("a", "unknown", "unknown");
    assertThat(names("LISTEN_PID=42", "LISTEN_FDS=0")).isEmpty();
  }

  @Test
  void whatIsMeantForAnotherProcessIsNotOurs() throws Exception {
    assertThat(names()).isEmpty();
    assertThat(names("LISTEN_PID=41", "LISTEN_FDS=1")).isEmpty();
    assertThat(names("LISTEN_FDS=1")).isEmpty();
    assertThat(names("LISTEN_PID=42")).isEmpty();
  }

  @Test
  void wrongValuesAreNamed() {
    for (String[] wrong :
        new String[][] {
          {"LISTEN_PID=me", "LISTEN_FDS=1"},
          {"LISTEN_PID=42", "LISTEN_FDS=-1"},
          {"LISTEN_PID=42", "LISTEN_FDS=99999999999999999999"},
          {"LISTEN_PID=42", "LISTEN_FDS=9999999999"},
          {"LISTEN_PID=42", "LISTEN_FDS=1", "LISTEN_FDNAMES=a:b"}
        }) {
      String last = wrong[wrong.length - 1];
      String variable = wrong[0].endsWith("me") ? "LISTEN_PID" : last.split("=")[0];
      assertThatThrownBy(() -> names(wrong))
          .isInstanceOf(CapabilityException.class)
          .hasMessageContaining(variable);
    }
  }

  private static List<String> run(int offset) throws Exception {
    assumeTrue(Files.isExecutable(PYTHON), "python3");
    List<String> command = new ArrayList<>();
    command.addAll(List.of(PYTHON.toString(), "-c", MANAGER, Integer.toString(offset)));
    List<String> copy = StandardStreamsTest.copy();
    command.addAll(copy.subList(0, copy.size() - 1));
    command.add(Child.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ended: " + output).isTrue();
      return output.lines().toList();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aChildTakesEachOnce() throws Exception {
    assertThat(run(0))
        .containsExactly(
            "[Web, Web, log]",
            "served",
            "served",
            "EndpointMissingException",
            "CapabilityException",
            "udp4",
            "EndpointMissingException");
  }

  @Test
  void aChildOfAnotherNumberTakesNothing() throws Exception {
    assertThat(run(1).getFirst()).isEqualTo("[]");
  }

  /** What a service manager starts. */
  static final class Child {
    private Child() {}

    /** Takes everything. */
    public static void main(String[] arguments) throws Exception {
      try (Packetloom loom = Packetloom.open()) {
        System.out.println(loom.inheritedListeners());
        if (loom.inheritedListeners().isEmpty()) {
          return;
        }
        try (Listener first = loom.inheritedListener("Web");
            Listener second = loom.listen("fd:///listen/Web")) {
          serve(loom, first);
          serve(loom, second);
          refused(() -> loom.inheritedListener("Web"));
        }
        refused(() -> loom.inheritedListener("log"));
        try (DatagramConnector log = loom.bind("fd:///listen/log")) {
          System.out.println(log.uri().scheme());
        }
        refused(() -> loom.inheritedListener("other"));
      }
    }

    private interface Attempt {
      Object run() throws IOException;
    }

    private static void refused(Attempt attempt) {
      try {
        System.out.println("took " + attempt.run());
      } catch (IOException e) {
        System.out.println(e.getClass().getSimpleName());
      }
    }

    private static void serve(Packetloom loom, Listener listener) throws IOException {
      Task<StreamConnector> accept = Task.start(loom.threadFactory(), listener::accept);
      try (StreamConnector client = loom.connect(listener.uri());
          StreamConnector accepted = accept.result()) {
        ToolkitTest.assertRoundTrip(client, accepted);
        System.out.println("served");
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.Connector;
import org.packetloom.Listener;
import org.packetloom.LocalMessage;
import org.packetloom.LocalStreamConnector;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.PassedDescriptor;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Await;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Task;

/** Who passes descriptors keeps the open files, and may do with them what it likes. */
class HostileSenderTest extends ToolkitTest {
  /** More than there are carriers. */
  private static final int MANY = 2 * Runtime.getRuntime().availableProcessors() + 2;

  /** Passes reading ends, or listeners, and makes them blocking again when it is told to. */
  private static final String SENDER =
      """
      import os, socket, sys
      s = socket.socket(socket.AF_UNIX)
      s.connect(sys.argv[1])
      passed, kept = [], []
      for i in range(int(sys.argv[3])):
          if sys.argv[2] == 'pipe':
              r, w = os.pipe()
          elif sys.argv[2] == 'socket':
              a, b = socket.socketpair()
              kept += [a, b]
              r, w = a.fileno(), b.fileno()
          else:
              a = socket.socket(); a.bind(('127.0.0.1', 0)); a.listen()
              kept.append(a)
              r, w = a.fileno(), -1
          passed.append(r)
          kept.append(w)
      socket.send_fds(s, [b'!'], passed)
      s.recv(1)
      for fd in passed:
          os.set_blocking(fd, True)
      s.sendall(b'!')
      s.recv(1)
      """;

  /** O_CLOEXEC, as Linux has it on most processors; asm-generic/fcntl.h. */
  private static final int CLOSE_ON_EXEC = 02000000;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"socket", "pipe", "listener"})
  void whatIsMadeBlockingAgainHoldsUpItsReadersAlone(String kind) throws Exception {
    Path path = folder.resolve(kind);
    int before = OpenDescriptors.count();
    try (Packetloom loom = open("virtual", "epoll");
        Listener listener = loom.listen("local://" + path);
        Tool sender =
            Tool.start("python3", "-c", SENDER, path.toString(), kind, Integer.toString(MANY));
        StreamConnector control = listener.accept();
        LocalMessage message =
            ((LocalStreamConnector) control).receive(ByteBuffer.allocate(1), MANY)) {
      List<Connector> adopted = new ArrayList<>();
      for (PassedDescriptor each : message.descriptors()) {
        adopted.add(each.adopt(Connector.class));
      }
      control.write(new byte[1]);
      control.readFully(new byte[1]);
      List<Task<Integer>> victims = new ArrayList<>();
      for (Connector each : adopted) {
        victims.add(Task.start(loom.threadFactory(), () -> use(each)));
      }
      Task.start(loom.threadFactory(), () -> 7).result(); // others go on
      victims.forEach(Task::awaitParked);
      for (Connector each : adopted) {
        each.close();
      }
      victims.forEach(victim -> victim.assertFailure().isInstanceOf(IOException.class));
      control.write(new byte[1]);
      sender.awaitSuccess();
    }
    assertNoneLost(before);
  }

  @Test
  void whatIsReceivedIsNotInherited() throws Exception {
    Path path = folder.resolve("received");
    try (Packetloom loom = open("virtual", "epoll");
        Listener listener = loom.listen("local://" + path);
        Tool sender = Tool.start("python3", "-c", SENDER, path.toString(), "pipe", "3");
        StreamConnector control = listener.accept()) {
      LocalMessage message = ((LocalStreamConnector) control).receive(ByteBuffer.allocate(1), 3);
      assertThat(message.descriptors()).hasSize(3);
      for (PassedDescriptor each : message.descriptors()) {
        assertThat(isCloseOnExec(each.number())).isTrue();
      }
      try (var adopted =
          (DescriptorConnector) message.descriptors().getFirst().adopt(Connector.class)) {
        assertThat(isCloseOnExec(adopted.handle().descriptor())).isTrue();
      }
      message.close();
      control.write(new byte[1]);
      control.readFully(new byte[1]);
      control.write(new byte[1]);
      sender.awaitSuccess();
    }
  }

  /** Whether no program that is started has a descriptor; proc_pid_fdinfo(5). */
  private static boolean isCloseOnExec(int descriptor) throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/fdinfo/" + descriptor))) {
      String flags = lines.filter(line -> line.startsWith("flags:")).findFirst().orElseThrow();
      return (Integer.parseInt(flags.replaceAll("\\D", ""), 8) & CLOSE_ON_EXEC) != 0;
    }
  }

  private static int use(Connector connector) throws IOException {
    if (connector instanceof Listener listener) {
      listener.accept().close();
      return 0;
    }
    return ((StreamConnector) connector).read(new byte[1]);
  }

  /** Passes sockets, sends much through each, makes them blocking again, and sends some more. */
  private static final String RELAYED =
      """
      import os, socket, sys
      s = socket.socket(socket.AF_UNIX)
      s.connect(sys.argv[1])
      pairs = []
      for i in range(int(sys.argv[2])):
          listener = socket.create_server(('127.0.0.1', 0))
          far = socket.create_connection(listener.getsockname())
          pairs.append((listener.accept()[0], far))
          listener.close()
      socket.send_fds(s, [b'!'], [near.fileno() for near, far in pairs])
      s.recv(1)
      for near, far in pairs:
          far.sendall(bytes(1 << 20))
      s.recv(1)
      for near, far in pairs:
          near.setblocking(True)
          far.sendall(bytes(1 << 16))
      s.recv(1)
      """;

  @Test
  void whatIsMadeBlockingAgainHoldsUpItsRelayAlone() throws Exception {
    Path path = folder.resolve("relayed");
    int before = OpenDescriptors.count();
    try (Packetloom loom = open("virtual", "epoll");
        Listener listener = loom.listen("local://" + path);
        Tool sender =
            Tool.start("python3", "-c", RELAYED, path.toString(), Integer.toString(MANY));
        StreamConnector control = listener.accept();
        LocalMessage message =
            ((LocalStreamConnector) control).receive(ByteBuffer.allocate(1), MANY)) {
      List<Connector> open = new ArrayList<>();
      List<StreamConnector> relayed = new ArrayList<>();
      List<Task<Void>> relays = new ArrayList<>();
      for (PassedDescriptor each : message.descriptors()) {
        StreamConnector from = each.adopt(StreamConnector.class);
        Pair sink = loom.pair("local://");
        open.addAll(List.of(from, sink.first(), sink.second()));
        relayed.add(sink.second());
        relays.add(
            Task.start(
                loom.threadFactory(),
                () -> {
                  loom.relay(from, sink.first()).run();
                  return null;
                }));
      }
      for (int size : new int[] {1 << 20, 1 << 16}) {
        control.write(new byte[1]);
        for (StreamConnector each : relayed) {
          each.readFully(new byte[size]);
        }
      }
      Task.start(loom.threadFactory(), () -> 7).result(); // others go on
      control.write(new byte[1]);
      sender.awaitSuccess();
      for (Connector each : open) {
        each.close();
      }
      relays.forEach(Task::hasFailed);
    }
    assertNoneLost(before);
  }

  /** Sends as many descriptors as it can, all the time, and far more than anybody asked for. */
  private static final String FLOOD =
      """
      import array, os, socket, sys
      s = socket.socket(socket.AF_UNIX)
      s.connect(sys.argv[1])
      null = os.open('/dev/null', os.O_RDONLY)
      for i in range(200):
          socket.send_fds(s, [b'0123456789'], [null] * 253)
      s.shutdown(socket.SHUT_WR)
      s.recv(1)
      """;

  @Test
  @SuppressWarnings("try") // closed before the block ends: the sender waits for that
  void aFloodOfDescriptorsOpensNoMoreThanWasAskedFor() throws Exception {
    Path path = folder.resolve("flood");
    int before = OpenDescriptors.count();
    try (Packetloom loom = open("virtual", "epoll");
        Listener listener = loom.listen("local://" + path);
        Tool sender = Tool.start("python3", "-c", FLOOD, path.toString());
        StreamConnector control = listener.accept()) {
      int open = OpenDescriptors.count();
      ByteBuffer room = ByteBuffer.allocate(10);
      for (int i = 0; i < 100; i++) { // plain reads open nothing
        control.readFully(room.clear());
        assertThat(OpenDescriptors.count()).isLessThanOrEqualTo(open);
      }
      for (int i = 0; i < 100; i++) {
        try (LocalMessage message = ((LocalStreamConnector) control).receive(room.clear(), 2)) {
          assertThat(message.descriptors()).hasSize(2);
          assertThat(message.descriptorsLost()).isTrue();
          assertThat(OpenDescriptors.count()).isLessThanOrEqualTo(open + 2);
        }
      }
      assertThat(control.read(room.clear())).isEqualTo(-1);
      control.close();
      sender.awaitSuccess();
    }
    Await.until("all is closed", () -> OpenDescriptors.count() <= before);
  }
}

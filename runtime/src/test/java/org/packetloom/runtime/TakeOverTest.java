// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.AddressInUseException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Task;

/** Socket files in the way: those left over are replaced, everything else is left alone. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TakeOverTest {
  @TempDir Path folder;

  private Packetloom loom;

  @BeforeAll
  void open() throws IOException {
    loom = Packetloom.open();
  }

  @AfterAll
  void close() {
    loom.close();
  }

  /** A socket file whose process is gone. */
  private Path leftOver(String name) throws IOException {
    Path path = folder.resolve(name);
    foreign(path).close();
    assertThat(path).exists();
    return path;
  }

  /** A socket that another program bound, and that does not listen yet if it is not told to. */
  private static ServerSocketChannel foreign(Path path) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    return channel.bind(UnixDomainSocketAddress.of(path), 1);
  }

  @Test
  void leftOverSocketIsReplaced() throws IOException {
    Path path = leftOver("stale");
    try (Listener listener = loom.listen("local://" + path)) {
      loom.connect(listener.uri()).close();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void leftOverSocketStaysIfAskedTo() throws IOException {
    Path path = leftOver("kept");
    assertThatThrownBy(() -> loom.listen("local://" + path + "?takeover=no"))
        .isInstanceOf(AddressInUseException.class)
        .hasMessageContaining("EADDRINUSE");
    assertThat(path).exists();
    Files.delete(path);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void liveSocketIsNeverReplacedNorConnectedTo() throws IOException {
    Path path = folder.resolve("live");
    try (Listener live = loom.listen("local://" + path)) {
      assertInUse(path);
      assertThat(live.tryAccept()).as("connection nobody asked for").isEmpty();
      loom.connect(live.uri()).close();
      live.accept().close();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void liveSocketWithAFullQueueIsNeverReplaced() throws IOException {
    Path path = folder.resolve("full");
    List<StreamConnector> waiting = new ArrayList<>();
    try (Listener live = loom.listen("local://" + path + "?backlog=1")) {
      var builder = loom.connector(live.uri()).connectTimeout(Duration.ofMillis(20));
      assertThatThrownBy(
              () -> {
                while (true) {
                  waiting.add(builder.connect());
                }
              })
          .isInstanceOf(ConnectorTimeoutException.class);
      assertInUse(path);
      loom.connector(live.uri());
      live.accept().close();
    } finally {
      for (StreamConnector each : waiting) {
        each.close();
      }
    }
  }

  @Test
  void socketOfAnotherKindIsNeverReplaced() throws Exception {
    Path path = folder.resolve("python");
    String program =
        """
        import socket, sys
        for kind in (socket.SOCK_STREAM, socket.SOCK_SEQPACKET, socket.SOCK_DGRAM):
            s = socket.socket(socket.AF_UNIX, kind)
            s.bind(sys.argv[1] + str(int(kind)))
            globals()['keep' + str(int(kind))] = s
        print('bound', flush=True)
        sys.stdin.read()
        """;
    Process python = Tools.program("python3", "-c", program, path.toString()).start();
    try (var output = python.inputReader()) {
      assertThat(output.readLine()).isEqualTo("bound");
      for (int kind : new int[] {1, 2, 5}) {
        assertInUse(Path.of(path.toString() + kind)); // none of them listens
      }
    } finally {
      python.destroyForcibly().waitFor();
    }
    for (int kind : new int[] {1, 2, 5}) {
      loom.listen("local://" + path + kind).close();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void abstractNameOfAnotherIsNeverTaken() throws IOException {
    String uri = "local:///%00packetloom-taken-" + ProcessHandle.current().pid();
    try (Listener first = loom.listen(uri)) {
      assertThatThrownBy(() -> loom.listen(uri))
          .isInstanceOf(AddressInUseException.class)
          .hasMessageContaining("EADDRINUSE");
      loom.connect(first.uri()).close();
      first.accept().close();
    }
  }

  @Test
  void whatIsNoSocketIsNeverReplaced() throws IOException {
    Path stale = leftOver("target");
    Path link = Files.createSymbolicLink(folder.resolve("link"), stale);
    Path below = Files.createDirectory(folder.resolve("below"));
    Path file = Files.createFile(folder.resolve("file"));
    for (Path each : List.of(link, below, file)) {
      assertInUse(each);
      Files.delete(each);
    }
    assertThat(stale).exists();
    Files.delete(stale);
  }

  private void assertInUse(Path path) throws IOException {
    Object before = Files.getAttribute(path, "unix:ino", java.nio.file.LinkOption.NOFOLLOW_LINKS);
    int descriptors = OpenDescriptors.count();
    assertThatThrownBy(() -> loom.listen("local://" + path))
        .isInstanceOf(AddressInUseException.class)
        .hasMessageContaining(path.toString());
    assertThat(OpenDescriptors.count()).isLessThanOrEqualTo(descriptors);
    assertThat(Files.getAttribute(path, "unix:ino", java.nio.file.LinkOption.NOFOLLOW_LINKS))
        .isEqualTo(before);
  }

  @Test
  void ofManyServersThatStartAtOnceOneWins() throws Exception {
    for (int round = 0; round < Scale.rounds(100); round++) {
      Path path = round % 2 == 0 ? leftOver("race") : folder.resolve("race");
      CountDownLatch start = new CountDownLatch(1);
      List<Task<Listener>> tasks = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        tasks.add(
            Task.start(
                loom.threadFactory(),
                () -> {
                  start.await();
                  return loom.listen("local://" + path);
                }));
      }
      start.countDown();
      List<Task<Listener>> won = tasks.stream().filter(task -> !task.hasFailed()).toList();
      assertThat(won).as("winners in round %s", round).hasSize(1);
      tasks.stream()
          .filter(Task::hasFailed)
          .forEach(task -> task.assertFailure().isInstanceOf(AddressInUseException.class));
      try (Listener winner = won.getFirst().result()) {
        loom.connect(winner.uri()).close();
      }
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void lockFileThatIsLeftOverHurtsNobody() throws IOException {
    Path lock = Files.createFile(folder.resolve(".after.packetloom-lock"));
    loom.listen("local://" + folder.resolve("after")).close();
    assertThat(lock).doesNotExist();
  }

  @Test
  void whatIsPlantedInThePlaceOfTheLockFileIsLeftAlone() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "keep");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Files.createLink(folder.resolve(".hard.packetloom-lock"), secret);
    loom.listen("local://" + folder.resolve("hard")).close();
    Path soft = Files.createSymbolicLink(folder.resolve(".soft.packetloom-lock"), secret);
    String uri = "local://" + folder.resolve("soft");
    assertThatThrownBy(
            () -> loom.connector(uri).deadline(Deadline.after(Duration.ofMillis(30))).listen())
        .isInstanceOf(IOException.class);
    Files.delete(soft);
    assertThat(Files.readString(secret)).isEqualTo("keep");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
        .isEqualTo("rw-------");
    Files.delete(secret);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whoeverWaitsForTheLockObeysItsDeadline() throws IOException {
    Path lock = folder.resolve(".waiting.packetloom-lock");
    try (FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      Process holder =
          Tools.program("flock", lock.toString(), "sh", "-c", "echo held; read x").start();
      try (var output = holder.inputReader()) {
        assertThat(output.readLine()).isEqualTo("held");
        String uri = "local://" + folder.resolve("waiting");
        assertThatThrownBy(
                () -> loom.connector(uri).deadline(Deadline.after(Duration.ofMillis(30))).listen())
            .isInstanceOf(ConnectorTimeoutException.class);
        Task<Listener> waiting =
            Task.start(loom.threadFactory(), () -> loom.listen(uri)).awaitParked();
        holder.outputWriter().close();
        waiting.result().close();
      } finally {
        holder.destroyForcibly();
      }
      assertThat(channel.isOpen()).isTrue();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void failureToListenLeavesTheFileOfTheOther() throws IOException {
    Path path = folder.resolve("theirs");
    try (ServerSocketChannel theirs = foreign(path)) {
      assertThatThrownBy(() -> loom.listen("local://" + path))
          .isInstanceOf(AddressInUseException.class);
      assertThat(theirs.isOpen()).isTrue();
      assertThat(path).exists();
      loom.connect("local://" + path).close();
    }
    Files.delete(path);
  }
}

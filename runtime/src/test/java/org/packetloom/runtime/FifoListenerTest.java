// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.AddressInUseException;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.EndpointMissingException;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.Server;
import org.packetloom.StreamConnector;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Task;

/** Listening at pipes with a name: who makes and removes them, and what a connection is. */
class FifoListenerTest extends ToolkitTest {
  @TempDir Path folder;

  private Packetloom loom;
  private Path path;
  private String uri;

  @BeforeEach
  void open() throws Exception {
    loom = Packetloom.open();
    path = folder.resolve("fifo");
    uri = "fifo://" + path;
  }

  @AfterEach
  void close() {
    loom.close();
  }

  private static void shell(String line, Object... arguments) throws Exception {
    try (Shell shell = Shell.start(line, arguments)) {
      shell.success();
    }
  }

  private static String permissions(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void makesThePipeAndRemovesIt() throws Exception {
    int before = OpenDescriptors.count();
    try (Listener listener = loom.listen(uri)) {
      assertThat(listener.isListening()).isTrue();
      assertThat(Files.readAttributes(path, "unix:mode").get("mode")).isEqualTo(0010600);
    }
    assertThat(path).doesNotExist();
    assertNoneLost(before);
  }

  /** The name goes while somebody looks for it: a race, hence the rounds. */
  @Test
  void whoAcceptsWhileItIsClosedIsToldThat() throws Exception {
    for (int i = 0; i < 500; i++) {
      Listener listener = loom.listen(uri);
      var isTrying = new CountDownLatch(1);
      Task<StreamConnector> accept =
          start(
              () -> {
                isTrying.countDown();
                return listener.accept();
              });
      isTrying.await();
      listener.close();
      assertThat(accept.failure()).isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  void givesThePermissionsThatAreAskedFor() throws Exception {
    try (Listener _ = loom.listen(uri + "?mode=666&reply=" + folder.resolve("back"))) {
      assertThat(permissions(path)).isEqualTo("rw-rw-rw-");
      assertThat(permissions(folder.resolve("back"))).isEqualTo("rw-rw-rw-");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aPipeThatOthersMayOpenIsRefusedAndLeftAlone() throws Exception {
    shell("mkfifo -m 666 \"$1\"", path);
    assertThatThrownBy(() -> loom.listen(uri + "?mode=600"))
        .isInstanceOf(AddressInUseException.class)
        .hasMessageContaining("with mode 666 is there");
    assertThat(permissions(path)).isEqualTo("rw-rw-rw-");
    Tools.assumeRoot();
    shell("chmod 600 \"$1\" && chown 65534 \"$1\"", path);
    assertThatThrownBy(() -> loom.listen(uri + "?mode=600"))
        .as("its owner could open it to others")
        .isInstanceOf(AddressInUseException.class)
        .hasMessageContaining("a pipe of user 65534 with mode 600");
    assertThat(path).exists();
  }

  @Test
  void usesAPipeThatIsThereAndLeavesIt() throws Exception {
    shell("mkfifo -m 640 \"$1\"", path);
    try (Listener listener = loom.listen(uri + "?mode=666")) {
      assertThat(permissions(path)).isEqualTo("rw-r-----");
      Task<StreamConnector> accept = start(listener::accept);
      shell("echo hi > \"$1\"", path);
      try (StreamConnector stream = accept.result()) {
        assertThat(stream.inputStream().readAllBytes()).asString().isEqualTo("hi\n");
      }
    }
    assertThat(path).exists();
  }

  @Test
  void whatElseIsInThePlaceIsRefusedAndLeftAlone() throws Exception {
    int before = OpenDescriptors.count();
    Path file = Files.writeString(folder.resolve("file"), "mine");
    Path real = folder.resolve("real");
    shell("mkfifo \"$1\"", real);
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("none"));
    for (Path taken : List.of(file, folder, link, dangling)) {
      assertThatThrownBy(() -> loom.listen("fifo://" + taken))
          .isInstanceOf(AddressInUseException.class);
      assertThat(Files.exists(taken, java.nio.file.LinkOption.NOFOLLOW_LINKS)).isTrue();
    }
    assertThat(file).hasContent("mine");
    assertThatThrownBy(() -> loom.listen("fifo://" + folder.resolve("no/where")))
        .isInstanceOf(EndpointMissingException.class);
    // the first pipe was made in vain, and is gone again
    assertThatThrownBy(() -> loom.listen(uri + "?reply=" + file))
        .isInstanceOf(AddressInUseException.class);
    assertThat(path).doesNotExist();
    assertThatThrownBy(() -> loom.listen(uri + "?reply=/x&direction=read"))
        .isInstanceOf(CapabilityException.class);
    assertNoneLost(before);
  }

  @Test
  void aPipeThatReplacedOursIsNotRemoved() throws Exception {
    Listener listener = loom.listen(uri);
    Files.delete(path);
    shell("mkfifo \"$1\"", path);
    listener.close();
    assertThat(path).exists();
  }

  @Test
  void acceptWaitsUnderItsDeadline() throws Exception {
    try (Listener listener = loom.listen(uri)) {
      listener.acceptDeadline(Deadline.after(Duration.ofMillis(80)));
      assertThatThrownBy(listener::accept).isInstanceOf(ConnectorTimeoutException.class);
      assertThat(listener.tryAccept()).isEmpty();
    }
  }

  @Test
  void writersNeverWaitAndNothingTheyWroteIsLost() throws Exception {
    LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
    try (Server server =
        loom.serve(
            uri,
            stream -> {
              for (String line :
                  new String(stream.inputStream().readAllBytes(), StandardCharsets.UTF_8)
                      .lines()
                      .toList()) {
                received.add(line);
              }
            })) {
      assertThat(server.uri().toString()).isEqualTo(uri);
      shell("for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do echo $i > \"$1\"; done", path);
      for (int i = 1; i <= 15; i++) {
        assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo(Integer.toString(i));
      }
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void aSilentWriterIsAccepted() throws Exception {
    try (Listener listener = loom.listen(uri + "?direction=read")) {
      Task<StreamConnector> accept = start(listener::accept).awaitParked();
      try (Shell shell = Shell.start("exec 3> \"$1\"; read line; echo $line >&3", path)) {
        try (StreamConnector stream = accept.result()) {
          Task<Integer> reader = start(() -> readByte(stream)).awaitParked();
          shell.type("x\n");
          assertThat(reader.result()).isEqualTo('x');
          assertThatThrownBy(() -> writeByte(stream, 1)).hasMessageContaining("EBADF");
        }
        shell.success();
      }
    }
  }

  @Test
  void listeningForReadersIsRefused() {
    assertThatThrownBy(() -> loom.listen(uri + "?direction=write"))
        .isInstanceOf(CapabilityException.class)
        .hasMessageContaining("'reply'");
    assertThat(path).doesNotExist();
  }

  @Test
  void twoPipesMakeAnEchoServerOneConnectionAtATime() throws Exception {
    Path back = folder.resolve("back");
    String both = uri + "?reply=" + back;
    int before = OpenDescriptors.count();
    try (Server server = loom.serve(both, c -> c.inputStream().transferTo(c.outputStream()))) {
      for (int i = 0; i < 5; i++) {
        try (StreamConnector client = loom.connect(server.uri())) {
          byte[] sent = new byte[100_000];
          new java.util.Random(i).nextBytes(sent);
          Task<byte[]> answer = start(() -> client.inputStream().readAllBytes());
          client.write(sent);
          client.shutdownOutput();
          assertThat(answer.result()).isEqualTo(sent);
        }
      }
      try (Shell shell = Shell.start("cat \"$2\" & echo hi > \"$1\"; wait", path, back)) {
        assertThat(shell.success()).isEqualTo("hi\n");
      }
    }
    assertThat(folder).isEmptyDirectory();
    loom.close(); // which keeps some pipes for moving bytes
    assertNoneLost(before);
  }

  @Test
  void connectingWithoutAListenerWaitsUnderItsDeadline() throws Exception {
    Path back = folder.resolve("back");
    shell("mkfifo \"$1\" \"$2\"", path, back);
    int before = OpenDescriptors.count();
    assertThatThrownBy(
            () -> loom.connect(uri + "?reply=" + back, Deadline.after(Duration.ofMillis(50))))
        .isInstanceOf(ConnectorTimeoutException.class);
    assertNoneLost(before);
  }
}

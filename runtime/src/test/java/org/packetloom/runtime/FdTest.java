// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.SystemFailureException;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.ForeignDescriptors;
import org.packetloom.platform.Platform;
import org.packetloom.platform.SocketType;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Task;

/** Descriptors that others opened, as blocking ones: they are used, and left as they were. */
class FdTest extends ToolkitTest {
  private final Platform platform = TestedPlatform.real();
  private final Descriptors descriptors = platform.descriptors();
  private final ForeignDescriptors foreign = platform.foreign();

  @TempDir Path folder;

  private Packetloom loom;
  private int before;

  @BeforeEach
  void open() throws IOException {
    loom = Packetloom.open();
    loom.pair("anon://").close(); // everything that is loaded on first use is there
    before = OpenDescriptors.count();
  }

  @AfterEach
  void close() {
    assertNoneLost(before);
    loom.close();
  }

  private int[] blocking(int[] two) {
    for (int descriptor : two) {
      assertThat(foreign.setBlocking(descriptor, true)).isZero();
    }
    return two;
  }

  private int[] sockets() {
    int[] two = new int[2];
    assertThat(descriptors.socketPair(SocketType.STREAM, two)).isZero();
    return blocking(two);
  }

  private int[] pipe() {
    int[] two = new int[2];
    assertThat(descriptors.pipe(two)).isZero();
    return blocking(two);
  }

  /** Looks whether they are as they were, and closes them. */
  private void assertUntouched(int... all) {
    for (int descriptor : all) {
      assertThat(foreign.isBlocking(descriptor)).as("descriptor " + descriptor).isEqualTo(1);
      assertThat(descriptors.close(descriptor)).isZero();
    }
  }

  private void assertWaitsEnd(StreamConnector stream) throws IOException {
    stream.readDeadline(Deadline.after(Duration.ofMillis(30)));
    assertThatThrownBy(() -> stream.read(new byte[1]))
        .isInstanceOf(ConnectorTimeoutException.class);
    stream.readDeadline(Deadline.NONE);
    Task<Integer> interrupted = start(() -> stream.read(new byte[1])).awaitParked();
    interrupted.interrupt();
    interrupted.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
    Task<Integer> closed = start(() -> stream.read(new byte[1])).awaitParked();
    stream.close();
    closed.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
  }

  @Test
  void whatIsNotOpenIsRefusedAlone() throws IOException {
    try (Pair pair = loom.pair("anon://")) {
      for (String uri : new String[] {"fd:///9999", "filedesc:///2147483647"}) {
        assertThatThrownBy(() -> loom.connect(uri))
            .isInstanceOf(SystemFailureException.class)
            .hasMessageContaining("EBADF");
        assertThatThrownBy(() -> loom.listen(uri)).hasMessageContaining("EBADF");
        assertThatThrownBy(() -> loom.bind(uri)).hasMessageContaining("EBADF");
      }
      assertRoundTrip(pair);
    }
  }

  @Test
  void socketsOfOthersCarryBytesBothWays() throws IOException {
    int[] two = sockets();
    try (StreamConnector near = loom.connect("fd:///" + two[0]);
        StreamConnector far = loom.connect("fd:///" + two[1])) {
      assertRoundTrip(near, far);
      byte[] sent = new byte[2_000_000];
      new Random(2).nextBytes(sent);
      Task<Integer> writer = start(() -> near.write(sent));
      byte[] received = new byte[sent.length];
      far.readFully(received);
      assertThat(received).isEqualTo(sent);
      assertThat(writer.result()).isEqualTo(sent.length);
      near.shutdownOutput();
      assertThat(readByte(far)).isEqualTo(-1);
    }
    assertUntouched(two);
  }

  @Test
  void waitsAtSocketsOfOthersEnd() throws IOException {
    int[] two = sockets();
    assertWaitsEnd(loom.connect("fd:///" + two[0]));
    assertUntouched(two);
  }

  @Test
  void pipesOfOthersCarryBytes() throws IOException {
    int[] two = pipe();
    try (StreamConnector in = loom.connect("fd:///" + two[0]);
        StreamConnector out = loom.connect("fd:///" + two[1])) {
      byte[] sent = new byte[1_000_000];
      new Random(3).nextBytes(sent);
      Task<Integer> writer = start(() -> out.write(sent));
      byte[] received = new byte[sent.length];
      in.readFully(received);
      assertThat(received).isEqualTo(sent);
      assertThat(writer.result()).isEqualTo(sent.length);
      assertThatThrownBy(() -> in.write(new byte[1]))
          .isInstanceOf(SystemFailureException.class)
          .hasMessageContaining("EBADF");
      assertThatThrownBy(() -> out.read(new byte[1])).isInstanceOf(SystemFailureException.class);
    }
    assertUntouched(two);
  }

  @Test
  void waitsAtPipesOfOthersEnd() throws IOException {
    int[] two = pipe();
    assertWaitsEnd(loom.connect("fd:///" + two[0]));
    assertUntouched(two);
  }

  @Test
  void askedToItClosesTheDescriptorAtTheEnd() throws IOException {
    int[] two = sockets();
    StreamConnector near = loom.connect("fd:///" + two[0] + "?close=yes");
    assertThat(foreign.isBlocking(two[0])).isEqualTo(1);
    near.close();
    assertThat(foreign.isBlocking(two[0])).as("closed").isNegative();
    try (StreamConnector far = loom.connect("fd:///" + two[1])) {
      assertThat(readByte(far)).isEqualTo(-1);
    }
    assertUntouched(two[1]);
  }

  /** The number of the descriptor that this process has of a file. */
  private static int descriptorOf(Path file) throws IOException {
    return descriptorsOf(file).iterator().next();
  }

  private static Set<Integer> descriptorsOf(Path file) throws IOException {
    Set<Integer> numbers = new TreeSet<>();
    try (var links = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path link : links) {
        if (Files.exists(link) && Files.isSameFile(link, file)) {
          numbers.add(Integer.parseInt(link.getFileName().toString()));
        }
      }
    }
    return numbers;
  }

  @Test
  void filesOfOthersAreReadAndWrittenWhereTheyStand() throws IOException {
    byte[] content = new byte[300_000];
    new Random(4).nextBytes(content);
    Path file = Files.write(folder.resolve("file"), content);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.position(100);
      try (StreamConnector stream = loom.connect("fd:///" + descriptorOf(file))) {
        assertThat(stream.inputStream().readAllBytes())
            .isEqualTo(java.util.Arrays.copyOfRange(content, 100, content.length));
        assertThat(readByte(stream)).isEqualTo(-1);
        stream.write(new byte[] {1, 2, 3}); // one position for both, as it is one open file
        stream.write(content);
      }
      assertThat(channel.isOpen()).isTrue();
      assertThat(channel.position()).isEqualTo(2L * content.length + 3);
    }
    assertThat(Files.size(file)).isEqualTo(2L * content.length + 3);
  }

  @Test
  void readsOfFilesTakeNoMoreThanWasAskedFor() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "abcdef");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        StreamConnector stream = loom.connect("fd:///" + descriptorOf(file))) {
      assertThat(stream.read(new byte[2])).isEqualTo(2);
      assertThat(channel.position()).isEqualTo(2);
      ByteBuffer three = ByteBuffer.allocate(3);
      ByteBuffer none = ByteBuffer.allocate(0);
      assertThat(stream.read(new ByteBuffer[] {none, three})).isEqualTo(3);
      assertThat(three.array()).containsExactly('c', 'd', 'e');
    }
  }

  @Test
  void devicesThatNobodyCanWatchAreReadAndWritten() throws IOException {
    Path device = Path.of("/dev/null");
    Set<Integer> others = descriptorsOf(device); // such as standard input, open for reading alone
    try (FileChannel _ =
        FileChannel.open(device, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      Set<Integer> ours = descriptorsOf(device);
      ours.removeAll(others);
      try (StreamConnector stream = loom.connect("fd:///" + ours.iterator().next())) {
        assertThat(stream.write(new byte[200_000])).isEqualTo(200_000);
        assertThat(readByte(stream)).isEqualTo(-1);
      }
    }
  }

  @Test
  void socketsOfAnotherKindAreRefused() throws IOException {
    int[] two = sockets();
    assertThatThrownBy(() -> loom.listen("fd:///" + two[0]))
        .isInstanceOf(CapabilityException.class)
        .hasMessageContaining("not listening");
    assertThatThrownBy(() -> loom.bind("fd:///" + two[0])).isInstanceOf(CapabilityException.class);
    assertUntouched(two);
  }

  @Test
  void recordsAreRefused() {
    int[] two = new int[2];
    assertThat(descriptors.socketPair(SocketType.SEQPACKET, two)).isZero();
    blocking(two);
    assertThatThrownBy(() -> loom.connect("fd:///" + two[0]))
        .isInstanceOf(CapabilityException.class)
        .hasMessageContaining("records");
    assertUntouched(two);
  }

  @Test
  void listensAtASocketOfOthers() throws Exception {
    Listener owner = loom.listen("tcp://127.0.0.1:0");
    int descriptor =
        owner.exportDescriptor(
            org.packetloom.ExportOption.HAND_OVER, org.packetloom.ExportOption.BLOCKING);
    try (Listener listener = loom.listen("fd:///" + descriptor)) {
      assertThat(listener.uri()).isEqualTo(owner.uri());
      for (int i = 0; i < 3; i++) {
        Task<StreamConnector> accept = start(listener::accept).awaitParked();
        try (StreamConnector client = loom.connect(listener.uri());
            StreamConnector accepted = accept.result()) {
          assertRoundTrip(client, accepted);
        }
      }
      listener.acceptDeadline(Deadline.after(Duration.ofMillis(30)));
      assertThatThrownBy(listener::accept).isInstanceOf(ConnectorTimeoutException.class);
      assertThat(listener.tryAccept()).isEmpty();
    }
    assertThatThrownBy(() -> loom.connect("fd:///" + descriptor))
        .isInstanceOf(CapabilityException.class)
        .hasMessageContaining("listening");
    assertUntouched(descriptor);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.CapabilityException;
import org.packetloom.Connector;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorOptions;
import org.packetloom.DatagramConnector;
import org.packetloom.Listener;
import org.packetloom.LocalDatagramConnector;
import org.packetloom.LocalMessage;
import org.packetloom.LocalStreamConnector;
import org.packetloom.Pair;
import org.packetloom.Passable;
import org.packetloom.PassedDescriptor;
import org.packetloom.PeerCredentials;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Await;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Task;

/** Descriptors and credentials over Unix-domain sockets, within this process. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PassingTest extends PassingFixture {
  private static ByteBuffer one() {
    return ByteBuffer.wrap(new byte[] {1});
  }

  @ParameterizedTest
  @ValueSource(strings = {"local://", "local://?behaviour=seqpacket"})
  void connectorsOfAllKindsArePassedAndAdopted(String uri) throws IOException {
    int before = OpenDescriptors.count();
    try (Pair through = loom.pair(uri);
        Pair tcp = loom.pair("tcp://127.0.0.1:0");
        Pair stream = loom.pair("local://");
        Pair records = loom.pair("local://?behaviour=seqpacket");
        Listener listener = loom.listen("tcp://127.0.0.1:0");
        DatagramConnector udp = loom.bind("udp://127.0.0.1:0");
        DatagramConnector datagrams = loom.bind("local:///%00?behaviour=datagram")) {
      local(through.first())
          .send(
              one(),
              List.of(tcp.first(), stream.first(), records.first(), listener, udp, datagrams));
      tcp.first().close();
      stream.first().close();
      records.first().close();
      try (LocalMessage message = receive(through.second(), 10)) {
        assertThat(message.size()).isEqualTo(1);
        assertThat(message.descriptorsLost()).isFalse();
        List<PassedDescriptor> passed = message.descriptors();
        assertThat(passed).hasSize(6);
        assertTalks(passed.get(0).adopt(StreamConnector.class), tcp.second());
        assertTalks(passed.get(1).adopt(LocalStreamConnector.class), stream.second());
        assertTalks(passed.get(2).adopt(LocalStreamConnector.class), records.second());
        try (Listener adopted = passed.get(3).adopt(Listener.class)) {
          assertThat(adopted.uri()).isEqualTo(listener.uri());
          StreamConnector client = loom.connect(adopted.uri());
          assertTalks(client, adopted.accept());
        }
        try (DatagramConnector adopted = passed.get(4).adopt(DatagramConnector.class)) {
          assertThat(adopted.localAddress()).isEqualTo(udp.localAddress());
          adopted.send(one(), udp.localAddress().orElseThrow());
          assertThat(adopted.receive(ByteBuffer.allocate(10)).size()).isEqualTo(1);
        }
        try (Connector adopted = passed.get(5).adopt(Connector.class)) {
          assertThat(adopted).isInstanceOf(LocalDatagramConnector.class);
          assertThat(adopted.uri().target()).isEqualTo(datagrams.uri().target());
        }
      }
    }
    assertThat(OpenDescriptors.count()).isLessThanOrEqualTo(before);
  }

  private static void assertTalks(StreamConnector near, StreamConnector far) throws IOException {
    try (near;
        far) {
      near.write(new byte[] {1, 2, 3});
      assertThat(far.inputStream().readNBytes(3)).containsExactly(1, 2, 3);
      Task<Integer> reader =
          Task.start(Thread.ofVirtual().factory(), () -> near.read(new byte[10])).awaitParked();
      far.write(new byte[] {4});
      assertThat(reader.result()).isEqualTo(1);
    }
  }

  @Test
  void pipesArePassedByBothTheirEnds() throws IOException {
    int before = OpenDescriptors.count();
    try (Pair through = loom.pair("local://");
        StreamConnector loop = loom.connect("anon://")) {
      local(through.first()).send(one(), List.of(loop));
      try (LocalMessage message = receive(through.second(), 2);
          StreamConnector out = message.descriptors().get(1).adopt(StreamConnector.class)) {
        out.write(new byte[] {9});
        assertThat(loop.inputStream().read()).isEqualTo(9);
      }
    }
    assertThat(OpenDescriptors.count()).isLessThanOrEqualTo(before);
  }

  @Test
  void passedConnectorThatIsClosedTellsNothingMore() throws IOException {
    try (Pair through = loom.pair("local://");
        Pair passed = loom.pair("local://")) {
      Task<Integer> reader =
          Task.start(loom.threadFactory(), () -> passed.first().read(new byte[10])).awaitParked();
      local(through.first()).send(one(), List.of(passed.first()));
      passed.first().close();
      reader.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
      try (LocalMessage message = receive(through.second(), 1);
          StreamConnector adopted = message.descriptors().getFirst().adopt(StreamConnector.class)) {
        assertTalks(adopted, passed.second());
      }
    }
  }

  @Test
  void descriptorsThatFindNoRoomAreClosedAndTold() throws IOException {
    int before = OpenDescriptors.count();
    try (Pair through = loom.pair("local://");
        Pair passed = loom.pair("local://")) {
      List<Passable> four = Collections.nCopies(4, passed.first());
      for (int room = 0; room <= 4; room++) {
        local(through.first()).send(one(), four);
        try (LocalMessage message = receive(through.second(), room)) {
          assertThat(message.descriptors()).hasSize(room);
          assertThat(message.descriptorsLost()).isEqualTo(room < 4);
        }
      }
      local(through.first()).send(one(), four);
      assertThat(through.second().read(new byte[10])).as("plain read").isEqualTo(1);
    }
    assertThat(OpenDescriptors.count()).isLessThanOrEqualTo(before);
  }

  @Test
  void lookingAtRecordsOpensNothing() throws IOException {
    try (Pair through = loom.pair("local://?behaviour=seqpacket");
        Pair passed = loom.pair("local://")) {
      local(through.first()).send(ByteBuffer.allocate(50), List.of(passed.first()));
      int before = OpenDescriptors.count();
      for (int i = 0; i < 10; i++) {
        assertThatThrownBy(() -> through.second().read(ByteBuffer.allocate(10)))
            .isInstanceOf(org.packetloom.RecordTooLongException.class);
      }
      assertThat(OpenDescriptors.count()).isLessThanOrEqualTo(before);
      try (LocalMessage message = receive(through.second(), 1)) {
        assertThat(message.size()).isEqualTo(50);
        assertThat(message.descriptors()).hasSize(1);
      }
      local(through.first()).send(ByteBuffer.allocate(0), List.of(passed.first()));
      through.first().shutdownOutput();
      try (LocalMessage empty = receive(through.second(), 1)) {
        assertThat(empty.isEnd()).isFalse();
        assertThat(empty.descriptors()).hasSize(1);
      }
      assertThat(receive(through.second(), 1).isEnd()).isTrue();
    }
  }

  @Test
  void asManyAsTheSystemTakesAreSent() throws IOException {
    int before = OpenDescriptors.count();
    try (Pair through = loom.pair("local://")) {
      Passable self = through.first();
      local(through.first()).send(one(), Collections.nCopies(253, self));
      try (LocalMessage message = receive(through.second(), 253)) {
        assertThat(message.descriptors()).hasSize(253);
      }
      assertThatThrownBy(() -> local(through.first()).send(one(), Collections.nCopies(254, self)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("254");
      assertThatThrownBy(() -> local(through.first()).send(ByteBuffer.allocate(0), List.of(self)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> receive(through.second(), 254))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(OpenDescriptors.count()).isLessThanOrEqualTo(before);
  }

  @Test
  void longMessagesCarryDescriptorsWithTheirFirstByte() throws Exception {
    try (Pair through = loom.pair("local://");
        Pair passed = loom.pair("local://")) {
      ByteBuffer much = ByteBuffer.allocate(3 << 20);
      Task<Void> sender =
          Task.start(
              loom.threadFactory(),
              () -> {
                local(through.first()).send(much, List.of(passed.first()));
                return null;
              });
      try (LocalMessage message = receive(through.second(), 1)) {
        assertThat(message.descriptors()).hasSize(1);
        through.second().readFully(ByteBuffer.allocate((3 << 20) - message.size()));
      }
      sender.result();
    }
  }

  @Test
  void whatIsClosedOrOfTheWrongKindIsNamed() throws IOException {
    try (Pair through = loom.pair("local://");
        Pair passed = loom.pair("local://")) {
      Path file = Files.writeString(folder.resolve("file"), "text");
      try (var stream = new java.io.FileInputStream(file.toFile())) {
        assertThat(stream.available()).isPositive();
        int number = descriptorOf(file);
        local(through.first()).send(one(), List.of(passed.first(), Passable.descriptor(number)));
      }
      LocalMessage message = receive(through.second(), 2);
      PassedDescriptor socket = message.descriptors().getFirst();
      assertThatThrownBy(() -> socket.adopt(Listener.class))
          .isInstanceOf(CapabilityException.class)
          .hasMessageContaining("Listener");
      assertThatThrownBy(() -> message.descriptors().get(1).adopt(StreamConnector.class))
          .isInstanceOf(CapabilityException.class)
          .hasMessageContaining("REGULAR");
      assertThat(socket.isOpen()).isTrue();
      message.close();
      assertThat(socket.isOpen()).isFalse();
      assertThatThrownBy(socket::number).isInstanceOf(ConnectorClosedException.class);
      assertThatThrownBy(() -> socket.adopt(StreamConnector.class))
          .isInstanceOf(ConnectorClosedException.class);
      assertThatThrownBy(() -> local(through.first()).send(one(), List.of(socket)))
          .isInstanceOf(ConnectorClosedException.class);
      assertThatThrownBy(
              () -> local(through.first()).send(one(), List.of(Passable.descriptor(1_000_000))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("EBADF");
    }
  }

  private static int descriptorOf(Path file) throws IOException {
    try (var all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path each : all) {
        if (Files.isSymbolicLink(each) && Files.readSymbolicLink(each).equals(file)) {
          return Integer.parseInt(each.getFileName().toString());
        }
      }
    }
    throw new AssertionError("not open: " + file);
  }

  @Test
  void forgottenDescriptorsAreClosedByTheCollector() throws IOException {
    try (Pair through = loom.pair("local://");
        Pair passed = loom.pair("local://")) {
      int before = OpenDescriptors.count();
      for (int i = 0; i < 20; i++) {
        local(through.first()).send(one(), List.of(passed.first()));
        assertThat(receive(through.second(), 1).descriptors()).hasSize(1); // and forgotten
      }
      Await.until(
          "descriptors are closed",
          () -> {
            System.gc();
            return OpenDescriptors.count() <= before;
          });
    }
  }

  @Test
  void datagramsCarryDescriptorsAndCredentials() throws IOException {
    try (var server = (LocalDatagramConnector) loom.bind("local:///%00?behaviour=datagram");
        var client = (LocalDatagramConnector) loom.bind("local:///%00?behaviour=datagram");
        Pair passed = loom.pair("local://")) {
      server.option(ConnectorOptions.SO_PASSCRED, true);
      client.send(one(), server.localAddress().orElseThrow(), List.of(passed.first()));
      try (LocalMessage message = server.receive(ByteBuffer.allocate(10), 1)) {
        assertThat(message.sender()).isEqualTo(client.localAddress());
        assertThat(message.descriptors()).hasSize(1);
        PeerCredentials sender = message.credentials().orElseThrow();
        assertThat(sender.process()).contains(ProcessHandle.current());
        assertTalks(message.descriptors().getFirst().adopt(StreamConnector.class), passed.second());
      }
      assertThat(server.tryReceive(ByteBuffer.allocate(10), 1)).isEmpty();
      client.connect(server.localAddress().orElseThrow());
      client.send(ByteBuffer.allocate(20), List.of());
      LocalMessage cut = server.tryReceive(ByteBuffer.allocate(10), 0).orElseThrow();
      assertThat(cut.size()).isEqualTo(10);
      assertThat(cut.fullSize()).isEqualTo(20);
    }
  }
}

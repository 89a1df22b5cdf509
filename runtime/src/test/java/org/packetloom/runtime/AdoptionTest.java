// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.CapabilityException;
import org.packetloom.Connector;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.DatagramConnector;
import org.packetloom.ExportOption;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.SystemFailureException;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.ForeignDescriptors;
import org.packetloom.platform.Platform;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Task;

/** Descriptors that are given away and taken over. */
class AdoptionTest extends ToolkitTest {
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

  @Test
  void socketsOfRecordsStayThat() throws IOException {
    try (Pair pair = loom.pair("local://?behaviour=seqpacket")) {
      int descriptor = pair.first().exportDescriptor(ExportOption.HAND_OVER);
      try (StreamConnector adopted = loom.adopt(descriptor, StreamConnector.class)) {
        pair.second().write(new byte[] {1, 2});
        pair.second().write(new byte[0]);
        pair.second().close();
        assertThat(adopted.read(new byte[8])).isEqualTo(2);
        assertThat(adopted.read(new byte[8])).as("an empty record").isZero();
        assertThat(adopted.read(new byte[8])).as("the end").isEqualTo(-1);
      }
    }
  }

  @Test
  void aListenerOfRecordsIsAdopted() throws IOException {
    String uri = "local://" + folder.resolve("records") + "?behaviour=seqpacket";
    int descriptor = loom.listen(uri).exportDescriptor(ExportOption.HAND_OVER);
    try (Listener adopted = loom.adopt(descriptor, Listener.class);
        StreamConnector near = loom.connect(uri);
        StreamConnector far = adopted.accept()) {
      near.write(new byte[] {1, 2, 3});
      near.write(new byte[] {4});
      assertThat(far.read(new byte[8])).isEqualTo(3);
      assertThat(far.read(new byte[8])).isEqualTo(1);
    }
  }

  @Test
  void aConnectionGoesOnWithAnotherOwner() throws IOException {
    try (Pair pair = loom.pair("tcp://127.0.0.1:0")) {
      StreamConnector near = pair.first();
      var address = near.localAddress();
      assertRoundTrip(pair); // registered with its poller by now
      int descriptor = near.exportDescriptor(ExportOption.HAND_OVER);
      assertThat(near.isOpen()).isFalse();
      near.close();
      assertThat(foreign.isBlocking(descriptor)).isZero();
      try (StreamConnector adopted = loom.adopt(descriptor, StreamConnector.class)) {
        assertThat(adopted.localAddress()).isEqualTo(address);
        assertThat(adopted.uri().scheme()).isEqualTo("tcp4");
        assertRoundTrip(adopted, pair.second());
      }
      assertThat(readByte(pair.second())).isEqualTo(-1);
      assertThat(foreign.isBlocking(descriptor)).as("closed").isNegative();
    }
  }

  @Test
  void aDuplicateWorksBesidesItsConnector() throws IOException {
    try (Pair pair = loom.pair("local://")) {
      int descriptor = pair.first().exportDescriptor();
      try (StreamConnector twin = loom.adopt(descriptor, StreamConnector.class)) {
        assertRoundTrip(twin, pair.second());
        assertRoundTrip(pair);
      }
      assertRoundTrip(pair);
    }
  }

  @Test
  void blockingModeIsForWhatIsHandedOver() throws IOException {
    try (Pair pair = loom.pair("local://")) {
      assertThatThrownBy(() -> pair.first().exportDescriptor(ExportOption.BLOCKING))
          .isInstanceOf(IllegalArgumentException.class);
      int descriptor = pair.first().exportDescriptor(ExportOption.HAND_OVER, ExportOption.BLOCKING);
      assertThat(foreign.isBlocking(descriptor)).isEqualTo(1);
      assertThat(descriptors.close(descriptor)).isZero();
    }
  }

  @Test
  void anEndOfAOneWayPipeIsHandedOver() throws IOException {
    for (String direction : new String[] {"read", "write"}) {
      try (Pair pair = loom.pair("anon://?direction=" + direction)) {
        boolean isRead = direction.equals("read");
        assertThat(pair.first().uri()).hasToString("anon://?direction=" + direction);
        assertThat(pair.second().uri())
            .hasToString("anon://?direction=" + (isRead ? "write" : "read"));
        int descriptor = pair.second().exportDescriptor(ExportOption.HAND_OVER);
        assertThat(pair.second().isOpen()).isFalse();
        try (StreamConnector adopted = loom.adopt(descriptor, StreamConnector.class)) {
          StreamConnector reader = isRead ? pair.first() : adopted;
          writeByte(isRead ? adopted : pair.first(), 5);
          assertThat(readByte(reader)).isEqualTo(5);
        }
      }
    }
  }

  @Test
  void whatGoesOneWayNeedsTwoEnds() {
    assertThatThrownBy(() -> loom.connect("anon://?direction=read"))
        .isInstanceOf(CapabilityException.class)
        .hasMessageContaining("open a pair");
  }

  @Test
  void handingOverWakesWhoeverWaits() throws IOException {
    try (Pair pair = loom.pair("local://")) {
      Task<Integer> reader = start(() -> readByte(pair.first())).awaitParked();
      int descriptor = pair.first().exportDescriptor(ExportOption.HAND_OVER);
      reader.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
      assertThatThrownBy(() -> pair.first().exportDescriptor())
          .isInstanceOf(ConnectorClosedException.class);
      assertThatThrownBy(() -> pair.first().exportDescriptor(ExportOption.HAND_OVER))
          .isInstanceOf(ConnectorClosedException.class);
      assertThat(pair.second().tryWrite(ByteBuffer.allocate(1))).isEqualTo(1);
      assertThat(descriptors.close(descriptor)).isZero();
    }
  }

  @Test
  void aListenerIsHandedOverWithItsFile() throws IOException {
    Path path = folder.resolve("socket");
    Listener first = loom.listen("local://" + path);
    int descriptor = first.exportDescriptor(ExportOption.HAND_OVER);
    first.close();
    assertThat(path).exists();
    try (Connector second = loom.adopt(descriptor, Connector.class)) {
      assertThat(second.uri()).isEqualTo(first.uri());
      Listener listener = (Listener) second;
      Task<StreamConnector> accept = start(listener::accept);
      try (StreamConnector client = loom.connect(listener.uri());
          StreamConnector accepted = accept.result()) {
        assertRoundTrip(client, accepted);
      }
    }
    assertThat(path).exists();
  }

  @Test
  void datagramsAreAdoptedAndBorrowed() throws IOException {
    DatagramConnector original = loom.bind("udp://127.0.0.1:0");
    InetSocketAddress address = (InetSocketAddress) original.localAddress().orElseThrow();
    int descriptor = original.exportDescriptor(ExportOption.HAND_OVER, ExportOption.BLOCKING);
    ByteBuffer buffer = ByteBuffer.allocate(10);
    try (DatagramConnector sender = loom.bind("udp://127.0.0.1:0");
        DatagramConnector guest = loom.bind("fd:///" + descriptor)) {
      assertThat(guest.uri()).isEqualTo(original.uri());
      assertThat(guest.tryReceive(buffer)).isEmpty();
      Task<Integer> receive = start(() -> guest.receive(buffer).size()).awaitParked();
      sender.send(ByteBuffer.wrap(new byte[3]), address);
      assertThat(receive.result()).isEqualTo(3);
    }
    assertThat(foreign.isBlocking(descriptor)).isEqualTo(1);
    try (DatagramConnector adopted = loom.adopt(descriptor, DatagramConnector.class)) {
      assertThat(adopted.localAddress()).contains(address);
      assertThat(foreign.isBlocking(descriptor)).isZero();
    }
  }

  @Test
  void pipesAreAdoptedForTheirDirection() throws IOException {
    int[] pipe = new int[2];
    assertThat(descriptors.pipe(pipe)).isZero();
    assertThat(foreign.setBlocking(pipe[0], true)).isZero();
    try (StreamConnector in = loom.adopt(pipe[0], StreamConnector.class);
        StreamConnector out = loom.adopt(pipe[1], StreamConnector.class)) {
      Task<Integer> reader = start(() -> readByte(in)).awaitParked();
      writeByte(out, 7);
      assertThat(reader.result()).isEqualTo(7);
      out.shutdownOutput();
      assertThat(readByte(in)).isEqualTo(-1);
      assertThatThrownBy(() -> writeByte(in, 1)).isInstanceOf(SystemFailureException.class);
    }
  }

  @Test
  void whatDoesNotFitIsRefusedAndLeftAlone() throws IOException {
    try (Pair pair = loom.pair("local://")) {
      int descriptor = pair.first().exportDescriptor(ExportOption.HAND_OVER, ExportOption.BLOCKING);
      assertThatThrownBy(() -> loom.adopt(descriptor, Listener.class))
          .isInstanceOf(CapabilityException.class);
      assertThatThrownBy(() -> loom.adopt(descriptor, DatagramConnector.class))
          .isInstanceOf(CapabilityException.class);
      assertThat(foreign.isBlocking(descriptor)).isEqualTo(1);
      assertThat(descriptors.close(descriptor)).isZero();
      assertThatThrownBy(() -> loom.adopt(descriptor, Connector.class))
          .isInstanceOf(SystemFailureException.class)
          .hasMessageContaining("EBADF");
      assertThatThrownBy(() -> loom.adopt(-1, Connector.class))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> loom.connector("tcp://127.0.0.1:1").adopt(StreamConnector.class))
          .isInstanceOf(CapabilityException.class);
    }
  }

  @Test
  void whatHasTwoDescriptorsIsNotExported() throws IOException {
    try (Pair pair = loom.pair("anon://")) {
      assertThatThrownBy(() -> pair.first().exportDescriptor())
          .isInstanceOf(CapabilityException.class);
      assertRoundTrip(pair);
    }
  }
}

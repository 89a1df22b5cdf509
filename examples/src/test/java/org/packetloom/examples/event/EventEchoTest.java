// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.event.Reactor;
import org.packetloom.examples.echo.DatagramClient;
import org.packetloom.examples.echo.Destination;
import org.packetloom.examples.echo.EchoClient;
import org.packetloom.examples.echo.Load;
import org.packetloom.examples.echo.RoundTrips;
import org.packetloom.examples.echo.StreamClient;

@Timeout(30)
class EventEchoTest {
  private static final Load LOAD = new Load(3_000, 60, Duration.ZERO);

  @TempDir private Path folder;
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private Packetloom loom;

  @BeforeEach
  void open() throws IOException {
    try {
      loom = Packetloom.open();
    } catch (CapabilityException e) {
      abort(e.getMessage());
    }
  }

  @AfterEach
  void close() {
    if (loom != null) {
      loom.close();
    }
    assertThat(failures).isEmpty();
  }

  private EventEcho echo(String... uris) throws IOException {
    List<ConnectorUri> parsed = new ArrayList<>();
    for (String uri : uris) {
      parsed.add(ConnectorUri.parse(uri.replace("FOLDER", folder.toString())));
    }
    Reactor reactor =
        loom.reactor().workers(2).onFailure((_, _, failure) -> failures.add(failure)).open();
    return EventEcho.open(loom, reactor, parsed, failures::add);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://127.0.0.1:0",
        "local://FOLDER/x.sock",
        "local://FOLDER/x.sock?behaviour=seqpacket"
      })
  void streamsComeBackOverSeveralConnections(String uri) throws Exception {
    try (EventEcho echo = echo(uri)) {
      List<EchoClient> clients = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        clients.add(new StreamClient(loom.connect(echo.uris().getFirst())));
      }

      assertThat(RoundTrips.run(clients, LOAD, loom.threadFactory()).roundTrips()).isEqualTo(60);
    }
  }

  @Test
  void pipesWithNamesAreAcceptedByAThreadAndServedByEvents() throws Exception {
    try (EventEcho echo = echo("fifo://FOLDER/there?reply=" + folder.resolve("back"));
        var client = new StreamClient(loom.connect(echo.uris().getFirst()))) {
      var trips = RoundTrips.run(List.of(client), LOAD, loom.threadFactory());

      assertThat(trips.roundTrips()).isEqualTo(60);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp://127.0.0.1:0", "local://FOLDER/x.sock?behaviour=datagram"})
  void datagramsComeBackToTheirSenders(String uri) throws Exception {
    try (EventEcho echo = echo(uri)) {
      var server = Destination.address(loom, echo.uris().getFirst());
      List<EchoClient> clients = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        DatagramConnector own = Destination.bindFor(loom, server);
        clients.add(new DatagramClient(own, server));
      }

      assertThat(RoundTrips.run(clients, LOAD, loom.threadFactory()).roundTrips()).isEqualTo(60);
    }
  }

  @Test
  void peerThatDoesNotReadIsReadNoFurtherAndLosesNothing() throws Exception {
    byte[] sent = new byte[1 << 20];
    new Random(42).nextBytes(sent);
    try (EventEcho echo = echo("local://FOLDER/x.sock");
        StreamConnector peer = loom.connect(echo.uris().getFirst());
        var writers = Executors.newThreadPerTaskExecutor(loom.threadFactory())) {
      var writing = writers.submit(() -> peer.write(sent));
      while (!peer.isAwaitingOutput()) {
        Thread.onSpinWait(); // until all buffers on the way are full
      }
      assertThat(peer.bytesWritten()).isLessThan(sent.length);

      byte[] back = new byte[sent.length];
      peer.readFully(back);

      assertThat(writing.get()).isEqualTo(sent.length);
      assertThat(Arrays.equals(back, sent)).isTrue();
    }
  }

  @Test
  void endComesBackBehindWhatWasSent() throws Exception {
    try (EventEcho echo = echo("tcp4://127.0.0.1:0");
        StreamConnector peer = loom.connect(echo.uris().getFirst())) {
      peer.write(new byte[100_000]);
      peer.shutdownOutput();
      peer.readFully(new byte[100_000]);

      assertThat(peer.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }
}

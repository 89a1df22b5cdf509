// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectorClosedException;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.Probe;
import org.packetloom.Server;
import org.packetloom.StreamConnector;
import org.packetloom.event.Event;
import org.packetloom.event.EventSubscription;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;
import org.packetloom.event.Signal;
import org.packetloom.event.Signals;
import org.packetloom.platform.SignalKind;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** Tests, examples and benchmarks that pike came with: lines ZX1 to ZX4 of what it could. */
@EachPoller
class PikeProgramSeedsTest extends ReactorContract {
  private static final String TCP = "tcp4://127.0.0.1:0";

  private final FakeSignals fake = new FakeSignals();

  @BeforeAll
  static void openOnce() throws IOException {
    openWhatJavaKeeps();
  }

  private Packetloom withFakeSignals() throws IOException {
    return ToolkitTest.builder("auto", poller).open(fake.platform());
  }

  // ---- ZX1: its tests

  @Test
  void zx1WhoWaitsIsToldAndAnEndThatNobodyAwaitedIsToldLater() throws Exception {
    try (Reactor reactor = pump()) {
      EventSubscription subscription = reactor.subscribe(Events.USER);
      Task<Long> waiting = start(() -> subscription.await()).awaitParked();
      reactor.fire(Events.USER);
      assertThat(waiting.result()).isEqualTo(Events.USER);
      subscription.close();
      assertThatThrownBy(subscription::await).isInstanceOf(ConnectorClosedException.class);
    }
  }

  @Test
  void zx1OfFourWhoWaitForSetsThoseAreToldWhoseSetFits() throws Exception {
    long read = Events.USER;
    long write = Events.USER << 1;
    try (Reactor reactor = pump()) {
      List<Task<Long>> waiting = new ArrayList<>();
      for (long set : new long[] {read, write, read | write, read}) {
        waiting.add(start(() -> reactor.awaitEvents(set, Deadline.NONE)).awaitParked());
      }
      reactor.fire(write);
      assertThat(waiting.get(1).result()).isEqualTo(write);
      assertThat(waiting.get(2).result()).isEqualTo(write);
      assertThat(waiting.get(0).hasEnded() || waiting.get(3).hasEnded()).isFalse();
      reactor.fire(read | write);
      assertThat(waiting.get(0).result()).isEqualTo(read);
      assertThat(waiting.get(3).result()).isEqualTo(read);
    }
  }

  // ---- ZX2: its examples

  @Test
  void zx2EventThreePostsAndThenATimeout() throws Exception {
    try (Reactor reactor = pump()) {
      Event event = reactor.event();
      for (int i = 0; i < 3; i++) {
        Task<Void> posting = startAction(event::post).awaitParked();
        assertThat(reactor.processEvents(LONG)).isZero();
        posting.result();
      }
      Deadline timeout = Deadline.after(Duration.ofMillis(10));
      assertThat(reactor.processEvents(Duration.ofMillis(10))).isZero();
      assertThat(timeout.hasPassed()).isTrue();
    }
  }

  // On purpose: waiting for a signal needs no poll, and leaves one by the event of a reactor.
  @Test
  void zx2SignalThreeTimesAndOutOfThePoll() throws Exception {
    try (Packetloom own = withFakeSignals();
        Signals signals = own.signals(Signal.INT);
        Reactor reactor = own.reactor().poller(poller).workers(0).open()) {
      Task<Integer> polling = start(() -> reactor.processEvents(LONG)).awaitParked();
      Task<Void> counting =
          startAction(
              () -> {
                for (int i = 0; i < 3; i++) {
                  told.add(signals.await());
                }
                reactor.event().post();
              });
      for (int i = 0; i < 3; i++) {
        counting.awaitParked();
        fake.fire(SignalKind.INT);
        assertThat(next()).isEqualTo(Signal.INT);
      }
      assertThat(polling.result()).isZero();
      counting.result();
    }
  }

  @Test
  void zx2ClientReadsTwiceAndWritesAndSends() throws Exception {
    try (Listener listener = loom.listen(TCP);
        StreamConnector client = loom.connect(listener.uri());
        StreamConnector server = listener.accept()) {
      for (byte i = 1; i <= 2; i++) {
        server.write(new byte[] {i});
        assertThat(ToolkitTest.readByte(client)).isEqualTo(i);
      }
      client.outputStream().write(new byte[] {3});
      client.write(ByteBuffer.wrap(new byte[] {4}));
      assertThat(ToolkitTest.readByte(server)).isEqualTo(3);
      assertThat(ToolkitTest.readByte(server)).isEqualTo(4);
    }
  }

  /** Greets, keeps what is said, and knows who is there. */
  private static final class LineServer {
    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    private final Set<StreamConnector> present = ConcurrentHashMap.newKeySet();

    void serve(StreamConnector client) throws IOException {
      client.write(bytes("hello"));
      present.add(client);
      try (BufferedReader lines = lines(client)) {
        for (String line; (line = lines.readLine()) != null; ) {
          log.add(line);
        }
      } finally {
        present.remove(client);
      }
    }

    void sayGoodbye() throws IOException {
      for (StreamConnector client : present) {
        client.write(bytes("goodbye"));
        client.shutdownOutput();
      }
    }
  }

  private static byte[] bytes(String line) {
    return (line + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static BufferedReader lines(StreamConnector stream) {
    return new BufferedReader(
        new InputStreamReader(stream.inputStream(), StandardCharsets.US_ASCII));
  }

  @Test
  void zx2ServerSaysGoodbyeToEveryoneWhenItIsInterrupted() throws Exception {
    LineServer lineServer = new LineServer();
    try (Packetloom own = withFakeSignals();
        Signals signals = own.signals(Signal.INT);
        Server server = own.serve(TCP, lineServer::serve)) {
      Task<Integer> leaving =
          start(
              () -> {
                signals.await();
                lineServer.sayGoodbye();
                return server.drain(Deadline.after(LONG));
              });
      List<StreamConnector> clients = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        StreamConnector client = own.connect(server.uri());
        clients.add(client);
        client.write(bytes("client " + i));
        assertThat(lineServer.log.take()).isEqualTo("client " + i);
      }
      leaving.awaitParked();
      fake.fire(SignalKind.INT);
      for (StreamConnector client : clients) {
        try (BufferedReader lines = lines(client)) {
          assertThat(lines.readLine()).isEqualTo("hello");
          assertThat(lines.readLine()).isEqualTo("goodbye");
          assertThat(lines.readLine()).as("the end").isNull();
        }
      }
      assertThat(leaving.result()).as("closed by force").isZero();
      assertThatThrownBy(() -> own.connect(server.uri())).isInstanceOf(IOException.class);
    }
  }

  // ---- ZX3: its benchmarks

  // On purpose: connections count what went through them, where other programs had to be asked.
  @Test
  void zx3OneSendsBlocksOfAKibibyteAndTheOtherReceives() throws Exception {
    long all = 5_000L * 1_024;
    try (Pair pair = tcp()) {
      Task<Void> sending =
          startAction(
              () -> {
                byte[] block = new byte[1_024];
                for (long sent = 0; sent < all; sent += block.length) {
                  pair.first().write(block);
                }
                pair.first().shutdownOutput();
              });
      ByteBuffer buffer = ByteBuffer.allocate(1_024);
      while (pair.second().read(buffer.clear()) >= 0) {
        continue;
      }
      sending.result();
      assertThat(pair.first().bytesWritten()).isEqualTo(all);
      assertThat(pair.second().bytesRead()).isEqualTo(all);
    }
  }

  @Test
  void zx3AFloodOfDatagramsArrivesAsFarAsTheReceiverHasRoom() throws Exception {
    try (DatagramConnector from = loom.bind("udp4://127.0.0.1:0");
        DatagramConnector to = loom.bind("udp4://127.0.0.1:0")) {
      from.connect(to.localAddress().orElseThrow());
      Task<Integer> receiving = start(() -> countUntilEmpty(to)).awaitParked();
      ByteBuffer block = ByteBuffer.allocate(1_400);
      for (int i = 0; i < 2_000; i++) {
        from.send(block.clear());
      }
      Await.until(
          "an empty one arrives",
          () -> {
            trySendEmpty(from);
            return receiving.hasEnded();
          });
      assertThat(receiving.result()).isBetween(1, 2_000);
    }
  }

  private static int countUntilEmpty(DatagramConnector to) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1_500);
    int count = 0;
    for (int size; (size = to.receive(buffer.clear()).size()) > 0; count++) {
      assertThat(size).isEqualTo(1_400);
    }
    return count;
  }

  private static void trySendEmpty(DatagramConnector from) {
    try {
      from.trySend(ByteBuffer.allocate(0));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  // ---- ZX4: its platforms

  @Test
  void zx4ThePlatformIsToldWithWhatItHas() {
    Probe probe = loom.probe();
    assertThat(probe.system()).matches("[a-z]+-[a-z0-9_]+");
    assertThat(Stream.of(Probe.Kind.values()))
        .filteredOn(
            kind -> kind != Probe.Kind.FEATURE) // not every system has pollers that tell any
        .allSatisfy(
            kind -> assertThat(probe.findings()).anyMatch(finding -> finding.kind() == kind));
  }
}

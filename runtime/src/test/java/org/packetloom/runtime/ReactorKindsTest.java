// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.Listener;
import org.packetloom.Pair;
import org.packetloom.SendFlag;
import org.packetloom.StreamConnector;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;
import org.packetloom.suite.Task;

/** Connectors of every kind are told of: datagrams, listeners, pipes, and what was read ahead. */
@EachPoller
class ReactorKindsTest extends ReactorContract {
  @TempDir Path folder;

  private static ByteBuffer bytes(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length);
    for (int value : values) {
      bytes.put((byte) value);
    }
    return bytes.flip();
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp4://127.0.0.1:0", "local://?behaviour=datagram"})
  void datagramsAreReadOneByOne(String uri) throws Exception {
    String named = uri.startsWith("udp") ? uri : "local://" + folder + "/d?behaviour=datagram";
    try (Reactor reactor = pump();
        DatagramConnector receiver = loom.bind(named);
        DatagramConnector sender =
            loom.bind(
                uri.startsWith("udp") ? uri : "local://" + folder + "/s?behaviour=datagram")) {
      ByteBuffer room = ByteBuffer.allocate(10);
      reactor.register(
          receiver,
          Events.READ,
          o -> {
            receiver.tryReceive(room.clear()).orElseThrow();
            told.add((int) room.get(0));
          });
      assertThat(reactor.processEvents(Duration.ZERO)).isZero();
      SocketAddress address = receiver.localAddress().orElseThrow();
      sender.send(bytes(1), address);
      sender.send(bytes(2), address);
      reactor.processEvents(LONG);
      reactor.processEvents(LONG);
      assertThat(all()).containsExactly(1, 2);
      assertThat(reactor.processEvents(Duration.ZERO)).isZero();
      reactor.register(sender, Events.WRITE, note());
      assertThat(reactor.processEvents(LONG)).isEqualTo(1);
      assertThat(all()).containsExactly(Events.WRITE);
    }
  }

  @Test
  void anEmptyDatagramIsRead() throws Exception {
    try (Reactor reactor = pump();
        DatagramConnector receiver = loom.bind("udp4://127.0.0.1:0")) {
      reactor.register(receiver, Events.READ, note());
      receiver.send(bytes(), receiver.localAddress().orElseThrow());
      assertThat(reactor.processEvents(LONG)).isEqualTo(1);
      assertThat(receiver.tryReceive(ByteBuffer.allocate(1))).isPresent();
      assertThat(reactor.processEvents(Duration.ZERO)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp4://127.0.0.1:0", "local:///"})
  void connectionsAreReadOfAListener(String uri) throws Exception {
    String place = uri.startsWith("tcp") ? uri : "local://" + folder.resolve("listener");
    try (Reactor reactor = reactor(2).open();
        Listener listener = loom.listen(place)) {
      reactor.register(
          listener,
          Events.READ,
          o -> {
            Optional<StreamConnector> accepted = listener.tryAccept();
            if (accepted.isPresent()) {
              StreamConnector stream = accepted.get();
              reactor.register(stream, Events.READ, e -> echo(stream));
            }
          });
      for (int i = 1; i < 6; i++) {
        try (StreamConnector client = loom.connect(listener.uri())) {
          ToolkitTest.writeByte(client, i);
          assertThat(ToolkitTest.readByte(client)).isEqualTo(i);
        }
      }
      org.packetloom.suite.Await.until(
          "connections are gone", () -> reactor.statistics().connectors() == 1);
    }
    assertThat(reported).isEmpty();
  }

  private static void echo(StreamConnector stream) throws java.io.IOException {
    ByteBuffer some = ByteBuffer.allocate(100);
    int count = stream.tryRead(some);
    if (count < 0) {
      stream.close();
    } else {
      stream.write(some.flip());
    }
  }

  @Test
  void pipesAreReadAndWrittenAndEnd() throws Exception {
    try (Reactor reactor = pump();
        Pair pipes = loom.pair("anon://")) {
      reactor.register(pipes.first(), Events.READ | Events.CLOSE, note());
      send(pipes.second(), 1);
      reactor.processEvents(LONG);
      assertThat(all()).containsExactly(Events.READ);
      drain(pipes.first());
      pipes.second().close();
      reactor.processEvents(LONG);
      assertThat(all()).containsExactly(Events.READ | Events.CLOSE);
      assertThat(drain(pipes.first())).isEqualTo(-1);
    }
  }

  @Test
  void theReaderOfAPipeThatLeftIsAnErrorOfTheWriter() throws Exception {
    try (Reactor reactor = pump();
        Pair pipes = loom.pair("anon://")) {
      fill(pipes.first());
      reactor.register(pipes.first(), Events.WRITE | Events.ERROR, note());
      assertThat(reactor.processEvents(Duration.ZERO)).isZero();
      pipes.second().close();
      do { // a pair has pipes for both ways: a step may be one of the other's
        reactor.processEvents(LONG);
      } while (told.isEmpty());
      assertThat(next()).isEqualTo(Events.WRITE | Events.ERROR);
    }
  }

  @Test
  void aNamedPipeIsReadOnceItIsOpen() throws Exception {
    Path path = folder.resolve("fifo");
    try (Reactor reactor = pump();
        Listener listener = loom.listen("fifo://" + path)) {
      Task<StreamConnector> accepting = start(listener::accept);
      try (StreamConnector writer = loom.connect("fifo://" + path)) {
        ToolkitTest.writeByte(writer, 7);
        try (StreamConnector reader = accepting.result()) {
          reactor.register(reader, Events.READ, o -> told.add(ToolkitTest.readByte(reader)));
          reactor.processEvents(LONG);
          assertThat(next()).isEqualTo(7);
          ToolkitTest.writeByte(writer, 8);
          reactor.processEvents(LONG);
          assertThat(next()).isEqualTo(8);
        }
      }
    }
    assertThat(Files.exists(path)).isFalse();
  }

  @Test
  void aNamedPipeIsWrittenToOnceThereIsRoom() throws Exception {
    Path path = folder.resolve("fifo");
    try (Reactor reactor = pump();
        Listener listener = loom.listen("fifo://" + path);
        StreamConnector writer = loom.connect("fifo://" + path)) {
      fill(writer);
      reactor.register(writer, Events.WRITE, note());
      assertThat(reactor.processEvents(Duration.ZERO)).isZero();
      try (StreamConnector reader = listener.accept()) {
        assertThat(drain(reader)).isPositive();
        reactor.processEvents(LONG);
        assertThat(next()).isEqualTo(Events.WRITE);
      }
    }
  }

  @Test
  void bytesThatWereReadAheadAreStillTold() throws Exception {
    for (String uri : new String[] {"local://", "anon://"}) {
      for (int workers : new int[] {0, 2}) {
        try (Reactor reactor = reactor(workers).open();
            Pair pair = loom.pair(uri)) {
          pair.second().write(new byte[] {1, 2, 3});
          pair.first().peek(ByteBuffer.allocate(3));
          pair.first().unread(bytes(9));
          reactor.register(
              pair.first(), Events.READ, o -> told.add(ToolkitTest.readByte(pair.first())));
          while (workers == 0 && told.size() < 4) {
            reactor.processEvents(LONG);
          }
          assertThat(java.util.List.of(next(), next(), next(), next())).containsExactly(9, 1, 2, 3);
          if (workers > 0) {
            settleWorkers(reactor);
          } else {
            settle(reactor);
          }
          assertThat(told).isEmpty();
        }
      }
    }
  }

  // Until a run is over nothing may look for bytes: what the run takes would be told once more.
  @Test
  void whatAHandlerTakesTogetherWithWhatWasKeptIsNotToldAgain() throws Exception {
    try (Reactor reactor = reactor(2).open();
        Pair pair = pair()) {
      pair.first().unread(bytes(9));
      AtomicBoolean isAgain = new AtomicBoolean();
      reactor.register(
          pair.first(),
          Events.READ,
          o -> {
            if (!isAgain.getAndSet(true)) {
              send(pair.second(), 2);
              reactor.event().post(); // if they are looked for, they have been found by now
            }
            told.add(drain(pair.first()));
          });
      assertThat(next()).isEqualTo(3);
      settleWorkers(reactor);
      assertThat(told).isEmpty();
    }
    assertThat(reported).isEmpty();
  }

  @Test
  void roomIsToldThoughBytesAreKept() throws Exception {
    try (Reactor reactor = reactor(2).open();
        Pair pair = pair()) {
      pair.first().unread(bytes(9));
      fill(pair.first());
      reactor.register(
          pair.first(),
          Events.READ | Events.WRITE,
          o -> {
            if (o.has(Events.WRITE)) {
              told.add(drain(pair.first()));
              o.registration().cancel();
            }
          });
      drain(pair.second());
      assertThat(next()).isEqualTo(1);
      assertNothingRegistered(reactor);
    }
    assertThat(reported).isEmpty();
  }

  @Test
  void bytesThatAHandlerPutsBackAreTold() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      boolean[] wasPutBack = new boolean[1];
      reactor.register(
          pair.first(),
          Events.READ,
          o -> {
            int value = ToolkitTest.readByte(pair.first());
            told.add(value);
            if (!wasPutBack[0]) {
              wasPutBack[0] = true;
              pair.first().unread(bytes(value));
            }
          });
      send(pair.second(), 1);
      settle(reactor);
      assertThat(all()).containsExactly(0, 0);
    }
  }

  @Test
  void whatAReaderThatGaveUpHadAskedForIsTold() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = tcp()) {
      StreamConnector first = pair.first();
      first.readDeadline(Deadline.after(Duration.ofMillis(2)));
      assertThatThrownBy(() -> first.read(new byte[100]))
          .isInstanceOf(ConnectorTimeoutException.class);
      first.readDeadline(Deadline.NONE);
      reactor.register(first, Events.READ, o -> told.add(drain(first)));
      send(pair.second(), 5);
      reactor.processEvents(LONG);
      assertThat(next()).isEqualTo(5);
    }
  }

  // Anyone can send it, nobody here fetches it: it would be told without end.
  @Test
  void urgentDataIsNotToldAsRead() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = tcp()) {
      reactor.register(pair.first(), Events.READ, o -> told.add(drain(pair.first())));
      pair.second().write(bytes(1), SendFlag.OUT_OF_BAND);
      pair.second().write(bytes(2));
      while (told.isEmpty()) {
        reactor.processEvents(LONG);
      }
      assertThat(reactor.processEvents(Duration.ofMillis(1))).isZero();
      assertThat(all().stream().mapToInt(each -> (int) each).sum()).isEqualTo(1);
    }
  }

  @Test
  void aConnectorThatCannotBeWatchedIsRefusedByName() throws Exception {
    Path path = folder.resolve("fifo");
    try (Reactor reactor = pump();
        Listener listener = loom.listen("fifo://" + path)) {
      assertThatThrownBy(() -> reactor.register(listener, Events.READ, note()))
          .isInstanceOf(CapabilityException.class)
          .hasMessageContaining(path.toString());
      assertThat(reactor.statistics().connectors()).isZero();
    }
  }

  @Test
  void aDirectionThatIsNotOpenIsRefusedByName() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[] {1});
    try (Reactor reactor = pump();
        FileChannel _ = FileChannel.open(file);
        StreamConnector stream = loom.connect("fd:///" + descriptorOf(file))) {
      assertThatThrownBy(() -> reactor.register(stream, Events.WRITE, note()))
          .isInstanceOf(CapabilityException.class)
          .hasMessageContaining("WRITE");
      assertThat(reactor.statistics().connectors()).isZero();
      reactor.register(stream, Events.READ | Events.WRITE, note());
      reactor.processEvents(LONG);
      assertThat(next()).isEqualTo(Events.READ);
    }
  }
}

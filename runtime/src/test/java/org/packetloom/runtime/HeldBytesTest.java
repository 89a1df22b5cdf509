// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectionResetException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.ExportOption;
import org.packetloom.LocalMessage;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.ReceiveFlag;
import org.packetloom.SendFlag;
import org.packetloom.StreamConnector;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;
import org.packetloom.platform.Transfer;
import org.packetloom.spi.ReadinessPoller;
import org.packetloom.suite.Await;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;

/**
 * Bytes that a ring has received before anybody asked for them are found by whatever a connector
 * can do; with epoll, where there are none, all is the same.
 */
class HeldBytesTest extends ToolkitTest {
  private static final String TCP = "tcp4://127.0.0.1:0";
  private static final int TALKS = 20;
  private static final int ALL_BUFFERS = 1024;

  private static byte[] bytes(int number, int count) {
    byte[] bytes = new byte[count];
    new Random(number * 31L + count).nextBytes(bytes);
    return bytes;
  }

  private static Transfer transfer(StreamConnector stream) {
    return ((DescriptorStream) stream).handle().transfer();
  }

  private static boolean isUring(Packetloom loom) {
    return loom.probe().poller().equals("io_uring");
  }

  private static <T> Task<T> onLoop(Packetloom loom, Callable<T> call) {
    return Task.start(loom.threadFactory(), call);
  }

  /** Two ends that have exchanged so many small messages that receives go on. */
  private static Pair talkers(Packetloom loom) throws IOException {
    Pair pair = loom.pair(TCP);
    talk(loom, pair);
    return pair;
  }

  private static void talk(Packetloom loom, Pair pair) {
    boolean isUring = isUring(loom);
    StreamConnector near = pair.first();
    Task<Integer> echo =
        onLoop(
            loom,
            () -> {
              int all = 0;
              int value;
              do {
                value = readByte(pair.second());
                writeByte(pair.second(), value);
                all++;
              } while (value != 0);
              return all;
            });
    Task<Void> talk =
        onLoop(
            loom,
            () -> {
              int round = 0;
              while (isUring ? !transfer(near).isReadingBeforehand() : round < TALKS) {
                assertThat(++round).isLessThan(100_000);
                writeByte(near, 1);
                assertThat(readByte(near)).isOne();
              }
              writeByte(near, 0);
              assertThat(readByte(near)).isZero();
              return null;
            });
    talk.result();
    echo.result();
  }

  /** Sends bytes that nobody reads, and waits until they are there. */
  private static void hold(Packetloom loom, Pair pair, byte[] bytes) throws IOException {
    boolean isUring = isUring(loom);
    int before = isUring ? transfer(pair.first()).held() : available(pair.first());
    pair.second().write(bytes);
    Await.until(
        "bytes are there",
        () ->
            (isUring ? transfer(pair.first()).held() : available(pair.first()))
                == before + bytes.length);
  }

  private static int available(StreamConnector stream) {
    try {
      return stream.inputStream().available();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertRead(StreamConnector stream, byte[] expected) throws IOException {
    ByteBuffer got = ByteBuffer.allocate(expected.length);
    stream.readFully(got);
    assertThat(got.array()).isEqualTo(expected);
  }

  private static Packetloom open(String poller) throws IOException {
    return open("loop", poller);
  }

  @ParameterizedTest
  @ValueSource(strings = {"io_uring", "epoll"})
  void theyArePeekedAtReadUntilAndLent(String poller) throws Exception {
    try (Packetloom loom = open(poller);
        Pair pair = talkers(loom)) {
      StreamConnector near = pair.first();
      hold(loom, pair, "one\n".getBytes());
      hold(loom, pair, "two\nthree".getBytes());
      assertThat(available(near)).isEqualTo(13);
      ByteBuffer room = ByteBuffer.allocate(100);
      assertThat(near.peek(room)).isEqualTo(13);
      assertThat(near.readUntil((byte) '\n', room.clear())).isEqualTo(4);
      assertThat(available(near)).isEqualTo(9);
      near.unread(ByteBuffer.wrap("0\n".getBytes()));
      assertThat(near.peek(room.clear())).isEqualTo(11);
      assertThat(room.flip()).isEqualTo(ByteBuffer.wrap("0\ntwo\nthree".getBytes()));
      assertRead(near, "0\ntwo\n".getBytes());
      hold(loom, pair, "four".getBytes());
      ByteBuffer got = ByteBuffer.allocate(9);
      near.receive(lent -> got.put(lent.get()).put(lent.get())); // leaves the others
      while (got.hasRemaining()) {
        near.receive(got::put);
      }
      assertThat(got.array()).isEqualTo("threefour".getBytes());
      assertThat(available(near)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"io_uring", "epoll"})
  void theyAreReadWithoutWaiting(String poller) throws Exception {
    try (Packetloom loom = open(poller);
        Pair pair = talkers(loom)) {
      StreamConnector near = pair.first();
      ByteBuffer room = ByteBuffer.allocate(100);
      assertThat(near.tryRead(room)).isZero();
      assertThat(near.awaitReadable(Deadline.after(Duration.ZERO))).isFalse();
      hold(loom, pair, bytes(1, 10));
      assertThat(near.awaitReadable(Deadline.after(Duration.ZERO))).isTrue();
      assertThat(near.tryRead(room.limit(4))).isEqualTo(4);
      assertThat(near.awaitReadable(Deadline.NONE)).isTrue();
      assertThat(near.tryRead(room.limit(100))).isEqualTo(6);
      assertThat(near.tryRead(room)).isZero();
      near.readTimeout(Duration.ofNanos(1));
      assertThatThrownBy(() -> readByte(near)).isInstanceOf(ConnectorTimeoutException.class);
      hold(loom, pair, bytes(2, 10));
      assertRead(near, bytes(2, 10));
    }
  }

  /** Whether they are held already, in the kernel, or between. */
  @ParameterizedTest
  @ValueSource(strings = {"io_uring", "epoll"})
  void whoWasToldThatThereAreBytesFindsThem(String poller) throws Exception {
    try (Packetloom loom = open(poller);
        Pair pair = talkers(loom)) {
      StreamConnector near = pair.first();
      int rounds = Scale.rounds(1000);
      Callable<Void> look =
          () -> {
            ByteBuffer room = ByteBuffer.allocate(10);
            for (int round = 0; round < rounds; round++) {
              pair.second().write(bytes(round, 10));
              switch (round % 4) {
                case 0 -> assertThat(near.awaitReadable(Deadline.NONE)).isTrue();
                case 1 -> {
                  while (!near.awaitReadable(Deadline.after(Duration.ZERO))) {
                    Thread.yield(); // the ring may have taken them and not told yet
                  }
                }
                case 2 -> assertThat(near.peek(ByteBuffer.allocate(20))).isEqualTo(10);
                default -> {
                  while (available(near) < 10) {
                    Thread.yield();
                  }
                  assertThat(near.awaitReadable(Deadline.NONE)).isTrue();
                }
              }
              assertThat(available(near)).isLessThanOrEqualTo(10);
              assertThat(near.tryRead(room.clear())).as("round %d", round).isEqualTo(10);
              assertThat(room.array()).isEqualTo(bytes(round, 10));
              assertThat(near.awaitReadable(Deadline.after(Duration.ZERO))).isFalse();
            }
            return null;
          };
      onLoop(loom, look).result();
      start(look).result();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"io_uring", "epoll"})
  void thePeerIsAliveAsLongAsTheyAreThere(String poller) throws Exception {
    try (Packetloom loom = open(poller);
        Pair pair = talkers(loom)) {
      StreamConnector near = pair.first();
      assertThat(near.isAlive()).isTrue();
      hold(loom, pair, bytes(1, 10));
      assertThat(near.isAlive()).isTrue();
      pair.second().close();
      assertThat(near.isAlive()).isTrue();
      assertRead(near, bytes(1, 10));
      assertThat(near.isAlive()).isFalse();
      assertThat(readByte(near)).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"io_uring", "epoll"})
  void aResetIsToldToWhoReads(String poller) throws Exception {
    for (int look = 0; look < 6; look++) {
      try (Packetloom loom = open(poller);
          Pair pair = talkers(loom)) {
        StreamConnector near = pair.first();
        pair.second().option(StandardSocketOptions.SO_LINGER, 0);
        pair.second().close();
        switch (look) {
          case 0 -> Await.until("told", () -> !near.isAlive());
          case 1 -> assertThat(near.awaitReadable(Deadline.NONE)).isTrue();
          case 2 ->
              assertThatThrownBy(() -> near.peek(ByteBuffer.allocate(1)))
                  .isInstanceOf(ConnectionResetException.class);
          case 3 -> {
            assertThat(near.awaitReadable(Deadline.NONE)).isTrue();
            assertThat(near.isAlive()).isFalse();
          }
          default -> {}
        }
        assertThatThrownBy(() -> readByte(near))
            .as("look %d", look)
            .isInstanceOf(ConnectionResetException.class);
        assertThat(readByte(near)).isEqualTo(-1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"io_uring", "epoll"})
  void urgentBytesAreFoundByWhoAsksFromTimeToTime(String poller) throws Exception {
    try (Packetloom loom = open(poller);
        Pair pair = talkers(loom)) {
      StreamConnector near = pair.first();
      ByteBuffer one = ByteBuffer.allocate(1);
      assertThat(near.read(one, ReceiveFlag.OUT_OF_BAND)).isZero();
      if (isUring(loom)) {
        Await.until("it has ended", () -> !transfer(near).isReadingBeforehand());
      }
      pair.second().write(bytes(1, 3));
      pair.second().write(ByteBuffer.wrap(new byte[] {9}), SendFlag.OUT_OF_BAND);
      pair.second().write(bytes(2, 3));
      Await.until("the urgent one is there", () -> isUrgentThere(near, one));
      assertThat(one.get(0)).isEqualTo((byte) 9);
      assertRead(near, bytes(1, 3));
      assertRead(near, bytes(2, 3));
    }
  }

  private static boolean isUrgentThere(StreamConnector near, ByteBuffer one) {
    try {
      return near.read(one.clear(), ReceiveFlag.OUT_OF_BAND) == 1;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"io_uring", "epoll"})
  void relaysMoveThemFirst(String poller) throws Exception {
    try (Packetloom loom = open(poller);
        Pair pair = talkers(loom);
        Pair other = talkers(loom)) {
      hold(loom, pair, bytes(1, 1000));
      hold(loom, pair, bytes(2, 3));
      hold(loom, other, bytes(3, 10)); // of what is held there
      Task<Void> relay =
          onLoop(
              loom,
              () -> {
                loom.relay(pair.first(), other.first()).run();
                return null;
              });
      StreamConnector far = other.second();
      assertRead(far, bytes(1, 1000));
      assertRead(far, bytes(2, 3));
      assertRead(pair.second(), bytes(3, 10));
      Task<Void> writer =
          onLoop(
              loom,
              () -> {
                for (int size : new int[] {1, 500_000, 20, 2048, 100_000, 7}) {
                  pair.second().write(bytes(size, size));
                }
                pair.second().shutdownOutput();
                return null;
              });
      for (int size : new int[] {1, 500_000, 20, 2048, 100_000, 7}) {
        assertRead(far, bytes(size, size));
      }
      assertThat(readByte(far)).isEqualTo(-1);
      writer.result();
      far.write(bytes(5, 100));
      far.shutdownOutput();
      assertRead(pair.second(), bytes(5, 100));
      relay.result();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"io_uring", "epoll"})
  void aReactorTellsOfThem(String poller) throws Exception {
    for (int workers : new int[] {0, 2}) {
      try (Packetloom loom = open(poller);
          Reactor reactor = loom.reactor().poller(poller).workers(workers).open();
          Pair pair = talkers(loom)) {
        StreamConnector near = pair.first();
        hold(loom, pair, bytes(1, 3));
        hold(loom, pair, bytes(2, 2));
        List<Integer> told = new CopyOnWriteArrayList<>();
        reactor.register(near, Events.READ, _ -> told.add(readByte(near)));
        awaitTold(reactor, workers, told, 5);
        writeByte(pair.second(), 77);
        awaitTold(reactor, workers, told, 6);
        assertThat(told.get(5)).isEqualTo(77);
        assertThat(transfer(near).held()).isZero();
        assertThat(transfer(near).isReadingBeforehand()).isFalse();
      }
    }
  }

  private static void awaitTold(Reactor reactor, int workers, List<Integer> told, int count) {
    if (workers == 0) {
      while (told.size() < count) {
        reactor.processEvents(Await.LIMIT);
      }
    } else {
      Await.until("told", () -> told.size() == count);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"io_uring", "epoll"})
  void aReadinessPollerTellsOfThem(String poller) throws Exception {
    try (Packetloom loom = open(poller);
        ReadinessPoller readiness = loom.readinessPoller();
        Pair pair = talkers(loom)) {
      AtomicLong told = new AtomicLong();
      ReadinessPoller.Watch watch = readiness.watch(pair.first(), told::set);
      watch.ask(Events.READ);
      assertThat(readiness.await(0)).isZero();
      pair.second().write(bytes(1, 2));
      assertThat(readiness.await(-1)).isOne();
      watch.end();
      Pair another = talkers(loom);
      hold(loom, another, bytes(2, 2));
      ReadinessPoller.Watch second = readiness.watch(another.first(), told::set);
      told.set(0);
      second.ask(Events.READ);
      for (int i = 0; i < 3; i++) {
        assertThat(readiness.await(-1)).isOne();
        assertThat(told.getAndSet(0)).isEqualTo(Events.READ);
      }
      assertRead(another.first(), bytes(2, 2));
      assertThat(readiness.await(0)).isZero();
      another.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"io_uring", "epoll"})
  void aDescriptorIsExportedOnceTheyAreRead(String poller) throws Exception {
    for (ExportOption[] options : new ExportOption[][] {{}, {ExportOption.HAND_OVER}}) {
      try (Packetloom loom = open(poller);
          Pair pair = talkers(loom)) {
        StreamConnector near = pair.first();
        hold(loom, pair, bytes(1, 5));
        if (isUring(loom)) {
          assertThatThrownBy(() -> near.exportDescriptor(options))
              .isInstanceOf(CapabilityException.class)
              .hasMessageContaining("5 bytes");
          assertThat(near.isOpen()).isTrue();
          pair.second().write(bytes(2, 7));
          assertThatThrownBy(() -> near.exportDescriptor(options))
              .as("no more than before")
              .hasMessageContaining("5 bytes");
          assertRead(near, bytes(1, 5));
        } else {
          assertRead(near, bytes(1, 5));
          pair.second().write(bytes(2, 7));
        }
        int exported = near.exportDescriptor(options);
        try (StreamConnector adopted = loom.adopt(exported, StreamConnector.class)) {
          assertRead(adopted, bytes(2, 7));
          assertRoundTrip(adopted, pair.second());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"io_uring", "epoll"})
  void aConnectionIsPassedOnceTheyAreRead(String poller) throws Exception {
    try (Packetloom loom = open(poller);
        Pair through = loom.pair("local://");
        Pair pair = talkers(loom)) {
      StreamConnector near = pair.first();
      hold(loom, pair, bytes(1, 5));
      ByteBuffer one = ByteBuffer.allocate(1);
      if (isUring(loom)) {
        assertThatThrownBy(() -> PassingFixture.local(through.first()).send(one, List.of(near)))
            .isInstanceOf(CapabilityException.class)
            .hasMessageContaining("5 bytes");
      }
      assertRead(near, bytes(1, 5));
      assertThat(one.hasRemaining()).isTrue();
      PassingFixture.local(through.first()).send(one, List.of(near));
      near.close();
      pair.second().write(bytes(2, 7));
      try (LocalMessage message = PassingFixture.receive(through.second(), 1);
          StreamConnector passed = message.descriptors().getFirst().adopt(StreamConnector.class)) {
        assertRead(passed, bytes(2, 7));
        assertRoundTrip(passed, pair.second());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"io_uring", "epoll"})
  void whoEndsHisReadingReadsNoneOfThem(String poller) throws Exception {
    try (Packetloom loom = open(poller);
        Pair pair = talkers(loom)) {
      hold(loom, pair, bytes(1, 5));
      pair.first().shutdownInput();
      assertThat(readByte(pair.first())).isEqualTo(-1);
      assertThat(available(pair.first())).isZero();
      writeByte(pair.first(), 3);
      assertThat(readByte(pair.second())).isEqualTo(3);
    }
  }

  /** One that were lost with each would leave none. */
  @Test
  void connectionsThatAreClosedWithThemGiveTheirMemoryBack() throws Exception {
    LoomBuilder builder = builder("loop", "io_uring");
    builder.pollers(1);
    try (Packetloom loom = builder.open(Looms.platform("io_uring"))) {
      for (int round = 0; round < ALL_BUFFERS + 50; round++) {
        try (Pair pair = talkers(loom)) {
          pair.second().write(bytes(round, 9));
          if (round % 2 == 0) {
            Await.until("held", () -> transfer(pair.first()).held() == 9);
          }
        }
      }
      try (Pair pair = talkers(loom)) {
        hold(loom, pair, bytes(1, 9));
        int[] capacity = new int[1];
        assertThat(pair.first().receive(lent -> capacity[0] = lent.position(9).capacity()))
            .isEqualTo(9);
        assertThat(capacity[0]).as("memory of the ring").isEqualTo(2048);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"io_uring", "epoll"})
  void readsThatAreGivenUpLoseNothing(String poller) throws Exception {
    Random random = Seed.random();
    try (Packetloom loom = open(poller);
        Pair pair = talkers(loom)) {
      StreamConnector near = pair.first();
      for (int round = 0; round < Scale.rounds(1000); round++) {
        ByteBuffer one = ByteBuffer.allocate(1);
        boolean isTimed = random.nextBoolean();
        Task<Void> reader =
            onLoop(
                loom,
                () -> {
                  if (isTimed) {
                    Callable<Void> timed =
                        () -> {
                          readOrGiveUp(near, one);
                          return null;
                        };
                    Deadline deadline = Deadline.after(Duration.ofNanos(random.nextInt(200_000)));
                    deadline.<Void, Exception>call(timed::call);
                  } else {
                    readOrGiveUp(near, one);
                  }
                  return null;
                });
        if (random.nextBoolean()) {
          reader.interrupt();
        }
        writeByte(pair.second(), round & 0x7f);
        reader.interrupt();
        reader.result();
        if (one.hasRemaining()) {
          near.readFully(one);
        }
        assertThat(one.get(0)).as("round %d", round).isEqualTo((byte) (round & 0x7f));
      }
    }
  }

  private static void readOrGiveUp(StreamConnector near, ByteBuffer one) throws IOException {
    try {
      near.read(one);
    } catch (ConnectorInterruptedException | ConnectorTimeoutException _) {
      // as told
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"io_uring", "epoll"})
  void whoWaitsGetsHisBytesThoughAnotherTurnsToTheDescriptor(String poller) throws Exception {
    try (Packetloom loom = open(poller);
        Reactor reactor = loom.reactor().poller(poller).workers(1).open()) {
      for (int round = 0; round < 20; round++) {
        try (Pair pair = talkers(loom)) {
          StreamConnector near = pair.first();
          ByteBuffer got = ByteBuffer.allocate(20);
          Callable<Void> readAll =
              () -> {
                near.readFully(got);
                return null;
              };
          Task<Void> reader = onLoop(loom, readAll).awaitParked();
          pair.second().write(Arrays.copyOf(bytes(round, 20), 5));
          if (round % 2 == 0) {
            reactor.register(near, Events.CLOSE, _ -> {});
          } else {
            Await.until("the reader has taken what is there", () -> transfer(near).held() == 0);
            int exported = exportIfNothingIsHeld(near);
            if (exported >= 0) {
              loom.adopt(exported, StreamConnector.class).close();
            }
          }
          pair.second().write(Arrays.copyOfRange(bytes(round, 20), 5, 20));
          reader.result();
          assertThat(got.array()).isEqualTo(bytes(round, 20));
        }
      }
    }
  }

  private static int exportIfNothingIsHeld(StreamConnector near) throws IOException {
    try {
      return near.exportDescriptor();
    } catch (CapabilityException _) {
      return -1; // the reader had not come to it yet
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.BufferConsumer;
import org.packetloom.ConnectorClosedException;
import org.packetloom.Lookahead;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.PollerFailedException;
import org.packetloom.platform.linux.FaultySystemCalls;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** Consumers that are lent memory of a ring, whatever they do and whatever goes on meanwhile. */
class UringLentReadTest extends ToolkitTest {
  /** What tells memory of the ring from that of the pool, which holds more. */
  private static final int RING = 2048;

  private static final int ALL_BUFFERS = 1024;
  private static final int MOST_LENT = ALL_BUFFERS / 4;
  private static final int EBADF = 9;
  private static final int FOR_GOOD = 1_000_000;

  private static Packetloom openOne(String engine) throws IOException {
    LoomBuilder builder = builder(engine, "io_uring");
    builder.pollers(1);
    return builder.open(Looms.platform("io_uring"));
  }

  private static byte[] bytes(int number, int count) {
    byte[] bytes = new byte[count];
    new Random(number * 31L + count).nextBytes(bytes);
    return bytes;
  }

  /** Begins to receive what comes later. */
  private static Task<Integer> receive(Pair pair, byte[] sent, BufferConsumer consumer)
      throws IOException {
    Task<Integer> reader = start(() -> pair.first().receive(consumer)).awaitParked();
    pair.second().write(sent);
    return reader;
  }

  /** That memory of the ring is lent, however often it was before. */
  private static void assertLent(Pair pair, int number) throws IOException {
    byte[] sent = bytes(number, 33);
    byte[] got = new byte[33];
    BufferConsumer consumer =
        lent -> {
          assertThat(lent.capacity()).as("memory of the ring").isEqualTo(RING);
          assertThat(lent.isReadOnly()).isTrue();
          assertThat(lent.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
          assertThat(lent.remaining()).isEqualTo(33);
          lent.get(got);
        };
    assertThat(receive(pair, sent, consumer).result()).isEqualTo(33);
    assertThat(got).isEqualTo(sent);
  }

  /** A consumer that holds what it is lent until it may go on, and then has a look at it. */
  private static final class Holder implements BufferConsumer {
    final CountDownLatch mayGoOn;
    final CountDownLatch hasBegun = new CountDownLatch(1);
    final byte[] seen = new byte[33];
    volatile boolean isOfRing;

    Holder(CountDownLatch mayGoOn) {
      this.mayGoOn = mayGoOn;
    }

    @Override
    public void accept(ByteBuffer lent) throws IOException {
      isOfRing = lent.capacity() == RING;
      hasBegun.countDown();
      awaitOn(mayGoOn);
      lent.get(seen);
    }
  }

  private static void awaitOn(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"virtual", "thread", "loop"})
  void buffersComeBackWhateverConsumersDo(String engine) throws Exception {
    try (Packetloom loom = openOne(engine);
        Pair pair = loom.pair("local://")) {
      IOException planted = new IOException("planted");
      Error error = new LinkageError("planted");
      for (int round = 0; round < ALL_BUFFERS + 50; round++) {
        byte[] sent = bytes(round, 10);
        int kind = round % 7;
        BufferConsumer consumer =
            lent -> {
              lent.order(ByteOrder.LITTLE_ENDIAN);
              switch (kind) {
                case 0 -> lent.position(10);
                case 1 -> lent.position(4);
                case 2 -> {
                  lent.get();
                  throw planted;
                }
                case 3 -> throw error;
                case 4 -> lent.position(1).limit(2);
                case 5 -> lent.clear().position(lent.capacity());
                default -> Thread.yield();
              }
            };
        Task<Integer> reader = receive(pair, sent, consumer);
        int taken = List.of(10, 4, 1, 0, 1, 10, 0).get(kind);
        if (kind == 2 || kind == 3) {
          assertThat(reader.failure()).isSameAs(kind == 2 ? planted : error);
        } else {
          assertThat(reader.result()).isEqualTo(taken);
        }
        ByteBuffer rest = ByteBuffer.allocate(10 - taken);
        pair.first().readFully(rest);
        assertThat(rest.flip()).isEqualTo(ByteBuffer.wrap(sent, taken, 10 - taken));
      }
      assertLent(pair, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"virtual", "thread", "loop"})
  void consumersThatWaitHoldUpNobody(String engine) throws Exception {
    CountDownLatch mayGoOn = new CountDownLatch(1);
    try (Packetloom loom = openOne(engine)) {
      List<Holder> holders = new ArrayList<>();
      List<Task<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < MOST_LENT + 20; i++) {
        Holder holder = new Holder(mayGoOn);
        holders.add(holder);
        readers.add(receive(loom.pair("local://"), bytes(i, 33), holder));
      }
      holders.forEach(holder -> awaitOn(holder.hasBegun));
      assertThat(holders.stream().filter(holder -> holder.isOfRing)).hasSize(MOST_LENT);
      Pair other = loom.pair("tcp4://127.0.0.1:0");
      for (int round = 0; round < ALL_BUFFERS; round++) {
        assertRoundTrip(other);
      }
      assertThat(readers).noneMatch(Task::hasEnded);
      mayGoOn.countDown();
      for (int i = 0; i < holders.size(); i++) {
        assertThat(readers.get(i).result()).isEqualTo(33);
        assertThat(holders.get(i).seen).as("bytes of %d", i).isEqualTo(bytes(i, 33));
      }
      assertLent(other, 1);
    } finally {
      mayGoOn.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"virtual", "thread", "loop"})
  void consumerMayCloseItsConnector(String engine) throws Exception {
    try (Packetloom loom = openOne(engine)) {
      for (int round = 0; round < MOST_LENT + 10; round++) {
        byte[] sent = bytes(round, 20);
        byte[] got = new byte[20];
        try (Pair pair = loom.pair("local://")) {
          BufferConsumer consumer =
              lent -> {
                assertThat(lent.capacity()).isEqualTo(RING);
                pair.first().close();
                assertThat(pair.first().isOpen()).isFalse();
                lent.get(got, 0, 15);
              };
          assertThat(receive(pair, sent, consumer).result()).isEqualTo(15);
          assertThat(got).startsWith(Arrays.copyOf(sent, 15));
          assertThatThrownBy(() -> readByte(pair.first()))
              .isInstanceOf(ConnectorClosedException.class);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"virtual", "thread", "loop"})
  void consumerMayWriteWhatItIsLent(String engine) throws Exception {
    try (Packetloom loom = openOne(engine);
        Pair pair = loom.pair("tcp4://127.0.0.1:0")) {
      for (int round = 0; round < 100; round++) {
        byte[] sent = bytes(round, 50);
        Task<Integer> reader = receive(pair, sent, pair.first()::write);
        ByteBuffer echoed = ByteBuffer.allocate(50);
        pair.second().readFully(echoed);
        assertThat(echoed.array()).isEqualTo(sent);
        assertThat(reader.result()).isEqualTo(50);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"virtual", "thread", "loop"})
  void moreThanABufferIsLentAsBefore(String engine) throws Exception {
    try (Packetloom loom = openOne(engine);
        Pair pair = loom.pair("local://")) {
      for (int size : new int[] {RING - 1, RING, RING + 1, 5000, 8192, 20_000, 1, RING}) {
        byte[] sent = bytes(size, size);
        ByteBuffer got = ByteBuffer.allocate(size);
        Task<Integer> reader = receive(pair, sent, got::put);
        int first = reader.result();
        assertThat(first).isBetween(1, Lookahead.MOST_UNREAD);
        while (got.hasRemaining()) {
          assertThat(pair.first().receive(got::put)).isPositive();
        }
        assertThat(got.array()).as("%d bytes", size).isEqualTo(sent);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"virtual", "thread", "loop"})
  void whatIsLentOutlivesTheRing(String engine) throws Exception {
    FaultySystemCalls faults = FaultySystemCalls.open();
    CountDownLatch mayGoOn = new CountDownLatch(1);
    LoomBuilder builder = builder(engine, "io_uring");
    builder.pollers(1);
    try (var _ = new Silence();
        Packetloom loom = builder.open(faults.platform())) {
      Pair pair = loom.pair("local://");
      Holder holder = new Holder(mayGoOn);
      Task<Integer> reader = receive(pair, bytes(1, 40), holder);
      awaitOn(holder.hasBegun);
      faults.fail("io_uring_enter", 1, FOR_GOOD, EBADF);
      Pair another = loom.pair("local://");
      start(() -> readByte(another.first()))
          .assertFailure()
          .isInstanceOf(PollerFailedException.class);
      mayGoOn.countDown();
      assertThat(reader.result()).isEqualTo(33);
      assertThat(holder.isOfRing).isTrue();
      assertThat(holder.seen).isEqualTo(Arrays.copyOf(bytes(1, 40), 33));
      start(() -> pair.first().receive(_ -> {}))
          .assertFailure()
          .isInstanceOf(PollerFailedException.class);
    } finally {
      mayGoOn.countDown();
    }
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @ParameterizedTest
  @ValueSource(strings = {"virtual", "thread", "loop"})
  void toolkitThatClosesWaitsForItsConsumers(String engine) throws Exception {
    CountDownLatch mayGoOn = new CountDownLatch(1);
    try (Packetloom loom = openOne(engine)) {
      Pair pair = loom.pair("local://");
      Holder holder = new Holder(mayGoOn);
      Task<Integer> reader = receive(pair, bytes(1, 33), holder);
      awaitOn(holder.hasBegun);
      Task<Void> closer = Task.start(Thread.ofPlatform().factory(), () -> close(loom));
      Await.until("the connector is closed", () -> !pair.first().isOpen());
      mayGoOn.countDown();
      assertThat(reader.result()).isEqualTo(33);
      assertThat(holder.isOfRing).isTrue();
      assertThat(holder.seen).isEqualTo(bytes(1, 33));
      closer.result();
    } finally {
      mayGoOn.countDown();
    }
  }

  private static Void close(Packetloom loom) {
    loom.close();
    return null;
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @ParameterizedTest
  @ValueSource(strings = {"COMPUTE", "NATIVE"})
  void loopIsHandedOverWhileAConsumerHoldsItsCarrier(Stall.Kind kind) throws Exception {
    AtomicInteger ofRing = new AtomicInteger();
    byte[] seen = new byte[33];
    try (Packetloom loom = openOne("loop");
        Stall stall = Stall.of(kind)) {
      Pair pair = loom.pair("local://");
      BufferConsumer consumer =
          lent -> {
            ofRing.set(lent.capacity());
            stall.run();
            lent.get(seen);
          };
      Task<Integer> reader =
          Task.start(loom.threadFactory(), () -> pair.first().receive(consumer)).awaitParked();
      pair.second().write(bytes(1, 33));
      Await.until("a consumer has begun", () -> ofRing.get() != 0);
      Pair other = loom.pair("local://");
      Task<Void> talk =
          Task.start(
              loom.threadFactory(),
              () -> {
                for (int round = 0; round < 100; round++) {
                  assertRoundTrip(other);
                }
                return null;
              });
      talk.result();
      assertThat(reader.hasEnded()).isFalse();
      stall.close();
      assertThat(reader.result()).isEqualTo(33);
      assertThat(ofRing).hasValue(RING);
      assertThat(seen).isEqualTo(bytes(1, 33));
      assertLent(other, 1);
    }
  }
}

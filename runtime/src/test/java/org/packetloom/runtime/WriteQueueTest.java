// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.Behaviour;
import org.packetloom.Deadline;
import org.packetloom.ExportOption;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.event.QueuedWriting;
import org.packetloom.event.WriteQueue;
import org.packetloom.event.WriteQueueListener;
import org.packetloom.suite.Await;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Task;

/** What write queues cost, and what holds for them whatever the connector. */
class WriteQueueTest extends ToolkitTest {
  private static final int MESSAGE_BYTES = 64;

  // ---- cost

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "tcp4://127.0.0.1:0,virtual",
    "local://,virtual",
    "tcp4://127.0.0.1:0,loop",
    "local://,loop"
  })
  void manySmallOffersMakeFewWrites(String uri, String engine) throws Exception {
    int count = Scale.rounds(1_000_000);
    CountingPlatform platform = new CountingPlatform();
    try (Packetloom loom = builder(engine, "epoll").open(platform)) {
      Pair pair = loom.pair(uri);
      Task<Void> reader = Task.start(loom.threadFactory(), () -> readInOrder(pair.second(), count));
      try (WriteQueue queue = pair.first().writeQueue(1 << 20)) {
        Task<Void> producer = Task.start(loom.threadFactory(), () -> offerMany(queue, count));
        producer.result();
        assertThat(queue.writtenBytes()).isEqualTo((long) count * MESSAGE_BYTES);
      }
      reader.result();
      assertThat(platform.writes()).isPositive().isLessThanOrEqualTo(count / 8);
      pair.close();
    }
  }

  private static Void offerMany(WriteQueue queue, int count) throws IOException {
    ByteBuffer message = ByteBuffer.allocate(MESSAGE_BYTES);
    for (int i = 0; i < count; i++) {
      message.clear().putLong(0, i);
      while (!queue.offer(message)) {
        queue.awaitRoom(MESSAGE_BYTES, Deadline.NONE);
      }
    }
    assertThat(queue.flush(Deadline.NONE)).isTrue();
    return null;
  }

  private static Void readInOrder(StreamConnector stream, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 16);
    for (int next = 0; next < count; ) {
      int most = Math.min(bytes.capacity() / MESSAGE_BYTES, count - next);
      stream.readFully(bytes.clear().limit(most * MESSAGE_BYTES));
      for (int at = 0; at < bytes.limit(); at += MESSAGE_BYTES) {
        if (bytes.getLong(at) != next++) {
          throw new AssertionError("found " + bytes.getLong(at) + " after " + (next - 2));
        }
      }
    }
    return null;
  }

  // ---- threads

  @Test
  void threadsLiveOnlyWhileThereIsSomethingToWrite() throws Exception {
    AtomicInteger alive = new AtomicInteger();
    ThreadFactory threads =
        task ->
            Thread.ofVirtual()
                .unstarted(
                    () -> {
                      alive.incrementAndGet();
                      task.run();
                      alive.decrementAndGet(); // others may have begun since the task let go
                    });
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (Packetloom loom = Packetloom.open();
        Pair pair = loom.pair("local://");
        WriteQueue queue =
            WriteQueue.over(
                countingCalls(pair.first(), atOnce, most),
                Behaviour.STREAM,
                threads,
                1 << 16,
                WriteQueueListener.NONE)) {
      for (int i = 0; i < Scale.rounds(2_000); i++) {
        assertThat(queue.offer(ByteBuffer.allocate(1))).isTrue();
        if (i % 3 == 0) {
          assertThat(queue.flush(Deadline.NONE)).isTrue();
        }
        if (i % 7 == 0) {
          Thread.yield();
        }
        readByte(pair.second());
      }
      Await.until("nobody is left", () -> alive.get() == 0);
      assertThat(most.get()).as("writing at once").isEqualTo(1);
    }
  }

  /** The same stream; of the calls of its writing methods, how many there are at once. */
  private static QueuedWriting countingCalls(
      StreamConnector real, AtomicInteger atOnce, AtomicInteger most) {
    InvocationHandler handler =
        (_, method, arguments) -> {
          boolean isWrite = method.getName().equals("write");
          if (isWrite) {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
          }
          try {
            return method.invoke(real, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          } finally {
            atOnce.addAndGet(isWrite ? -1 : 0);
          }
        };
    return (QueuedWriting)
        Proxy.newProxyInstance(
            WriteQueueTest.class.getClassLoader(), new Class<?>[] {QueuedWriting.class}, handler);
  }

  @Test
  void withoutAThreadTheQueueFails() throws Exception {
    ThreadFactory none =
        _ -> {
          throw new IllegalStateException("planted");
        };
    AtomicInteger told = new AtomicInteger();
    AtomicInteger returned = new AtomicInteger();
    try (Packetloom loom = Packetloom.open();
        Pair pair = loom.pair("local://");
        WriteQueue queue =
            WriteQueue.over(
                pair.first(), Behaviour.STREAM, none, 100, (_, _) -> told.incrementAndGet())) {
      assertThat(queue.offer(ByteBuffer.allocate(1), _ -> returned.incrementAndGet())).isTrue();
      assertThatThrownBy(() -> queue.offer(ByteBuffer.allocate(1)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("planted");
      assertThat(told.get()).isEqualTo(1);
      assertThat(returned.get()).isEqualTo(1);
    }
  }

  // ---- connectors of all kinds

  @Test
  void connectorsThatOthersWroteHaveQueuesToo() throws Exception {
    try (Packetloom loom = Packetloom.open();
        Pair pair = loom.pair("local://");
        WriteQueue queue = ForeignStream.of(pair.first()).writeQueue(1000)) {
      for (int i = 0; i < 100; i++) {
        while (!queue.offer(ByteBuffer.wrap(new byte[] {(byte) i}))) {
          queue.awaitRoom(1, Deadline.NONE);
        }
      }
      for (int i = 0; i < 100; i++) {
        assertThat(readByte(pair.second())).isEqualTo(i);
      }
    }
  }

  @Test
  void adoptedRecordsAreNotJoined() throws Exception {
    try (Packetloom loom = Packetloom.open();
        Pair pair = loom.pair("local://?behaviour=seqpacket");
        StreamConnector adopted =
            loom.adopt(
                pair.first().exportDescriptor(ExportOption.HAND_OVER), StreamConnector.class);
        WriteQueue queue = adopted.writeQueue(10_000)) {
      for (int size = 1; size < 20; size++) {
        assertThat(queue.offer(ByteBuffer.allocate(size))).isTrue();
      }
      for (int size = 1; size < 20; size++) {
        assertThat(pair.second().read(ByteBuffer.allocate(100))).isEqualTo(size);
      }
    }
  }

  @Test
  void aConnectorThatDoesNotWaitHasNone() throws Exception {
    try (Packetloom loom = Packetloom.open();
        Pair pair = loom.pair("local://?blocking=no")) {
      assertThatThrownBy(() -> pair.first().writeQueue(100))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("blocking=no");
    }
  }

  @Test
  void callbacksThatThrowHarmNobody() throws Exception {
    try (Silence _ = new Silence();
        Packetloom loom = Packetloom.open();
        Pair pair = loom.pair("local://");
        WriteQueue queue = pair.first().writeQueue(100)) {
      for (int i = 0; i < 10; i++) {
        assertThat(
                queue.offer(
                    ByteBuffer.allocate(1),
                    _ -> {
                      throw new IllegalStateException("planted");
                    }))
            .isTrue();
        assertThat(queue.flush(Deadline.NONE)).isTrue();
        assertThat(readByte(pair.second())).isZero();
      }
    }
  }

  // ---- bounds

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStalledReaderHoldsNoMoreThanTheCapacity(boolean isLent) throws Exception {
    int capacity = 100_000;
    try (Packetloom loom = Packetloom.open();
        Pair pair = loom.pair("local://");
        WriteQueue queue = pair.first().writeQueue(capacity)) {
      int refused = 0;
      ByteBuffer one = ByteBuffer.allocate(1);
      for (int i = 0; i < 3_000_000 && refused < 100_000; i++) {
        boolean isAccepted =
            isLent ? queue.offer(ByteBuffer.allocate(1), _ -> {}) : queue.offer(one.clear());
        refused += isAccepted ? 0 : 1;
      }
      assertThat(refused).as("refused in the end").isEqualTo(100_000);
      assertThat(queue.queuedBytes())
          .isPositive()
          .isLessThanOrEqualTo(capacity / (isLent ? 256 : 1));
      pair.second().close();
    }
  }
}

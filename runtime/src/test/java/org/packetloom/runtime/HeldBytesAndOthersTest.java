// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectionResetException;
import org.packetloom.ExportOption;
import org.packetloom.LocalMessage;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;
import org.packetloom.spi.ReadinessPoller;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/**
 * Bytes that were received before anybody asked for them, and those who turn to the descriptor
 * itself: relays, reactors, readiness pollers, other owners.
 */
class HeldBytesAndOthersTest extends HeldBytesContract {
  @Test
  void relaysMoveThemFirst() throws Exception {
    try (Talkers other = Talkers.open(loom)) {
      hold(bytes(1, 1000));
      hold(bytes(2, 3));
      other.hold(bytes(3, 10)); // of what is held there
      Task<Void> relay =
          onLoop(
              () -> {
                loom.relay(near, other.near()).run();
                return null;
              });
      StreamConnector end = other.far();
      assertRead(end, bytes(1, 1000));
      assertRead(end, bytes(2, 3));
      assertRead(far, bytes(3, 10));
      Task<Void> writer =
          onLoop(
              () -> {
                for (int size : new int[] {1, 500_000, 20, 2048, 100_000, 7}) {
                  far.write(bytes(size, size));
                }
                far.shutdownOutput();
                return null;
              });
      for (int size : new int[] {1, 500_000, 20, 2048, 100_000, 7}) {
        assertRead(end, bytes(size, size));
      }
      assertThat(readByte(end)).isEqualTo(-1);
      writer.result();
      end.write(bytes(5, 100));
      end.shutdownOutput();
      assertRead(far, bytes(5, 100));
      relay.result();
    }
  }

  @Test
  void aReactorTellsOfThem() throws Exception {
    for (int workers : new int[] {0, 2}) {
      talkAnew();
      try (Reactor reactor = loom.reactor().poller(poller).workers(workers).open()) {
        hold(bytes(1, 3));
        hold(bytes(2, 2));
        List<Integer> told = new CopyOnWriteArrayList<>();
        reactor.register(near, Events.READ, _ -> told.add(readByte(near)));
        awaitTold(reactor, workers, told, 5);
        writeByte(far, 77);
        awaitTold(reactor, workers, told, 6);
        assertThat(told.get(5)).isEqualTo(77);
        assertThat(transfer().held()).isZero();
        assertThat(transfer().isReadingBeforehand()).isFalse();
      }
    }
  }

  private static void awaitTold(Reactor reactor, int workers, List<?> told, int count) {
    if (workers == 0) {
      while (told.size() < count) {
        reactor.processEvents(Await.LIMIT);
      }
    } else {
      Await.until("told", () -> told.size() == count);
    }
  }

  /** Which the ring was told by the kernel, that calls it an end since. */
  @Test
  void aReactorTellsOfAResetThatNobodyWasToldOf() throws Exception {
    for (int workers : new int[] {0, 2}) {
      for (int count : new int[] {0, 3}) {
        talkAnew();
        hold(bytes(1, count));
        reset();
        try (Reactor reactor = loom.reactor().poller(poller).workers(workers).open()) {
          List<Long> told = new CopyOnWriteArrayList<>();
          reactor.register(near, Events.ERROR | Events.CLOSE, o -> told.add(o.events()));
          awaitTold(reactor, workers, told, 1);
          assertThat(told).containsExactly(Events.ERROR | Events.CLOSE);
        }
        assertRead(near, bytes(1, count));
        assertThatThrownBy(() -> readByte(near)).isInstanceOf(ConnectionResetException.class);
      }
    }
  }

  private void reset() throws IOException {
    far.option(StandardSocketOptions.SO_LINGER, 0);
    far.close();
    if (isUring()) {
      Await.until("the ring was told", () -> transfer().holdsFailure());
    }
  }

  @Test
  void aReadinessPollerTellsOfAResetThatNobodyWasToldOf() throws Exception {
    reset();
    try (ReadinessPoller readiness = loom.readinessPoller()) {
      AtomicLong told = new AtomicLong();
      readiness.watch(near, told::set).ask(Events.READ);
      assertThat(readiness.await(-1)).isOne();
      assertThat(told.get() & Events.ERROR).isNotZero();
      assertThatThrownBy(() -> readByte(near)).isInstanceOf(ConnectionResetException.class);
      assertThat(readiness.await(-1)).isOne();
      assertThat(told.get() & Events.ERROR).as("it was read").isZero();
    }
  }

  @Test
  void aReadinessPollerTellsOfThem() throws Exception {
    try (ReadinessPoller readiness = loom.readinessPoller();
        Talkers another = Talkers.open(loom)) {
      AtomicLong told = new AtomicLong();
      ReadinessPoller.Watch watch = readiness.watch(near, told::set);
      watch.ask(Events.READ);
      assertThat(readiness.await(0)).isZero();
      far.write(bytes(1, 2));
      assertThat(readiness.await(-1)).isOne();
      watch.end();
      another.hold(bytes(2, 2));
      ReadinessPoller.Watch second = readiness.watch(another.near(), told::set);
      told.set(0);
      second.ask(Events.READ);
      for (int i = 0; i < 3; i++) {
        assertThat(readiness.await(-1)).isOne();
        assertThat(told.getAndSet(0)).isEqualTo(Events.READ);
      }
      assertRead(another.near(), bytes(2, 2));
      assertThat(readiness.await(0)).isZero();
    }
  }

  @Test
  void aDescriptorIsExportedOnceTheyAreRead() throws Exception {
    for (ExportOption[] options : new ExportOption[][] {{}, {ExportOption.HAND_OVER}}) {
      talkAnew();
      hold(bytes(1, 5));
      if (isUring()) {
        assertThatThrownBy(() -> near.exportDescriptor(options))
            .isInstanceOf(CapabilityException.class)
            .hasMessageContaining("5 bytes");
        assertThat(near.isOpen()).isTrue();
        far.write(bytes(2, 7));
        assertThatThrownBy(() -> near.exportDescriptor(options))
            .as("no more than before")
            .hasMessageContaining("5 bytes");
        assertRead(near, bytes(1, 5));
      } else {
        assertRead(near, bytes(1, 5));
        far.write(bytes(2, 7));
      }
      int exported = near.exportDescriptor(options);
      try (StreamConnector adopted = loom.adopt(exported, StreamConnector.class)) {
        assertRead(adopted, bytes(2, 7));
        assertRoundTrip(adopted, far);
      }
    }
  }

  @Test
  void aConnectionIsPassedOnceTheyAreRead() throws Exception {
    try (Pair through = loom.pair("local://")) {
      hold(bytes(1, 5));
      ByteBuffer one = ByteBuffer.allocate(1);
      if (isUring()) {
        assertThatThrownBy(() -> PassingFixture.local(through.first()).send(one, List.of(near)))
            .isInstanceOf(CapabilityException.class)
            .hasMessageContaining("5 bytes");
      }
      assertRead(near, bytes(1, 5));
      assertThat(one.hasRemaining()).isTrue();
      PassingFixture.local(through.first()).send(one, List.of(near));
      near.close();
      far.write(bytes(2, 7));
      try (LocalMessage message = PassingFixture.receive(through.second(), 1);
          StreamConnector passed = message.descriptors().getFirst().adopt(StreamConnector.class)) {
        assertRead(passed, bytes(2, 7));
        assertRoundTrip(passed, far);
      }
    }
  }

  @Test
  void whoWaitsGetsHisBytesThoughAnotherTurnsToTheDescriptor() throws Exception {
    try (Reactor reactor = loom.reactor().poller(poller).workers(1).open()) {
      for (int round = 0; round < 20; round++) {
        talkAnew();
        ByteBuffer got = ByteBuffer.allocate(20);
        Callable<Void> readAll =
            () -> {
              near.readFully(got);
              return null;
            };
        Task<Void> reader = onLoop(readAll).awaitParked();
        far.write(Arrays.copyOf(bytes(round, 20), 5));
        if (round % 2 == 0) {
          reactor.register(near, Events.CLOSE, _ -> {});
        } else {
          Await.until("the reader has taken what is there", () -> transfer().held() == 0);
          int exported = exportIfNothingIsHeld();
          if (exported >= 0) {
            loom.adopt(exported, StreamConnector.class).close();
          }
        }
        far.write(Arrays.copyOfRange(bytes(round, 20), 5, 20));
        reader.result();
        assertThat(got.array()).isEqualTo(bytes(round, 20));
      }
    }
  }

  private int exportIfNothingIsHeld() throws IOException {
    try {
      return near.exportDescriptor();
    } catch (CapabilityException _) {
      return -1; // the reader had not come to it yet
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.suite.Await;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Seed;

/** Loops over the races of selectors, and crowds of keys. */
public interface SelectorRaces extends SelectorRow {
  @ParameterizedTest
  @EnumSource
  default void noWakeupIsLost(ThreadKind kind) throws Exception {
    int rounds = Scale.rounds(500);
    try (var selector = openSelector()) {
      var asked = new AtomicInteger();
      var answered = new AtomicInteger();
      var answerer =
          startIn(
              kind,
              () -> {
                while (answered.get() < rounds) {
                  selector.select();
                  answered.set(asked.get());
                }
                return 0;
              });
      for (int i = 1; i <= rounds; i++) {
        asked.set(i);
        selector.wakeup();
        int round = i;
        while (answered.get() < round && !answerer.hasEnded()) {
          Thread.yield();
        }
      }
      answerer.result();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void noByteIsLost(ThreadKind kind) throws Exception {
    int count = Scale.rounds(5_000);
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      registerForReading(selector, pipe.source());
      var reader =
          startIn(
              kind,
              () -> {
                int received = 0;
                ByteBuffer buffer = ByteBuffer.allocate(3);
                while (received < count) {
                  selector.select();
                  if (!selector.selectedKeys().isEmpty()) {
                    selector.selectedKeys().clear();
                    received += pipe.source().read(buffer.clear());
                  }
                }
                return received;
              });
      int sent = 0;
      while (sent < count) {
        sent += pipe.sink().write(ByteBuffer.allocate(1));
        if (sent % 7 == 0) {
          Thread.yield();
        }
      }
      assertThat(reader.result()).isEqualTo(count);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void interestSwitchedOnAndOffLosesNothing(ThreadKind kind) throws Exception {
    int rounds = Scale.rounds(1_000);
    try (var selector = openSelector();
        var pair = tcpPair()) {
      SelectionKey key = registerForReading(selector, pair.near());
      var echo =
          startIn(
              kind,
              () -> {
                ByteBuffer buffer = ByteBuffer.allocate(1);
                for (int i = 0; i < rounds; i++) {
                  buffer.clear();
                  while (buffer.hasRemaining()) {
                    selector.select();
                    selector.selectedKeys().clear();
                    pair.near().read(buffer);
                  }
                  key.interestOps(SelectionKey.OP_WRITE);
                  selector.select();
                  selector.selectedKeys().clear();
                  pair.near().write(buffer.flip());
                  key.interestOps(SelectionKey.OP_READ);
                }
                return 0;
              });
      pair.far().configureBlocking(true);
      ByteBuffer byteOne = ByteBuffer.allocate(1);
      for (int i = 0; i < rounds; i++) {
        pair.far().write(byteOne.clear());
        assertThat(pair.far().read(byteOne.clear())).isEqualTo(1);
      }
      echo.result();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aSelectorCanBeClosedAtAnyTime(ThreadKind kind) throws Exception {
    int rounds = Scale.rounds(200);
    Random random = Seed.random();
    try (var pipe = openNonBlockingPipe()) {
      for (int i = 0; i < rounds; i++) {
        var selector = openSelector();
        registerForReading(selector, pipe.source());
        var select =
            startIn(
                kind,
                () -> {
                  while (true) {
                    selector.select();
                  }
                });
        for (int j = random.nextInt(200); j > 0; j--) {
          Thread.onSpinWait();
        }
        if (random.nextBoolean()) {
          selector.wakeup();
        }
        selector.close();
        select.assertFailure().isInstanceOf(ClosedSelectorException.class);
        assertThat(pipe.source().isRegistered()).isFalse();
      }
    }
  }

  @Test
  default void registrationsMayComeAndGoDuringSelections() throws Exception {
    int rounds = Scale.rounds(300);
    try (var selector = openSelector()) {
      var over = new AtomicBoolean();
      var selecting =
          startAction(
              () -> {
                while (!over.get()) {
                  selector.select();
                  selector.selectedKeys().clear();
                }
              });
      var changers = new ArrayList<org.packetloom.suite.Task<Void>>();
      for (int i = 0; i < 3; i++) {
        int seed = i;
        changers.add(startAction(() -> comeAndGo(selector, rounds, new Random(seed))));
      }
      for (var changer : changers) {
        changer.result();
      }
      over.set(true);
      selector.wakeup();
      selecting.result();
      selector.selectNow();
      assertThat(selector.keys()).isEmpty();
    }
  }

  private void comeAndGo(java.nio.channels.Selector selector, int rounds, Random random)
      throws Exception {
    for (int i = 0; i < rounds; i++) {
      try (var pipe = openNonBlockingPipe()) {
        SelectionKey key = registerForReading(selector, pipe.source());
        if (random.nextBoolean()) {
          writeTo(pipe);
        }
        try {
          switch (random.nextInt(4)) {
            case 0 -> key.cancel();
            case 1 -> key.interestOps(0);
            case 2 -> pipe.source().close();
            default -> selector.wakeup();
          }
        } catch (CancelledKeyException raced) {
          throw new AssertionError("nobody else cancels", raced);
        }
      }
      selector.wakeup();
    }
  }

  @Test
  default void aChannelCanBeRegisteredAgainAndAgain() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      writeTo(pipe);
      for (int i = 0; i < Scale.rounds(200); i++) {
        SelectionKey key = registerForReading(selector, pipe.source());
        assertSelects(selector, key, SelectionKey.OP_READ);
        key.cancel();
        assertThat(selector.selectNow()).isZero();
        pipe.source().configureBlocking(true);
        assertThat(pipe.source().read(ByteBuffer.allocate(1))).isEqualTo(1);
        pipe.source().configureBlocking(false);
        writeTo(pipe);
      }
    }
  }

  @Test
  default void descriptorsThatAreUsedAgainGetNoOldEvents() throws Exception {
    try (var selector = openSelector()) {
      for (int i = 0; i < Scale.rounds(200); i++) {
        try (var pipe = openNonBlockingPipe()) {
          registerForReading(selector, pipe.source());
          writeTo(pipe);
          if (i % 3 == 0) {
            selector.selectNow();
          }
        }
        try (var pipe = openNonBlockingPipe()) {
          SelectionKey key = registerForReading(selector, pipe.source());
          assertSelectsNothing(selector);
          writeTo(pipe);
          assertSelects(selector, key, SelectionKey.OP_READ);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aFewActiveOnesOfManyAreSelected(ThreadKind kind) throws Exception {
    int many = 1_500;
    List<OpenPipe> pipes = new ArrayList<>();
    try (var selector = openSelector()) {
      for (int i = 0; i < many; i++) {
        OpenPipe pipe = openNonBlockingPipe();
        pipes.add(pipe);
        registerForReading(selector, pipe.source());
      }
      assertThat(selector.keys()).hasSize(many);
      assertSelectsNothing(selector);
      Random random = Seed.random();
      for (int round = 0; round < 10; round++) {
        Set<SelectionKey> active = new HashSet<>();
        for (int i = 0; i < 5; i++) {
          OpenPipe pipe = pipes.get(random.nextInt(many));
          if (active.add(pipe.source().keyFor(selector))) {
            writeTo(pipe);
          }
        }
        Set<SelectionKey> seen = new HashSet<>();
        Await.until("all active selected", () -> selectInto(kind, selector, seen) == active.size());
        assertThat(seen).isEqualTo(active);
        for (SelectionKey key : active) {
          ((java.nio.channels.Pipe.SourceChannel) key.channel()).read(ByteBuffer.allocate(1));
        }
      }
    } finally {
      for (OpenPipe pipe : pipes) {
        pipe.close();
      }
    }
  }

  private int selectInto(
      ThreadKind kind, java.nio.channels.Selector selector, Set<SelectionKey> seen) {
    startIn(kind, () -> selector.select(seen::add)).result();
    return seen.size();
  }

  @Test
  default void allOfManyAreSelectedInTheEnd() throws Exception {
    int many = 1_000;
    List<OpenPipe> pipes = new ArrayList<>();
    try (var selector = openSelector()) {
      for (int i = 0; i < many; i++) {
        OpenPipe pipe = openNonBlockingPipe();
        pipes.add(pipe);
        registerForReading(selector, pipe.source());
        writeTo(pipe);
      }
      Set<SelectionKey> seen = new HashSet<>();
      while (seen.size() < many) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          seen.add(key);
          key.interestOps(0);
        }
        selector.selectedKeys().clear();
      }
      assertThat(seen).isEqualTo(selector.keys());
    } finally {
      for (OpenPipe pipe : pipes) {
        pipe.close();
      }
    }
  }
}

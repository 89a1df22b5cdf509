// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.packetloom.platform.unix.ControlMessages;

/** Control messages are read as they were written, and nothing else is ever read. */
class ControlMessagesTest {
  private static final long SEED = Long.getLong("packetloom.test.seed", System.nanoTime());

  private final Random random = new Random(SEED);

  /** A message as read. */
  private record Found(int level, int type, long data, long dataLength) {}

  private static List<Found> readAll(ControlMessages messages, MemorySegment memory, long length) {
    List<Found> all = new ArrayList<>();
    messages.read(memory, 0, length);
    while (messages.next()) {
      all.add(new Found(messages.level(), messages.type(), messages.data(), messages.dataLength()));
    }
    return all;
  }

  @Test
  void whatIsWrittenIsRead() {
    MemorySegment memory = MemorySegment.ofArray(new long[64]);
    for (int round = 0; round < 1_000; round++) {
      ControlMessages messages = new ControlMessages(LinuxSystem.SYSTEM.layout());
      messages.write(memory, 0, memory.byteSize());
      List<Found> written = new ArrayList<>();
      int count = random.nextInt(6);
      for (int i = 0; i < count; i++) {
        int length = random.nextInt(60);
        int level = random.nextInt();
        long data = messages.put(level, i, length);
        for (int b = 0; b < length; b++) {
          memory.set(ValueLayout.JAVA_BYTE, data + b, (byte) i);
        }
        written.add(new Found(level, i, data, length));
      }
      long length = messages.written();
      assertThat(readAll(messages, memory, length)).as("seed %d", SEED).isEqualTo(written);
      assertThat(messages.isMalformed()).isFalse();
    }
  }

  @Test
  void sizesAreThoseOfTheMacros() {
    assertThat(LinuxSystem.SYSTEM.layout().space(0)).isEqualTo(16);
    assertThat(LinuxSystem.SYSTEM.layout().space(1)).isEqualTo(24);
    assertThat(LinuxSystem.SYSTEM.layout().space(4)).isEqualTo(24);
    assertThat(LinuxSystem.SYSTEM.layout().space(8)).isEqualTo(24);
    assertThat(LinuxSystem.SYSTEM.layout().space(12)).isEqualTo(32);
  }

  @Test
  void writingBeyondTheRoomIsRefused() {
    MemorySegment memory = MemorySegment.ofArray(new long[5]);
    ControlMessages messages = new ControlMessages(LinuxSystem.SYSTEM.layout());
    messages.write(memory, 0, 40);
    messages.put(1, 2, 8);
    assertThatThrownBy(() -> messages.put(1, 2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> messages.put(1, 2, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> messages.put(1, 2, Integer.MAX_VALUE - 20))
        .isInstanceOf(IndexOutOfBoundsException.class);
    messages.put(1, 2, 0);
    assertThat(messages.written()).isEqualTo(40);
  }

  @Test
  void malformedLengthsEndTheReading() {
    for (long wrong : new long[] {0, 15, -1, Long.MIN_VALUE, Long.MAX_VALUE, 41, 1L << 32}) {
      MemorySegment memory = MemorySegment.ofArray(new long[5]);
      memory.set(ValueLayout.JAVA_LONG, 0, wrong);
      ControlMessages messages = new ControlMessages(LinuxSystem.SYSTEM.layout());
      assertThat(readAll(messages, memory, 40)).as("length %d", wrong).isEmpty();
      assertThat(messages.isMalformed()).isTrue();
    }
  }

  @Test
  void theEndMayCutThePaddingButNotAMessage() {
    MemorySegment memory = MemorySegment.ofArray(new long[8]);
    ControlMessages messages = new ControlMessages(LinuxSystem.SYSTEM.layout());
    messages.write(memory, 0, 64);
    messages.put(1, 2, 4);
    assertThat(readAll(messages, memory, 20)).hasSize(1);
    assertThat(messages.isMalformed()).isFalse();
    assertThat(readAll(messages, memory, 19)).isEmpty();
    assertThat(messages.isMalformed()).isTrue();
    assertThat(readAll(messages, memory, 15)).isEmpty();
    assertThat(messages.isMalformed()).isTrue();
    assertThat(readAll(messages, memory, 0)).isEmpty();
    assertThat(messages.isMalformed()).isFalse();
    assertThat(readAll(messages, memory, -5)).isEmpty();
    assertThat(messages.isMalformed()).isFalse();
    assertThat(readAll(messages, memory, Long.MAX_VALUE)).hasSize(1);
  }

  @Test
  void anyBytesAreReadWithoutLeavingTheMemory() {
    try (Arena arena = Arena.ofConfined()) {
      ControlMessages messages = new ControlMessages(LinuxSystem.SYSTEM.layout());
      for (int round = 0; round < 100_000; round++) {
        int size = random.nextInt(120);
        MemorySegment memory = arena.allocate(Math.max(1, size), 1).asSlice(0, size);
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        for (int at = 0; at + 8 <= size && random.nextBoolean(); at += 8) {
          ValueLayout.OfLong length = ValueLayout.JAVA_LONG_UNALIGNED;
          MemorySegment.ofArray(bytes).set(length, at, random.nextInt(60) - 5);
        }
        memory.copyFrom(MemorySegment.ofArray(bytes));
        long claimed = random.nextInt(10) == 0 ? random.nextLong() : size;
        List<Found> found = readAll(messages, memory, claimed);
        for (Found one : found) {
          // throws if it lies outside
          assertThat(memory.asSlice(one.data(), one.dataLength()).byteSize())
              .as("seed %d", SEED)
              .isEqualTo(one.dataLength());
        }
        if (round % 1_000 == 0) {
          assertThat(found.size()).isLessThanOrEqualTo(size / 16);
        }
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.packetloom.fuzz.FoundInputs;

/** What a fuzzer found once, what it starts from, and frames at random do no harm. */
class MessageFuzzTest {
  /** Numbers at the edges of what fields may be. */
  private static final long[] EDGES = {
    0,
    1,
    2,
    3,
    16,
    127,
    128,
    255,
    16_384,
    20_000,
    20_001,
    32_767,
    65_535,
    1 << 18,
    1 << 26,
    Integer.MAX_VALUE,
    1L << 31,
    Long.MAX_VALUE,
    -1
  };

  private final SplittableRandom random = new SplittableRandom(4);

  static List<Path> found() {
    return FoundInputs.of(MessageFuzz.class);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("found")
  void foundInputDoesNoHarm(Path input) throws Exception {
    MessageFuzz.fuzzerTestOneInput(Files.readAllBytes(input));
  }

  @Test
  void seedsDoNoHarm() {
    assertThat(MessageFuzz.seeds()).hasSize(9);
    MessageFuzz.seeds().forEach(MessageFuzz::fuzzerTestOneInput);
  }

  @Test
  void framesAtRandomDoNoHarm() {
    for (int round = 0; round < 3_000; round++) {
      var script = ByteBuffer.allocate(8192);
      for (int step = random.nextInt(1, 25); step > 0; step--) {
        int kind = random.nextInt(3) == 0 ? random.nextInt(1, 4) : 0;
        byte[] part = kind == 0 ? frames() : new byte[random.nextInt(60)];
        script.put((byte) kind).put((byte) part.length).put(part);
      }
      byte[] bytes = java.util.Arrays.copyOf(script.array(), script.position());
      try {
        MessageFuzz.fuzzerTestOneInput(bytes);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(java.util.HexFormat.of().formatHex(bytes), e);
      }
    }
  }

  private byte[] frames() {
    var packet = PacketBuilder.packet(0);
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      frame(packet);
    }
    byte[] frames = packet.frames();
    return java.util.Arrays.copyOf(frames, Math.min(frames.length, 255));
  }

  private void frame(PacketBuilder packet) {
    byte[] content = new byte[random.nextInt(20)];
    int channel = random.nextInt(random.nextInt(10) == 0 ? 256 : 5);
    switch (random.nextInt(10)) {
      case 0 -> packet.raw(random.nextInt(256)).raw(content);
      case 1 -> packet.ack(number(), number(), number(), number());
      case 2 -> packet.window(channel, edge());
      case 3 -> packet.raw(random.nextInt(9)).fixed(random.nextLong(), 8).raw(new byte[12]);
      case 4, 5 -> packet.piece(channel, number(), content);
      case 6 -> packet.next(channel, content);
      case 7 -> packet.fragment(channel, number(), edge(), edge(), edge(), content);
      default -> fragment(packet, channel);
    }
  }

  /** One that is right by itself. */
  private void fragment(PacketBuilder packet, int channel) {
    int each = random.nextInt(1, 20);
    int count = random.nextInt(2, 6);
    int index = random.nextInt(count);
    packet.fragment(channel, number() + index, index, count, (long) each * count, new byte[each]);
  }

  private long number() {
    return random.nextInt(8) == 0 ? edge() : random.nextInt(30);
  }

  private long edge() {
    return EDGES[random.nextInt(EDGES.length)];
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.packetloom.fuzz.CodecFuzz;
import org.packetloom.message.Sample.Colour;
import org.packetloom.message.Sample.Empty;
import org.packetloom.message.Sample.Many;
import org.packetloom.message.Sample.Point;
import org.packetloom.message.Sample.Primitives;
import org.packetloom.message.Sample.Range.Ordered;
import org.packetloom.message.Sample.Simple;
import org.packetloom.message.Sample.Tree;

/** What holds for all values, and for all bytes. Seeds are printed by what fails. */
class CodecPropertyTest {
  private static final long SEED = 20_261_121;
  private static final Codec<Sample> SAMPLES = Codec.of(Sample.class);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A value of any kind; deeper ones are smaller. */
  static Sample sample(Random random, int depth) {
    return switch (random.nextInt(depth > 3 ? 3 : 6)) {
      case 0 -> new Empty();
      case 1 ->
          new Primitives(
              (byte) random.nextInt(),
              random.nextBoolean(),
              (char) random.nextInt(),
              (short) random.nextInt(),
              random.nextInt() >> random.nextInt(32),
              random.nextLong() >> random.nextInt(64),
              random.nextFloat(),
              random.nextGaussian());
      case 2 ->
          new Simple(
              text(random),
              Colour.values()[random.nextInt(3)],
              new UUID(random.nextLong(), random.nextLong()),
              Duration.ofSeconds(random.nextLong(), random.nextInt(1_000_000_000)),
              Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
              random.nextInt());
      case 3 -> many(random, depth);
      case 4 -> tree(random, depth);
      default -> new Ordered(-random.nextInt(1 << 20), random.nextInt(1 << 20));
    };
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int point = random.nextInt(Character.MAX_CODE_POINT + 1) >> random.nextInt(20);
      if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
        text.appendCodePoint(point);
      }
    }
    return text.toString();
  }

  private static Many many(Random random, int depth) {
    var texts = new ArrayList<String>();
    var numbers = new LinkedHashSet<Integer>();
    var points = new LinkedHashMap<String, List<Point>>();
    var samples = new ArrayList<Sample>();
    for (int i = random.nextInt(4); i > 0; i--) {
      texts.add(text(random));
      numbers.add(random.nextInt());
      points.put(text(random), List.of(new Point(random.nextInt(), i)));
      samples.add(sample(random, depth + 1));
    }
    Optional<Point> maybe =
        random.nextBoolean() ? Optional.empty() : Optional.of(new Point(1, random.nextInt()));
    return new Many(texts, numbers, points, maybe, List.of(new Empty()), samples);
  }

  private static Tree tree(Random random, int depth) {
    var children = new ArrayList<Tree>();
    for (int i = random.nextInt(4); depth < 6 && i > 0; i--) {
      children.add(tree(random, depth + 1));
    }
    return new Tree(random.nextInt(), children);
  }

  @Test
  void everyValueComesBack() throws Exception {
    for (int i = 0; i < 3000; i++) {
      var value = sample(new Random(SEED + i), 0);
      var bytes = SAMPLES.toPayload(value).asBuffer();
      assertThat(SAMPLES.decode(bytes)).as("seed %d", SEED + i).isEqualTo(value);
    }
  }

  @Test
  void randomBytesAreAValueOrATypedFailure() {
    var random = new Random(SEED);
    for (int i = 0; i < 30_000; i++) {
      var bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      if (bytes.length > 0) {
        bytes[0] = (byte) random.nextInt(7);
      }
      CodecFuzz.fuzzerTestOneInput(bytes);
    }
  }

  @Test
  void changedMessagesAreAValueOrATypedFailure() {
    for (int i = 0; i < 3000; i++) {
      var random = new Random(SEED + i);
      var value = SAMPLES.toPayload(sample(random, 0));
      var bytes = new byte[value.size()];
      value.copyTo(0, bytes, 0, bytes.length);
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      CodecFuzz.fuzzerTestOneInput(bytes);
      CodecFuzz.fuzzerTestOneInput(
          java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
    }
  }

  private static long allocated(ByteBuffer from) {
    try {
      SAMPLES.decode(from.rewind());
    } catch (DecodeException expected) {
      from.rewind();
    }
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      SAMPLES.decode(from);
    } catch (DecodeException expected) {
      from.rewind();
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  /** Lists of 2³¹ elements, claimed one inside the other, in messages of a few bytes. */
  @Test
  void claimedSizesAllocateNothing() {
    for (var claim :
        List.of("ffffffff07", "ffffffff0f", "ffffffffffffffff7f", "ffffffffffffffffff")) {
      for (var before : List.of("03", "0300", "030000", "0400", "02")) {
        var bytes = java.util.HexFormat.of().parseHex(before + claim.repeat(20));
        assertThat(allocated(ByteBuffer.wrap(bytes))).as(before + claim).isLessThan(20_000);
      }
    }
  }

  /**
   * Each tree claims as many children as there are bytes, and the first of them claims the same.
   */
  @Test
  void nestedClaimsTogetherAllocateInProportionToTheMessage() {
    int size = 1 << 20;
    var from = ByteBuffer.allocate(size);
    from.put((byte) 4);
    for (int depth = 1; depth < 60; depth++) {
      from.put((byte) 0);
      int count = (from.remaining() - 3) / 2;
      from.put((byte) (count | 0x80)).put((byte) (count >> 7 | 0x80)).put((byte) (count >> 14));
    }
    assertThat(allocated(from)).isLessThan(64L * size);
  }

  @Test
  void nothingIsAllocatedButTheValue() throws Exception {
    var codec = Codec.of(Primitives.class);
    var value = new Primitives((byte) 1, true, 'c', (short) 2, 3, 1L << 40, 5f, 6.0);
    var buffer = ByteBuffer.allocate(64);
    long perValue = Long.MAX_VALUE;
    for (int round = 0; round < 20; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1000; i++) {
        codec.encode(value, buffer.clear());
        value = codec.decode(buffer.flip());
      }
      perValue = Math.min(perValue, (THREADS.getCurrentThreadAllocatedBytes() - before) / 1000);
    }
    assertThat(perValue).isLessThanOrEqualTo(56);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.fuzz;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.packetloom.message.Codec;
import org.packetloom.message.DecodeException;

/** Any bytes are a value that is written as just these bytes, or are rejected with their place. */
public final class CodecFuzz {
  private static final Codec<Node> CODEC = Codec.of(Node.class);

  private CodecFuzz() {}

  /** A type of message with something of every kind. */
  public sealed interface Node {
    /** Numbers of every size. */
    record Numbers(byte b, boolean z, char c, short s, int i, long j, float f, double d)
        implements Node {}

    /** Everything else without parts. */
    record Simple(String text, UUID id, Duration duration, Instant instant, Thread.State state)
        implements Node {}

    /** Everything with parts. */
    record Parts(
        List<Node> nodes,
        Set<String> texts,
        Map<Integer, Optional<Node>> map,
        List<long[]> longs,
        byte[] bytes)
        implements Node {}
  }

  /** Where to start from: one message of each type. */
  public static List<byte[]> seeds() {
    var simple =
        new Node.Simple("aß€😀", new UUID(1, 2), Duration.ZERO, Instant.EPOCH, Thread.State.NEW);
    var numbers = new Node.Numbers((byte) 1, true, 'c', (short) -1, 300, -1L << 40, 1f, 2.0);
    var parts =
        new Node.Parts(
            List.of(simple, numbers),
            Set.of("x"),
            Map.of(7, Optional.of(simple)),
            List.of(new long[] {1, 2}),
            new byte[3]);
    return List.of(written(simple), written(numbers), written(parts));
  }

  private static byte[] written(Node node) {
    var payload = CODEC.toPayload(node);
    var bytes = new byte[payload.size()];
    payload.copyTo(0, bytes, 0, bytes.length);
    return bytes;
  }

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    Node node;
    try {
      node = CODEC.decode(ByteBuffer.wrap(bytes));
    } catch (DecodeException rejected) {
      ensure(rejected.offset() >= 0 && rejected.offset() <= bytes.length, "offset", rejected);
      ensure(rejected.component().startsWith("Node"), "component", rejected);
      return;
    }
    ensure(java.util.Arrays.equals(written(node), bytes), "other bytes of " + node, null);
  }

  private static void ensure(boolean isRight, String what, Throwable cause) {
    if (!isRight) {
      throw new AssertionError(what, cause);
    }
  }
}

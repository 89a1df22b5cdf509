// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.random.RandomGenerator;

/**
 * SipHash-2-4, the keyed hash of Aumasson and Bernstein: quick on short inputs, and not to be
 * guessed by who has not the key. Not for several threads at once.
 */
final class SipHash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long k0;
  private final long k1;

  // The state while a hash is computed.
  private long v0;
  private long v1;
  private long v2;
  private long v3;

  SipHash(long k0, long k1) {
    this.k0 = k0;
    this.k1 = k1;
  }

  /** A hash with a new key. */
  static SipHash random(RandomGenerator random) {
    return new SipHash(random.nextLong(), random.nextLong());
  }

  /** Hashes the bytes {@code from..end}. */
  long of(byte[] data, int from, int end) {
    v0 = k0 ^ 0x736F6D6570736575L;
    v1 = k1 ^ 0x646F72616E646F6DL;
    v2 = k0 ^ 0x6C7967656E657261L;
    v3 = k1 ^ 0x7465646279746573L;
    int at = from;
    for (; end - at >= 8; at += 8) {
      take((long) LONGS.get(data, at));
    }
    long last = (long) (end - from) << 56;
    for (int i = 0; at + i < end; i++) {
      last |= (data[at + i] & 0xFFL) << 8 * i;
    }
    take(last);
    v2 ^= 0xFF;
    for (int i = 0; i < 4; i++) {
      round();
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }

  private void take(long word) {
    v3 ^= word;
    round();
    round();
    v0 ^= word;
  }

  private void round() {
    v0 += v1;
    v1 = Long.rotateLeft(v1, 13) ^ v0;
    v0 = Long.rotateLeft(v0, 32);
    v2 += v3;
    v3 = Long.rotateLeft(v3, 16) ^ v2;
    v0 += v3;
    v3 = Long.rotateLeft(v3, 21) ^ v0;
    v2 += v1;
    v1 = Long.rotateLeft(v1, 17) ^ v2;
    v2 = Long.rotateLeft(v2, 32);
  }
}

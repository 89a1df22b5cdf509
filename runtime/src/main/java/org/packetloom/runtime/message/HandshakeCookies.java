// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.net.SocketAddress;
import java.util.random.RandomGenerator;

/**
 * Proofs that a client gets datagrams at the address it sends from, of which nothing is kept.
 *
 * <p>A cookie is a keyed hash over the address, the client's nonce and the mode. The key changes
 * every {@link #PERIOD_NANOS}; cookies of the one before are still valid: so each is for one to two
 * periods.
 */
final class HandshakeCookies {
  /** How long a key makes cookies. */
  static final long PERIOD_NANOS = 10_000_000_000L;

  private final RandomGenerator random;
  private final byte[] scratch = new byte[AddressBytes.MOST + HandshakeWire.NONCE + 1];

  private SipHash current;
  private SipHash previous;

  /** When the current key began. */
  private long since;

  HandshakeCookies(RandomGenerator random, long now) {
    this.random = random;
    since = now;
    current = SipHash.random(random);
    previous = SipHash.random(random);
  }

  long make(SocketAddress address, byte[] packet, long now) {
    rotate(now);
    return current.of(scratch, 0, input(address, packet));
  }

  /** Whether a cookie was made for the same, not too long ago. */
  boolean isGenuine(long cookie, SocketAddress address, byte[] packet, long now) {
    rotate(now);
    int end = input(address, packet);
    return current.of(scratch, 0, end) == cookie || previous.of(scratch, 0, end) == cookie;
  }

  private int input(SocketAddress address, byte[] packet) {
    System.arraycopy(packet, HandshakeWire.NONCE_AT, scratch, 0, HandshakeWire.NONCE);
    scratch[HandshakeWire.NONCE] = packet[HandshakeWire.MODE_AT];
    return AddressBytes.put(address, scratch, HandshakeWire.NONCE + 1);
  }

  private void rotate(long now) {
    long age = now - since;
    if (age < PERIOD_NANOS) {
      return;
    }
    previous = age < 2 * PERIOD_NANOS ? current : SipHash.random(random);
    current = SipHash.random(random);
    since = now - age % PERIOD_NANOS;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Finds out whether a client is at another address than before.
 *
 * <p>Genuine packets from there may have been sent on by somebody else, so the server asks there
 * with a random number, and goes on sending to the old address until the number comes back from the
 * new one. It asks only once it has got as many bytes from there, at most {@link #MOST_ASKED} times
 * an address, and few addresses: one a second, after a burst of {@link #BURST}. A newer packet from
 * the old address ends it.
 */
final class PathMove {
  private static final long AGAIN_NANOS = 250_000_000L;
  private static final int MOST_ASKED = 5;
  private static final long SECOND = 1_000_000_000L;
  private static final int BURST = 4;

  private final int questionBytes;

  /** Empty while no address is being asked. */
  private Optional<SocketAddress> candidate = Optional.empty();

  /** What is to come back; never 0. */
  private long token;

  /** Bytes from there less bytes to there. */
  private long credit;

  private int asked;
  private long askAt;

  /** When the budget of addresses is full again. */
  private long fullAt;

  /**
   * Makes it.
   *
   * @param sealBytes bytes that a packet's seal has
   */
  PathMove(int sealBytes, long now) {
    questionBytes = PacketWriter.PATH_CHALLENGE_BYTES + sealBytes;
    fullAt = now;
  }

  /** A genuine packet came from another address than the client's. */
  void heard(SocketAddress from, int size, boolean isNewest, RandomGenerator random, long now) {
    if (candidate.isPresent() && candidate.get().equals(from)) {
      credit += size;
      return;
    }
    long base = Math.max(fullAt, now);
    if (!isNewest || base + SECOND - now > BURST * SECOND) {
      return;
    }
    fullAt = base + SECOND;
    candidate = Optional.of(from);
    token = Math.max(1, random.nextLong() >>> 1);
    credit = size;
    asked = 0;
    askAt = now;
  }

  void cancel() {
    candidate = Optional.empty();
  }

  boolean isProvenBy(long answer, SocketAddress from) {
    return candidate.isPresent() && answer == token && candidate.get().equals(from);
  }

  /** Composes the question, if it is time. */
  Optional<SocketAddress> transmit(Endpoint endpoint, Scratch scratch, ByteBuffer into, long now) {
    if (candidate.isEmpty() || now - askAt < 0) {
      return Optional.empty();
    }
    if (asked == MOST_ASKED) {
      cancel();
      return Optional.empty();
    }
    if (credit < questionBytes) {
      return Optional.empty();
    }
    byte[] bytes = scratch.bytes(endpoint.config().maxDatagramSize());
    int end = endpoint.pathChallenge(bytes, 0, token, now);
    into.put(bytes, 0, end);
    credit -= end;
    asked++;
    askAt = now + AGAIN_NANOS;
    return candidate;
  }

  long nextDeadline() {
    boolean waitsForTime = candidate.isPresent() && credit >= questionBytes;
    return waitsForTime ? askAt : Long.MAX_VALUE;
  }
}

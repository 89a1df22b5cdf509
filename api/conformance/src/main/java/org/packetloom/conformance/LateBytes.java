// SPDX-License-Identifier: Apache-2.0
package org.packetloom.conformance;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * Bytes on their way, in order, each piece with the time of its arrival as a plan has it. The plan
 * and this are guarded by a lock of their owner's.
 */
final class LateBytes {
  private final FaultPlan plan;
  private final Queue<Piece> pieces = new ArrayDeque<>();
  private long sent; // bytes so far
  private long lastArrival;

  /** Bytes and when they arrive; none for the end. */
  private record Piece(ByteBuffer bytes, long arrival) {
    boolean isEnd() {
      return bytes.capacity() == 0;
    }
  }

  LateBytes(FaultPlan plan, long now) {
    this.plan = plan;
    this.lastArrival = now;
  }

  /** Enters bytes, or none for the end, behind all others, and tells when they arrive. */
  long add(ByteBuffer bytes) {
    long arrival = arrivalOf(bytes.remaining());
    pieces.add(new Piece(bytes, arrival));
    return arrival;
  }

  /** When arrives what is sent now, behind all others. */
  long arrivalOf(int bytes) {
    long arrival = plan.arrival(sent);
    sent += bytes;
    lastArrival = arrival - lastArrival > 0 ? arrival : lastArrival;
    return lastArrival;
  }

  boolean isEmpty() {
    return pieces.isEmpty();
  }

  /** Whether the first piece has arrived, or the end. */
  boolean isDue(long now) {
    return !pieces.isEmpty() && pieces.element().arrival - now <= 0;
  }

  /** Whether all was taken, and what was sent last would have arrived. */
  boolean isOver(long now) {
    return pieces.isEmpty() && lastArrival - now <= 0;
  }

  /** Bytes that have arrived. */
  int due(long now) {
    int bytes = 0;
    for (Piece next : pieces) {
      bytes += next.arrival - now <= 0 ? next.bytes.remaining() : 0;
    }
    return bytes;
  }

  /** Takes what has arrived, up to the end; returns the number of bytes. */
  int take(ByteBuffer destination, int most, long now) {
    int moved = 0;
    while (moved < most && isDue(now) && !pieces.element().isEnd()) {
      moved += move(destination, most - moved);
    }
    return moved;
  }

  /** Moves bytes of the first piece, which is taken out once it is empty. */
  private int move(ByteBuffer to, int most) {
    ByteBuffer from = pieces.element().bytes;
    int some = Math.min(most, from.remaining());
    to.put(to.position(), from, from.position(), some);
    to.position(to.position() + some);
    from.position(from.position() + some);
    if (!from.hasRemaining()) {
      pieces.remove();
    }
    return some;
  }

  /** The first piece, arrived or not, without bytes for the end; empty if there is none. */
  Optional<ByteBuffer> poll() {
    return Optional.ofNullable(pieces.poll()).map(Piece::bytes);
  }

  void clear() {
    pieces.clear();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A buffer in a {@link WriteQueue}: one that was lent, or copies of one or more whole offers.
 *
 * <p>While it is filled its bytes end at the position; {@link #seal} turns it round. It belongs to
 * whoever has taken it out of the queue, and to the queue's lock before.
 */
final class QueuedBlock {
  private static final int FIRST_BYTES = 128;

  private ByteBuffer bytes;

  private final boolean isLent;

  /** Whom to give the buffer back to; null if it is ours, or was given back. */
  private @Nullable Consumer<? super ByteBuffer> release;

  /** How many offers are in it. */
  private long offers;

  /** What they count against the capacity. */
  private long charge;

  /** How many bytes there are to write; known once it is sealed. */
  private int size;

  private QueuedBlock(ByteBuffer bytes, @Nullable Consumer<? super ByteBuffer> release) {
    this.bytes = bytes;
    this.release = release;
    this.isLent = release != null;
  }

  /** An empty one to be filled, with room for an offer. */
  static QueuedBlock ofRoom(int bytes) {
    return new QueuedBlock(ByteBuffer.allocate(Math.max(FIRST_BYTES, bytes)), null);
  }

  /** A copy of a single offer, which is left as it is; sealed. */
  static QueuedBlock copyOf(ByteBuffer source, long charge) {
    ByteBuffer copy = ByteBuffer.allocate(source.remaining());
    copy.put(0, source, source.position(), source.remaining());
    return single(copy, null, charge);
  }

  /** A single offer that is not copied; sealed. */
  static QueuedBlock lent(ByteBuffer source, Consumer<? super ByteBuffer> release, long charge) {
    return single(source, release, charge);
  }

  private static QueuedBlock single(
      ByteBuffer bytes, @Nullable Consumer<? super ByteBuffer> release, long charge) {
    QueuedBlock block = new QueuedBlock(bytes, release);
    block.offers = 1;
    block.charge = charge;
    block.size = bytes.remaining();
    return block;
  }

  /** How many bytes were put into it since it was empty. */
  int filled() {
    return bytes.position();
  }

  /** How many bytes it has room for in all, filled or not. */
  int room() {
    return bytes.capacity();
  }

  /** Takes a whole offer; grows up to a size, which is enough for that. */
  void put(ByteBuffer source, int mostBytes) {
    int count = source.remaining();
    if (bytes.remaining() < count) {
      int doubled = Math.min(mostBytes, 2 * bytes.capacity());
      ByteBuffer larger = ByteBuffer.allocate(Math.max(doubled, bytes.position() + count));
      bytes = larger.put(bytes.flip());
    }
    bytes.put(source);
    offers++;
    charge += count;
  }

  /** Ends the filling: its bytes are to be written now. */
  void seal() {
    bytes.flip();
    size = bytes.remaining();
  }

  /** Makes it as it was before it was filled. */
  void clear() {
    bytes.clear();
    offers = 0;
    charge = 0;
    size = 0;
  }

  ByteBuffer bytes() {
    return bytes;
  }

  boolean isLent() {
    return isLent;
  }

  long offers() {
    return offers;
  }

  long charge() {
    return charge;
  }

  int size() {
    return size;
  }

  /** How many of its bytes were written. */
  int written() {
    return size - bytes.remaining();
  }

  /** Gives a lent buffer back, unless that was done before. */
  void giveBack() {
    Consumer<? super ByteBuffer> owner = release;
    if (owner != null) {
      release = null;
      owner.accept(bytes);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;

/**
 * One direction of a relay: moves bytes from a source to a target, a portion at a time.
 *
 * <p>A portion that was interrupted, such as by a deadline, is gone on with by the next call: bytes
 * that were taken from the source and not yet by the target stay here. Belongs to one thread, but
 * for the counters.
 */
abstract class RelayLeg {
  /** Bytes that the target took; written by the leg's thread, read by any. */
  private volatile long bytes;

  /** Whether it has to be known when bytes last moved. */
  private final boolean isTimed;

  /** When bytes last were read or written, by System.nanoTime(); as {@code bytes}. */
  private volatile long movedAt = System.nanoTime();

  /** Whether the target is what the leg deals with, or failed; otherwise it is the source. */
  private boolean isAtTarget;

  RelayLeg(boolean isTimed) {
    this.isTimed = isTimed;
  }

  /**
   * Reads some bytes and writes them all.
   *
   * @return false at the end of the source
   */
  abstract boolean move() throws IOException;

  /** Gives back whatever it holds; what was still to be written is lost. */
  abstract void release();

  final long bytes() {
    return bytes;
  }

  final long movedAt() {
    return movedAt;
  }

  final boolean isAtTarget() {
    return isAtTarget;
  }

  final void atSource() {
    isAtTarget = false;
  }

  final void atTarget() {
    isAtTarget = true;
  }

  /** Some bytes were read. */
  final void read() {
    if (isTimed) {
      movedAt = System.nanoTime();
    }
  }

  /** Some bytes were written, perhaps none. */
  final void written(long count) {
    if (count > 0) {
      bytes = bytes + count; // only the leg's thread writes
      read();
    }
  }
}

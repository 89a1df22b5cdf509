// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/**
 * Pieces of a channel that are to be sent again, the first lost first. One that has been
 * acknowledged meanwhile, or is not needed any more, is skipped when it is met.
 */
final class LostPieces {
  private final Pieces pieces;
  private final LongQueue queue = new LongQueue();

  LostPieces(Pieces pieces) {
    this.pieces = pieces;
  }

  void add(long piece) {
    if (pieces.queue(piece)) {
      queue.add(piece);
    }
  }

  /**
   * The piece to be sent next.
   *
   * @param base pieces before it are over
   * @return the piece; −1 if there is none
   */
  long next(long base) {
    while (!queue.isEmpty()) {
      long piece = queue.first();
      if (piece >= base && pieces.isWanted(piece)) {
        return piece;
      }
      if (piece >= base) {
        pieces.unqueue(piece);
      }
      queue.remove();
    }
    return -1;
  }

  /** The piece that {@link #next} told is sent. */
  void removeFirst() {
    pieces.unqueue(queue.remove());
  }

  void clear() {
    queue.clear();
  }

  void trim() {
    queue.trim();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.nio.ByteBuffer;

/**
 * What some descriptors of streams can do beyond reading and writing, one attempt at a time.
 *
 * <p>Attempts are made, waited for and repeated as those of the {@link Transfer} it belongs to, and
 * by the same threads: whoever has the turn of the direction. What a descriptor or a system cannot
 * do is {@link #UNSUPPORTED}, has moved nothing, and stays so.
 */
public interface StreamTransfer {
  /** Result: the descriptor or the system cannot do this. */
  int UNSUPPORTED = Integer.MIN_VALUE + 1;

  /** Flag of {@link #trySend}: more follows at once, so that a packet may wait for it. */
  int MORE = 1;

  /** Flag of {@link #trySend}: the last byte is urgent, and not part of the stream. */
  int URGENT = 2;

  /** Flag of {@link #trySend}: to hosts of the own networks only, past the routing table. */
  int DONT_ROUTE = 4;

  /** That of descriptors that can do nothing of it. */
  StreamTransfer NONE = new PlainStreamTransfer();

  /**
   * Reads and leaves what was read where it is; of direction {@link Transfer#READ}. What it got
   * says nothing about how much is there. An error that the system tells once is told again by the
   * next read.
   *
   * @param destination not read-only, with at least 1 byte remaining; its position stays
   * @return the number of bytes, 0 at the end, {@link Transfer#NOT_READY}, {@link #UNSUPPORTED} or
   *     the negated error number
   */
  int tryPeek(ByteBuffer destination);

  /**
   * Takes the urgent byte; of direction {@link Transfer#READ}.
   *
   * @param destination as for {@link #tryPeek}
   * @return 1; {@link Transfer#NOT_READY} if there is none, which no event ends; {@link
   *     #UNSUPPORTED} or the negated error number
   */
  int tryReceiveUrgent(ByteBuffer destination);

  /**
   * Writes with flags; of direction {@link Transfer#WRITE}.
   *
   * @param source with at least 1 byte remaining; its position stays
   * @param flags an or of {@link #MORE}, {@link #URGENT}, {@link #DONT_ROUTE}
   * @return as {@link Transfer#tryWrite(ByteBuffer)}, or {@link #UNSUPPORTED}
   */
  int trySend(ByteBuffer source, int flags);

  /**
   * Whether the peer is still there, as far as the system knows; of direction {@link
   * Transfer#READ}.
   *
   * @return 1 or 0, or {@link #UNSUPPORTED}
   */
  int isAlive();

  /**
   * Prepares for much: the poller tells events only when asked from now on ({@link
   * Transfer#isPersistent} may turn false), as most would find nobody waiting, and there may be
   * more room for unsent bytes. Of any direction; called while the descriptor is in use.
   */
  void expectMuch();

  /**
   * Moves bytes of this descriptor into a pipe without copying them; of direction {@link
   * Transfer#READ}.
   *
   * @param pipe the writing end of an empty pipe, non-blocking
   * @param most the most to move
   * @return as {@link Transfer#tryRead(ByteBuffer)}, or {@link #UNSUPPORTED}
   */
  int trySpliceIn(int pipe, int most);

  /**
   * Moves bytes from a pipe into this descriptor without copying them; of direction {@link
   * Transfer#WRITE}.
   *
   * @param pipe the reading end of a pipe, non-blocking
   * @param most how many bytes of it to move
   * @return as {@link Transfer#tryWrite(ByteBuffer)}, or {@link #UNSUPPORTED}; {@link
   *     Transfer#NOT_READY} also if the pipe is empty
   */
  int trySpliceOut(int pipe, int most);

  /**
   * Moves bytes of a file into this descriptor without copying them; of direction {@link
   * Transfer#WRITE}. Waits for the disk if it has to, so that a thread of the platform has to call
   * it.
   *
   * @param file a descriptor open for reading
   * @param position of the first byte in the file
   * @param most the most to move, at least 1
   * @return the number of bytes, 0 at the end of the file, {@link Transfer#NOT_READY}, {@link
   *     #UNSUPPORTED} or the negated error number
   */
  int trySendFile(int file, long position, int most);
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.StreamTransfer;
import org.packetloom.platform.Transfer;

/** What a {@link FifoEnd} can do beyond reading and writing, once it is open. */
final class FifoStreamTransfer implements StreamTransfer {
  private final FifoEnd end;

  /** That of the open end, null before; written by whoever has the turn. */
  private volatile @Nullable StreamTransfer real;

  FifoStreamTransfer(FifoEnd end) {
    this.end = end;
  }

  /** That of the open end, or one that can do nothing as long as it is not open. */
  private StreamTransfer real() {
    StreamTransfer known = real;
    Transfer open = end.opened();
    if (known == null && open != null) {
      known = open.stream();
      real = known;
    }
    return known == null ? NONE : known;
  }

  @Override
  public int tryPeek(ByteBuffer destination) {
    return UNSUPPORTED;
  }

  @Override
  public int tryReceiveUrgent(ByteBuffer destination) {
    return UNSUPPORTED;
  }

  @Override
  public int trySend(ByteBuffer source, int flags) {
    return UNSUPPORTED;
  }

  /** An end that is not open yet has not lost anybody. */
  @Override
  public int isAlive() {
    StreamTransfer known = real();
    return known == NONE || end.hasFirstByte() ? 1 : known.isAlive();
  }

  @Override
  public void expectMuch() {
    real().expectMuch();
  }

  @Override
  public int trySpliceIn(int pipe, int most) {
    int result = end.tryOpen();
    if (result != 0) {
      return result;
    }
    if (end.hasFirstByte()) {
      return UNSUPPORTED; // it is to be read first
    }
    int moved = real().trySpliceIn(pipe, most);
    if (end.isDoubtful(moved)) {
      moved = real().trySpliceIn(pipe, most);
    }
    return moved == UNSUPPORTED ? moved : end.judged(moved);
  }

  @Override
  public int trySpliceOut(int pipe, int most) {
    int result = end.tryOpen();
    return result != 0 ? result : real().trySpliceOut(pipe, most);
  }

  @Override
  public int trySendFile(int file, long position, int most) {
    int result = end.tryOpen();
    return result != 0 ? result : real().trySendFile(file, position, most);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.nio.ByteBuffer;

/** Refuses everything that goes beyond reading and writing. */
final class PlainStreamTransfer implements StreamTransfer {
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

  @Override
  public int isAlive() {
    return UNSUPPORTED;
  }

  @Override
  public void expectMuch() {}

  @Override
  public int trySpliceIn(int pipe, int most) {
    return UNSUPPORTED;
  }

  @Override
  public int trySpliceOut(int pipe, int most) {
    return UNSUPPORTED;
  }

  @Override
  public int trySendFile(int file, long position, int most) {
    return UNSUPPORTED;
  }
}

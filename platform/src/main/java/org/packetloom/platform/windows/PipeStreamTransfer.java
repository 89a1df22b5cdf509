// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.nio.ByteBuffer;
import org.packetloom.platform.NamedPipes.Mode;
import org.packetloom.platform.StreamTransfer;
import org.packetloom.platform.Transfer;

/** What pipes can do beyond reading and writing: be looked at. */
final class PipeStreamTransfer implements StreamTransfer {
  private final HandleEntry entry;
  private final PipeEnd end;
  private final WindowsSystem system;

  PipeStreamTransfer(HandleEntry entry, PipeEnd end, WindowsSystem system) {
    this.entry = entry;
    this.end = end;
    this.system = system;
  }

  /** Of messages the system shows the first alone. */
  @Override
  public int tryPeek(ByteBuffer destination) {
    if (end.mode() == Mode.MESSAGE) {
      return UNSUPPORTED;
    }
    Scratch scratch = system.scratches().take();
    try {
      int most = Math.min(destination.remaining(), Scratch.SIZE);
      int there = WindowsPipes.peek(entry.handle(), scratch.segment(), most, scratch);
      if (there <= 0) {
        return WindowsPipes.isEnd(there) ? 0 : there == 0 ? Transfer.NOT_READY : there;
      }
      int count = Math.min(WindowsPipes.peeked(scratch), most);
      destination.put(destination.position(), scratch.bytes(), 0, count);
      return count;
    } finally {
      system.scratches().give(scratch);
    }
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
    int state = WindowsPipes.information(entry.handle(), WindowsPipes.STATE, system);
    return state == PipeConstants.FILE_PIPE_CONNECTED_STATE ? 1 : 0;
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

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.nio.ByteBuffer;
import org.packetloom.platform.NamedPipes.Mode;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.StreamTransfer;

/** A transfer over one end of a pipe: {@link PipeReading} and {@link PipeWriting}. */
final class PipeTransfer extends PipeMember {
  private final PipeEnd end;
  private final PipeReading reading;
  private final PipeWriting writing;

  PipeTransfer(Attachment attachment, PipeEnd end, IocpPoller poller, WindowsSystem system) {
    super(attachment, poller, system);
    this.end = end;
    this.reading = new PipeReading(this, end);
    this.writing = new PipeWriting(this, end);
  }

  /** Messages come one at a time. */
  @Override
  public boolean isDrainedByShortRead() {
    return end.mode() == Mode.BYTE;
  }

  @Override
  public int tryRead(byte[] destination, int offset, int length) {
    Scratch scratch = system().scratches().take();
    try {
      int result = reading.read(length, scratch);
      if (result > 0) {
        scratch.get(destination, offset, result);
      }
      return result;
    } finally {
      system().scratches().give(scratch);
    }
  }

  @Override
  public int tryRead(ByteBuffer destination) {
    Scratch scratch = system().scratches().take();
    try {
      int result = reading.read(destination.remaining(), scratch);
      if (result > 0) {
        destination.put(destination.position(), scratch.bytes(), 0, result);
      }
      return result;
    } finally {
      system().scratches().give(scratch);
    }
  }

  @Override
  public int tryRead(ByteBuffer[] destinations, int offset, int count) {
    long room = 0;
    for (int i = offset; i < offset + count; i++) {
      room += destinations[i].remaining();
    }
    Scratch scratch = system().scratches().take();
    try {
      int result = reading.read((int) Math.min(room, Scratch.SIZE), scratch);
      int copied = 0;
      for (int i = offset; copied < result; i++) {
        int length = Math.min(destinations[i].remaining(), result - copied);
        destinations[i].put(destinations[i].position(), scratch.bytes(), copied, length);
        copied += length;
      }
      return result;
    } finally {
      system().scratches().give(scratch);
    }
  }

  @Override
  public int tryWrite(byte[] source, int offset, int length) {
    return writing.tryWrite(source, offset, length);
  }

  @Override
  public int tryWrite(ByteBuffer source) {
    return writing.tryWrite(source);
  }

  @Override
  public int tryWrite(ByteBuffer[] sources, int offset, int count) {
    return writing.tryWrite(sources, offset, count);
  }

  @Override
  public int tryConnect(NativeAddress peer) {
    return WindowsPipes.connect(entry(), end, system());
  }

  @Override
  public StreamTransfer stream() {
    return new PipeStreamTransfer(entry(), end, system());
  }

  @Override
  int begin(int direction, int most) {
    return direction == READ ? reading.arm() : writing.arm();
  }

  @Override
  void leave() {
    reading.leave();
    writing.leave();
  }
}

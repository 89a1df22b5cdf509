// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/** Writes records through a {@link Handle}: each is taken as a whole or not at all. */
final class RecordOutput {
  private static final String WRITE = "write";

  private final LocalRecords owner;
  private final Handle handle;
  private final LocalMessages messages;
  private final boolean isBlocking;
  private final View view = new View();

  RecordOutput(LocalRecords owner, Handle handle, LocalMessages messages, boolean isBlocking) {
    this.owner = owner;
    this.handle = handle;
    this.messages = messages;
    this.isBlocking = isBlocking;
  }

  OutputStream view() {
    return view;
  }

  int write(ByteBuffer source) throws IOException {
    handle.begin(Transfer.WRITE, WRITE);
    try {
      while (true) {
        int seen = handle.ready();
        boolean isWorthTrying = (seen & Readiness.WRITABLE) != 0 || !isBlocking;
        int size = source.remaining();
        if (isWorthTrying && attempt(source, seen)) {
          return size;
        }
        handle.ensurePolled(seen, WRITE, Transfer.WRITE, 0);
        if (!isBlocking) {
          return 0;
        }
        handle.await(Transfer.WRITE, WRITE, seen, 0);
      }
    } finally {
      handle.end(Transfer.WRITE);
    }
  }

  int tryWrite(ByteBuffer source) throws IOException {
    if (!handle.tryTake(Transfer.WRITE, WRITE)) {
      return 0;
    }
    try {
      int seen = handle.ready();
      int size = source.remaining();
      boolean isTaken = attempt(source, seen);
      handle.ensurePolled(seen, WRITE, Transfer.WRITE, 0);
      return isTaken ? size : 0;
    } finally {
      handle.release(Transfer.WRITE);
    }
  }

  long write(ByteBuffer[] sources, int offset, int count) throws IOException {
    long size = Positions.remaining(sources, offset, count);
    ByteBuffer record = ByteBuffer.allocate(Math.toIntExact(size));
    for (int i = offset; i < offset + count; i++) {
      record.put(sources[i].duplicate());
    }
    record.flip();
    write(record);
    int moved = record.position();
    Positions.advance(sources, offset, count, moved);
    return moved;
  }

  /** Whether the record was taken. */
  private boolean attempt(ByteBuffer source, int seen) throws IOException {
    if ((seen & Handle.FAILED) != 0) {
      return false;
    }
    int size = source.remaining();
    int result = handle.transfer().trySend(source, NativeAddress.None.NONE);
    if (result >= 0) {
      source.position(source.limit());
      handle.countWritten(size);
      return true;
    }
    if (result != Transfer.NOT_READY) {
      long elapsed = handle.elapsed(Transfer.WRITE);
      throw messages.tooLargeOr(WRITE, owner.endpoints(Transfer.WRITE), result, elapsed, size, 0);
    }
    return false;
  }

  /** Makes a record of each write; an array of no length is none. */
  private final class View extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, source.length);
      if (length == 0) {
        handle.ensureOpen(WRITE, Transfer.WRITE);
        return;
      }
      RecordOutput.this.write(ByteBuffer.wrap(source, offset, length));
    }

    @Override
    public void close() throws IOException {
      owner.close();
    }
  }
}

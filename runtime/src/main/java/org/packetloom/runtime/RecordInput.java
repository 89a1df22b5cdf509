// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.packetloom.FailureDetail;
import org.packetloom.platform.LocalTransfer;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/**
 * Reads records through a {@link Handle}: asks for the size of the next one, waits until there is
 * one, takes it if it fits.
 */
final class RecordInput {
  private static final String READ = "read";
  private static final int END = -1;
  private static final int PENDING = -2;

  private final LocalRecords owner;
  private final Handle handle;
  private final LocalMessages messages;
  private final boolean isBlocking;
  private final View view = new View();

  /** Receives senders that nobody asks for; guarded by the turn to read. */
  private final NativeAddress.Box sender = new NativeAddress.Box();

  RecordInput(LocalRecords owner, Handle handle, LocalMessages messages, boolean isBlocking) {
    this.owner = owner;
    this.handle = handle;
    this.messages = messages;
    this.isBlocking = isBlocking;
  }

  InputStream view() {
    return view;
  }

  private static void ensureWritable(ByteBuffer destination) {
    if (destination.isReadOnly()) {
      throw new IllegalArgumentException("destination is read-only");
    }
  }

  int read(ByteBuffer destination) throws IOException {
    ensureWritable(destination);
    if (!destination.hasRemaining()) {
      handle.ensureOpen(READ, Transfer.READ);
      return 0;
    }
    handle.begin(Transfer.READ, READ);
    try {
      int size = next(READ, destination.remaining(), 0, isBlocking);
      if (size < 0) {
        return size == PENDING ? 0 : END;
      }
      return take(destination, size);
    } finally {
      handle.end(Transfer.READ);
    }
  }

  void readFully(ByteBuffer destination) throws IOException {
    ensureWritable(destination);
    handle.begin(Transfer.READ, "read fully");
    try {
      int moved = 0;
      while (destination.hasRemaining()) {
        int size = next("read fully", destination.remaining(), moved, true);
        if (size == END) {
          int wanted = moved + destination.remaining();
          throw new EOFException(
              FailureDetail.atOnce(
                          "read fully", owner.endpoints(Transfer.READ), "end after " + moved)
                      .message()
                  + " of "
                  + wanted);
        }
        moved += take(destination, size);
      }
    } finally {
      handle.end(Transfer.READ);
    }
  }

  long read(ByteBuffer[] destinations, int offset, int count) throws IOException {
    for (int i = offset; i < offset + count; i++) {
      ensureWritable(destinations[i]);
    }
    long room = Positions.remaining(destinations, offset, count);
    if (room == 0) {
      handle.ensureOpen(READ, Transfer.READ);
      return 0;
    }
    handle.begin(Transfer.READ, READ);
    try {
      int size = next(READ, (int) Math.min(room, Integer.MAX_VALUE), 0, isBlocking);
      if (size < 0) {
        return size == PENDING ? 0 : END;
      }
      ByteBuffer record = ByteBuffer.allocate(size);
      take(record, size);
      record.flip();
      for (int i = offset; record.hasRemaining(); i++) {
        int part = Math.min(record.remaining(), destinations[i].remaining());
        destinations[i].put(record.slice(record.position(), part));
        record.position(record.position() + part);
      }
      return size;
    } finally {
      handle.end(Transfer.READ);
    }
  }

  int tryRead(ByteBuffer destination) throws IOException {
    ensureWritable(destination);
    if (!destination.hasRemaining()) {
      handle.ensureOpen(READ, Transfer.READ);
      return 0;
    }
    if (!handle.tryTake(Transfer.READ, READ)) {
      return 0;
    }
    try {
      int size = next(READ, destination.remaining(), 0, false);
      if (size < 0) {
        return size == PENDING ? 0 : END;
      }
      return take(destination, size);
    } finally {
      handle.release(Transfer.READ);
    }
  }

  /** The size of the next record, END, or PENDING if there is none and this may not wait. */
  private int next(String operation, int room, long moved, boolean mayWait) throws IOException {
    while (true) {
      int seen = handle.ready();
      if ((seen & Handle.INPUT_ENDED) != 0) {
        return END;
      }
      boolean isWorthTrying =
          (seen & Handle.FAILED) == 0 && ((seen & Readiness.READABLE) != 0 || !mayWait);
      int size = isWorthTrying ? messages.nextRecord(operation, room, moved) : Transfer.NOT_READY;
      if (size >= 0) {
        return size;
      }
      if (size == LocalTransfer.END) {
        return END;
      }
      handle.ensurePolled(seen, operation, Transfer.READ, moved);
      if (!mayWait) {
        return PENDING;
      }
      handle.await(Transfer.READ, operation, seen, moved);
    }
  }

  /** Takes the next record, whose size is known and fits. */
  private int take(ByteBuffer destination, int size) throws IOException {
    int result = handle.transfer().tryReceive(destination, sender);
    if (result != size) {
      // another process reads from the same socket: what it left us is taken as it is
      if (result == Transfer.NOT_READY) {
        return 0;
      }
      if (result < 0) {
        throw handle.failure(READ, Transfer.READ, result, 0);
      }
    }
    int taken = Math.min(result, destination.remaining());
    destination.position(destination.position() + taken);
    handle.countRead(taken);
    return taken;
  }

  /** The bytes of all records, one after the other. */
  private final class View extends InputStream {
    private final ReentrantLock recordLock = new ReentrantLock();

    /** What is left of a record; guarded by recordLock. */
    private ByteBuffer rest = ByteBuffer.allocate(0);

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] destination, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, destination.length);
      if (length == 0) {
        return 0;
      }
      recordLock.lock();
      try {
        while (!rest.hasRemaining()) {
          if (!fill()) {
            return -1;
          }
        }
        int part = Math.min(length, rest.remaining());
        rest.get(destination, offset, part);
        return part;
      } finally {
        recordLock.unlock();
      }
    }

    private boolean fill() throws IOException {
      handle.begin(Transfer.READ, READ);
      try {
        int size = next(READ, Integer.MAX_VALUE, 0, true);
        if (size == END) {
          return false;
        }
        rest = ByteBuffer.allocate(size);
        take(rest, size);
        rest.flip();
        return true;
      } finally {
        handle.end(Transfer.READ);
      }
    }

    @Override
    public int available() throws IOException {
      recordLock.lock();
      try {
        handle.ensureOpen("available", Transfer.READ);
        return rest.remaining();
      } finally {
        recordLock.unlock();
      }
    }

    @Override
    public void close() throws IOException {
      owner.close();
    }
  }
}

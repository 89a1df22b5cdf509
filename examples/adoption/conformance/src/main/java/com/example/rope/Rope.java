// SPDX-License-Identifier: Apache-2.0
package com.example.rope;

import java.nio.ByteBuffer;

/** One direction: bytes that were put and not yet taken. */
final class Rope {
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16); // put behind, taken from 0 on
  private boolean isReaderGone;
  private boolean isWriterGone;

  /** Each set once, before anyone waits. */
  volatile Runnable readable = () -> {};

  volatile Runnable writable = () -> {};

  /** Takes what fits: 0 for nothing now, −1 at the end. */
  int take(ByteBuffer destination) {
    int count;
    synchronized (this) {
      count = Math.min(bytes.position(), destination.remaining());
      if (count == 0) {
        return isWriterGone ? -1 : 0;
      }
      destination.put(bytes.flip().slice(0, count));
      bytes.position(count).compact();
    }
    writable.run();
    return count;
  }

  /** Puts what fits: 0 for no room now, −1 if nobody takes it any more. */
  int put(ByteBuffer source) {
    int count;
    synchronized (this) {
      if (isReaderGone || isWriterGone) {
        return -1;
      }
      count = Math.min(bytes.remaining(), source.remaining());
      bytes.put(source.slice(source.position(), count));
      source.position(source.position() + count);
    }
    readable.run();
    return count;
  }

  synchronized int available() {
    return bytes.position();
  }

  synchronized boolean isReadable() {
    return bytes.position() > 0 || isWriterGone;
  }

  synchronized boolean isWritable() {
    return bytes.hasRemaining() || isReaderGone;
  }

  void readerLeaves() {
    synchronized (this) {
      isReaderGone = true;
    }
    writable.run();
  }

  void writerLeaves() {
    synchronized (this) {
      isWriterGone = true;
    }
    readable.run();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.packetloom.platform.StreamTransfer;
import org.packetloom.platform.Transfer;

/**
 * Moves bytes between two streams over descriptors: splices them through a pipe where much flows,
 * and copies otherwise.
 *
 * <p>It begins by copying. A read that fills the buffer shows that much flows: from then on bytes
 * are spliced, until a wake-up brings less than a quarter of a buffer: for small messages copying
 * takes fewer calls. What the kernel cannot splice is copied for good.
 *
 * <p>Events that come while much flows find nobody waiting, mostly, and would wake the poller in
 * vain: both descriptors then tell theirs only when asked.
 *
 * <p>Buffer and pipe are lent, and only while something is in them. The pipe is empty when it is
 * filled and holds bytes when it is emptied, so that a pending attempt has one cause: there is
 * nothing to read, or no room to write. Spliced directly, from a pipe to a socket, neither could be
 * told from the other.
 */
final class DescriptorLeg extends RelayLeg {
  private final DescriptorFlow source;
  private final DescriptorFlow target;
  private final int bufferSize;
  private final BufferPool.Loan buffer;
  private final PipePool.Loan pipe;
  private final Copying copying = new Copying();
  private final Splicing splicing = new Splicing();

  /** Bytes in the buffer that the target has not taken are between its position and limit. */
  private boolean isCopied;

  private boolean isBulk;

  /** Whether splicing is possible, as far as is known. */
  private boolean canSplice = true;

  private boolean wasTargetAsked;

  /** Bytes spliced since there last were none. */
  private long spliced;

  private int misses;

  /** A leg that copies through buffers of a size up to {@link BufferPool#SIZE}. */
  DescriptorLeg(DescriptorFlow source, DescriptorFlow target, int bufferSize, boolean isTimed) {
    super(isTimed);
    this.source = source;
    this.target = target;
    this.bufferSize = bufferSize;
    this.buffer = new BufferPool.Loan(source.opening.loom().buffers());
    this.pipe = new PipePool.Loan(source.opening.loom().pipes());
  }

  @Override
  boolean move() throws IOException {
    if (pipe.held() == 0 && !isCopied) {
      atSource();
      int n = isBulk ? splice() : StreamTransfer.UNSUPPORTED;
      if (n == StreamTransfer.UNSUPPORTED) {
        n = source.input().fill(copying);
        isCopied = n >= 0;
        isBulk = canSplice && n == bufferSize;
      }
      if (n < 0) {
        return false;
      }
      read();
    }
    atTarget();
    if (isCopied) {
      writeBuffer();
    } else {
      emptyPipe();
    }
    return true;
  }

  private int splice() throws IOException {
    if (source.input().handle().isShared() || target.output().handle().isShared()) {
      canSplice = false; // splice(2) would wait as soon as somebody makes the open file blocking
      return StreamTransfer.UNSUPPORTED;
    }
    if (!wasTargetAsked) {
      wasTargetAsked = true;
      PipePool.Pipe empty = pipe.borrow();
      canSplice = empty != null && target.output().canEmpty(empty, target.outStream());
      pipe.giveBack();
      source.input().expectMuch(source.inStream());
    }
    int n = canSplice ? source.input().fill(splicing) : StreamTransfer.UNSUPPORTED;
    if (n == StreamTransfer.UNSUPPORTED) {
      canSplice = false;
      return n;
    }
    if (n == 0) {
      return StreamTransfer.UNSUPPORTED; // bytes were put back: they are in no descriptor
    }
    if (pipe.misses() != misses) {
      misses = pipe.misses();
      isBulk = spliced + n >= bufferSize / 4;
      spliced = 0;
    }
    spliced += n;
    return n;
  }

  private void writeBuffer() throws IOException {
    ByteBuffer memory = buffer.borrow().memory();
    int before = memory.position();
    try {
      target.write(memory); // an empty record too
    } finally {
      written(memory.position() - before);
      if (!memory.hasRemaining()) {
        isCopied = false;
        buffer.giveBack();
      }
    }
  }

  private void emptyPipe() throws IOException {
    int before = pipe.held();
    PipePool.Pipe lent = pipe.borrow();
    if (lent == null) {
      return; // never: what holds bytes is lent
    }
    try {
      target.output().empty(lent, target.outStream());
    } finally {
      written(before - lent.held());
      if (lent.held() == 0) {
        pipe.giveBack();
      }
    }
  }

  @Override
  void release() {
    buffer.giveBack();
    pipe.giveBack();
  }

  /** The buffer, to be filled. */
  private final class Copying implements Input.Vessel {
    @Override
    public int tryFill(Transfer from) {
      ByteBuffer memory = buffer.borrow().memory().clear().limit(bufferSize);
      int n = from.tryRead(memory);
      memory.limit(Math.max(n, 0));
      if (n < 0 || n == 0) {
        buffer.giveBack();
      }
      return n;
    }

    @Override
    public int takeFrom(Ahead kept) {
      ByteBuffer memory = buffer.borrow().memory().clear().limit(bufferSize);
      int n = kept.take(memory);
      memory.flip();
      return n;
    }

    @Override
    public int room() {
      return bufferSize;
    }
  }

  /** The pipe, to be filled. */
  private final class Splicing implements Input.Vessel {
    @Override
    public int tryFill(Transfer from) {
      return pipe.tryFill(source.inStream());
    }

    @Override
    public int takeFrom(Ahead kept) {
      return 0;
    }

    @Override
    public int room() {
      return 0;
    }
  }
}

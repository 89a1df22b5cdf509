// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import org.packetloom.platform.Transfer;

/**
 * Reads and writes of pipes that are over when they return, and that no port hears of.
 *
 * <p>Overlapped handles have no call that does not wait. So who attempts has made sure that there
 * is something to read; what is pending all the same is cancelled, and its end waited for, which is
 * at hand: a pipe ends what is cancelled at once.
 */
final class PipeAttempt {
  /** Where in the small scratch the status block lies: behind the numbers of a look. */
  private static final long BLOCK = 16;

  private static final long COUNT = BLOCK + Long.BYTES;

  /**
   * No count yet. Who waits for the end waits for both numbers: another thread may write them, and
   * in either order; a count that was not there yet would look like an empty message.
   */
  private static final long UNCOUNTED = -1;

  private PipeAttempt() {}

  /**
   * Reads into the scratch.
   *
   * @return the number of bytes, NOT_READY or the negated error number
   */
  static int read(long handle, int length, Scratch scratch) {
    prepare(scratch);
    long block = scratch.small().address() + BLOCK;
    int status = NtFiles.read(handle, 0, block, scratch.segment(), length, scratch.state());
    return outcome(handle, status, scratch);
  }

  /**
   * Writes from the scratch.
   *
   * @return the number of bytes, NOT_READY or the negated error number
   */
  static int write(long handle, int length, Scratch scratch) {
    prepare(scratch);
    long block = scratch.small().address() + BLOCK;
    int status = NtFiles.write(handle, 0, block, scratch.segment(), length, scratch.state());
    return outcome(handle, status, scratch);
  }

  private static void prepare(Scratch scratch) {
    scratch.small().set(JAVA_LONG, BLOCK, NtStatus.STATUS_PENDING);
    scratch.small().set(JAVA_LONG, COUNT, UNCOUNTED);
  }

  private static int outcome(long handle, int returned, Scratch scratch) {
    MemorySegment small = scratch.small();
    int status = returned;
    if (status == NtStatus.STATUS_PENDING) {
      int unused = Kernel32.cancel(handle, small.address() + BLOCK, scratch.state());
      while ((status = (int) small.get(JAVA_LONG, BLOCK)) == NtStatus.STATUS_PENDING
          || small.get(JAVA_LONG, COUNT) == UNCOUNTED) {
        Thread.yield();
      }
    }
    if (status == NtStatus.STATUS_CANCELLED) {
      return Transfer.NOT_READY;
    }
    // a part of a message is all there was room for
    return NtStatus.isFailure(status) && status != NtStatus.STATUS_BUFFER_OVERFLOW
        ? -NtStatus.error(status)
        : (int) small.get(JAVA_LONG, COUNT);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.MemorySegment;
import org.packetloom.platform.unix.WaitMemory;

/** The system calls of io_uring(7); see {@link SystemCalls}. */
interface RingCalls {
  /** The parameters are a {@code struct io_uring_params}. */
  int io_uring_setup(int entries, MemorySegment params);

  /**
   * Submits entries, and runs what the kernel has to do for the ring in this thread; waits for
   * completions if {@code least} is positive. With IORING_ENTER_EXT_ARG the argument is a {@code
   * struct io_uring_getevents_arg}, otherwise the null pointer.
   */
  int io_uring_enter(
      int ring, int submitted, int least, int flags, MemorySegment argument, WaitMemory memory);

  /** Registers something with a ring. */
  int io_uring_register(int ring, int operation, MemorySegment argument, int count);

  /** An address, or the negated error number; memory of its own if there is no descriptor. */
  long mmap(long length, int flags, int fd, long offset);

  int munmap(MemorySegment mapped);

  int madvise(MemorySegment mapped, int advice);
}

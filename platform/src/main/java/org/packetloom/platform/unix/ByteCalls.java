// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.MemorySegment;

/** The system calls that move bytes; see {@link UnixCalls}. */
public interface ByteCalls {
  /** Whether the calls put an error number into the memory that they are given for it. */
  default boolean usesErrno() {
    return true;
  }

  /** Reads into part of an array; at most {@link ReactorTransfer#PROMPT_BYTES}. */
  int read(int fd, byte[] to, int offset, int length, Errno errno);

  /** Reads into native memory; at most {@link ReactorTransfer#PROMPT_BYTES}. */
  int read(int fd, MemorySegment to, Errno errno);

  /** Reads into native memory that the caller keeps; at most {@link Scratch#SIZE}. */
  int read(int fd, long to, int length, Errno errno);

  /** Reads into native memory of any size. */
  int readLarge(int fd, MemorySegment to, WaitMemory memory);

  /** Writes part of an array; at most {@link ReactorTransfer#PROMPT_BYTES}. */
  int write(int fd, byte[] from, int offset, int length, Errno errno);

  /** Writes native memory; at most {@link ReactorTransfer#PROMPT_BYTES}. */
  int write(int fd, MemorySegment from, Errno errno);

  /** Writes native memory that the caller keeps; at most {@link Scratch#SIZE}. */
  int write(int fd, long from, int length, Errno errno);

  /** Writes native memory of any size. */
  int writeLarge(int fd, MemorySegment from, WaitMemory memory);
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.MemorySegment;

/** The system calls that streams need beyond read and write; see {@link UnixCalls}. */
public interface StreamCalls {
  /** Into any memory; at most {@link ReactorTransfer#PROMPT_BYTES}. */
  int recv(int fd, MemorySegment to, int flags, Errno errno);

  /** From any memory; at most {@link ReactorTransfer#PROMPT_BYTES}. */
  int send(int fd, MemorySegment from, int flags, Errno errno);

  /** Between positions of the descriptors themselves, without waiting; ENOSYS where missing. */
  int splice(int in, int out, int length, Errno errno);

  /** From a position of the file; the file's own stays as it is; ENOSYS where missing. */
  int sendfile(int out, int in, long position, int count, Errno errno);

  int open(String path, int flags);

  /** For commands that take an int, or nothing. */
  int fcntl(int fd, int command, int argument);
}

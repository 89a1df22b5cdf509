// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.MemorySegment;

/**
 * The system calls in use, as Java methods: a collaborator, so that tests can bring failing ones.
 *
 * <p>Each returns the result or the negated error number. EINTR is passed on; who calls tries
 * again. Methods are named as in section 2 of the manual, with what differs from there in a
 * comment. {@code Errno} and {@code WaitMemory} arguments belong to the caller for the length of
 * the call.
 */
interface SystemCalls {
  /** Reads into part of an array; at most {@link ReactorTransfer#PROMPT_BYTES}. */
  int read(int fd, byte[] to, int offset, int length, Errno errno);

  /** Reads into native memory; at most {@link ReactorTransfer#PROMPT_BYTES}. */
  int read(int fd, MemorySegment to, Errno errno);

  /** Reads into native memory of any size. */
  int readLarge(int fd, MemorySegment to, WaitMemory memory);

  /** Writes part of an array; at most {@link ReactorTransfer#PROMPT_BYTES}. */
  int write(int fd, byte[] from, int offset, int length, Errno errno);

  /** Writes native memory; at most {@link ReactorTransfer#PROMPT_BYTES}. */
  int write(int fd, MemorySegment from, Errno errno);

  /** Writes native memory of any size. */
  int writeLarge(int fd, MemorySegment from, WaitMemory memory);

  int socket(int domain, int type, int protocol);

  int socketpair(int domain, int type, int protocol, int[] two);

  int pipe2(int[] two, int flags);

  int bind(int fd, byte[] address, int length);

  int listen(int fd, int backlog);

  int accept4(int fd, byte[] address, int[] length, int flags);

  int connect(int fd, byte[] address, int length);

  int getsockname(int fd, byte[] address, int[] length);

  int getpeername(int fd, byte[] address, int[] length);

  /** The whole array is the value. */
  int getsockopt(int fd, int level, int name, int[] value);

  /** The whole array is the value. */
  int setsockopt(int fd, int level, int name, int[] value);

  int shutdown(int fd, int how);

  /** For requests that take a pointer to an int. */
  int ioctl(int fd, int request, int[] value);

  int close(int fd);

  int getrlimit(int resource, long[] softAndHard);

  int eventfd(int initial, int flags);

  int epoll_create1(int flags);

  /** The event is given by its members. */
  int epoll_ctl(int epfd, int operation, int fd, int events, long data);

  /**
   * Waits for nanoseconds, or milliseconds where epoll_pwait2 is missing; negative for no limit.
   */
  int epoll_wait(int epfd, MemorySegment events, int most, long timeoutNanos, WaitMemory memory);

  /** Waits for nanoseconds, negative for no limit; signals stay as they are. */
  int ppoll(MemorySegment fds, int count, long timeoutNanos, WaitMemory memory);
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

/**
 * The system calls about files and about descriptors that others opened; see {@link SystemCalls}.
 *
 * <p>Paths end with a zero byte.
 */
interface FileCalls {
  int mkfifo(byte[] path, int mode);

  /** Without a mode: creates nothing. */
  int open(byte[] path, int flags);

  /** The whole array is the struct, which is {@link Layouts#statx}. */
  int statx(int dirfd, byte[] path, int flags, int mask, byte[] status);

  int fchmod(int fd, int mode);

  /** For commands that take an int, or nothing. */
  int fcntl(int fd, int command, int argument);

  /** 1 for a terminal, or an error. */
  int isatty(int fd);

  /** The events of one descriptor, without waiting. */
  int poll(int fd, int events);

  /** As {@link DescriptorCalls#accept4}, but of a socket that may wait. */
  int accept4(int fd, byte[] address, int[] length, int flags);
}

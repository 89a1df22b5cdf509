// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

/**
 * The system calls about files and about descriptors that others opened; see {@link UnixCalls}.
 *
 * <p>Paths end with a zero byte.
 */
public interface FileCalls {
  int mkfifo(byte[] path, int mode);

  /** Without a mode: creates nothing. */
  int open(byte[] path, int flags);

  int fchmod(int fd, int mode);

  /** For commands that take an int, or nothing. */
  int fcntl(int fd, int command, int argument);

  /** 1 for a terminal, or an error. */
  int isatty(int fd);
}

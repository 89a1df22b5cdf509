// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

/**
 * The system calls about paths, and the C library's about users; see {@link SystemCalls}. Paths end
 * with a zero byte.
 */
interface PathCalls {
  int openat(int dirfd, byte[] path, int flags, int mode);

  /** Into the bytes of a {@code struct statx}. */
  int statx(int dirfd, byte[] path, int flags, int mask, byte[] status);

  int fchmod(int fd, int mode);

  int fchmodat(int dirfd, byte[] path, int mode, int flags);

  int fchownat(int dirfd, byte[] path, int owner, int group, int flags);

  int flock(int fd, int operation);

  int unlinkat(int dirfd, byte[] path, int flags);

  /** The unsigned number of a user; ENOENT if there is none. */
  long getpwnam_r(byte[] name);

  /** The unsigned number of a group; ENOENT if there is none. */
  long getgrnam_r(byte[] name);
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

/**
 * The system calls about paths, and the C library's about users; see {@link UnixCalls}. Paths end
 * with a zero byte.
 */
public interface PathCalls {
  int openat(int dirfd, byte[] path, int flags, int mode);

  /**
   * Asks about a file: fstatat(2), or whatever tells most.
   *
   * @param path an empty one stands for dirfd itself
   */
  int stat(int dirfd, byte[] path, boolean isFollowing, FileNumbers into);

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

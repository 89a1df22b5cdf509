// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

/** The system calls that open, name, set and close descriptors; see {@link UnixCalls}. */
public interface DescriptorCalls {
  int socket(int domain, int type, int protocol);

  int socketpair(int domain, int type, int protocol, int[] two);

  int pipe2(int[] two, int flags);

  int bind(int fd, byte[] address, int length);

  int listen(int fd, int backlog);

  int accept4(int fd, byte[] address, int[] length, int flags);

  /** As {@link #accept4}, but of a socket that may wait. */
  int accept4Waiting(int fd, byte[] address, int[] length, int flags);

  int connect(int fd, byte[] address, int length);

  int getsockname(int fd, byte[] address, int[] length);

  int getpeername(int fd, byte[] address, int[] length);

  /**
   * Reads an option of a socket.
   *
   * @param length of the room; receives that of the value
   */
  int getsockopt(int fd, int level, int name, byte[] room, int[] length);

  /** The whole array is the value. */
  int setsockopt(int fd, int level, int name, byte[] value);

  /** setsockopt(2) of what may wait: texts may have the kernel load a module. */
  int setsockoptWaiting(int fd, int level, int name, byte[] value);

  int shutdown(int fd, int how);

  /** For requests that take a pointer to an int. */
  int ioctl(int fd, int request, int[] value);

  int close(int fd);

  int getrlimit(int resource, long[] softAndHard);
}

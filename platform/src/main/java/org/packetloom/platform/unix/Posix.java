// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

/**
 * Constants with the same value on every Unix known here; the headers named are those of Linux,
 * Darwin and FreeBSD, in this order where they differ. What is not the same is a value of {@link
 * UnixSystem}.
 */
public final class Posix {
  private Posix() {}

  public static final int AF_UNSPEC = 0; // bits/socket.h, sys/socket.h
  public static final int AF_UNIX = 1; // bits/socket.h, sys/socket.h
  public static final int AF_INET = 2; // bits/socket.h, sys/socket.h
  public static final int SOCK_STREAM = 1; // bits/socket_type.h, sys/socket.h
  public static final int SOCK_DGRAM = 2; // bits/socket_type.h, sys/socket.h
  public static final int SOCK_SEQPACKET = 5; // bits/socket_type.h, sys/socket.h
  public static final int SHUT_RD = 0; // sys/socket.h
  public static final int SHUT_WR = 1; // sys/socket.h
  public static final int SHUT_RDWR = 2; // sys/socket.h
  public static final int SCM_RIGHTS = 1; // bits/socket.h, sys/socket.h
  public static final int MSG_OOB = 0x1; // bits/socket.h, sys/socket.h
  public static final int MSG_PEEK = 0x2; // bits/socket.h, sys/socket.h
  public static final int MSG_DONTROUTE = 0x4; // bits/socket.h, sys/socket.h

  public static final int IPPROTO_IP = 0; // netinet/in.h
  public static final int IPPROTO_TCP = 6; // netinet/in.h
  public static final int IPPROTO_UDP = 17; // netinet/in.h
  public static final int IPPROTO_IPV6 = 41; // netinet/in.h, netinet6/in6.h

  public static final int O_RDONLY = 0; // asm-generic/fcntl.h, sys/fcntl.h
  public static final int O_WRONLY = 1; // asm-generic/fcntl.h, sys/fcntl.h
  public static final int O_RDWR = 2; // asm-generic/fcntl.h, sys/fcntl.h
  public static final int O_ACCMODE = 3; // asm-generic/fcntl.h, sys/fcntl.h
  public static final int F_SETFD = 2; // asm-generic/fcntl.h, sys/fcntl.h
  public static final int F_GETFL = 3; // asm-generic/fcntl.h, sys/fcntl.h
  public static final int F_SETFL = 4; // asm-generic/fcntl.h, sys/fcntl.h
  public static final int FD_CLOEXEC = 1; // asm-generic/fcntl.h, sys/fcntl.h
  public static final int LOCK_EX = 2; // sys/file.h, sys/fcntl.h
  public static final int LOCK_NB = 4; // sys/file.h, sys/fcntl.h

  public static final int S_IFMT = 0170000; // linux/stat.h, sys/stat.h
  public static final int S_IFSOCK = 0140000; // linux/stat.h, sys/stat.h
  public static final int S_IFREG = 0100000; // linux/stat.h, sys/stat.h
  public static final int S_IFDIR = 0040000; // linux/stat.h, sys/stat.h
  public static final int S_IFCHR = 0020000; // linux/stat.h, sys/stat.h
  public static final int S_IFIFO = 0010000; // linux/stat.h, sys/stat.h

  public static final int POLLIN = 0x01; // asm-generic/poll.h, sys/poll.h
  public static final int POLLPRI = 0x02; // asm-generic/poll.h, sys/poll.h
  public static final int POLLOUT = 0x04; // asm-generic/poll.h, sys/poll.h
  public static final int POLLERR = 0x08; // asm-generic/poll.h, sys/poll.h
  public static final int POLLHUP = 0x10; // asm-generic/poll.h, sys/poll.h
  public static final int POLLNVAL = 0x20; // asm-generic/poll.h, sys/poll.h
}

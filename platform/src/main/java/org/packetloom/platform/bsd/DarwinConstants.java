// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

/** Constants of the headers of Darwin (xnu 11417), the same on x86-64 and aarch64. */
final class DarwinConstants {
  private DarwinConstants() {}

  static final int AF_INET6 = 30; // sys/socket.h
  static final int SOL_SOCKET = 0xffff; // sys/socket.h
  static final int SO_ACCEPTCONN = 0x0002; // sys/socket.h
  static final int SO_REUSEADDR = 0x0004; // sys/socket.h
  static final int SO_KEEPALIVE = 0x0008; // sys/socket.h
  static final int SO_DONTROUTE = 0x0010; // sys/socket.h
  static final int SO_BROADCAST = 0x0020; // sys/socket.h
  static final int SO_OOBINLINE = 0x0100; // sys/socket.h
  static final int SO_REUSEPORT = 0x0200; // sys/socket.h
  static final int SO_TIMESTAMP = 0x0400; // sys/socket.h
  static final int SO_SNDBUF = 0x1001; // sys/socket.h
  static final int SO_RCVBUF = 0x1002; // sys/socket.h
  static final int SO_ERROR = 0x1007; // sys/socket.h
  static final int SO_TYPE = 0x1008; // sys/socket.h
  static final int SO_NOSIGPIPE = 0x1022; // sys/socket.h
  static final int SO_LINGER_SEC = 0x1080; // sys/socket.h; SO_LINGER counts ticks
  static final int SO_BINDTODEVICE = 0x1134; // sys/socket.h

  static final int MSG_TRUNC = 0x10; // sys/socket.h
  static final int MSG_CTRUNC = 0x20; // sys/socket.h
  static final int MSG_DONTWAIT = 0x80; // sys/socket.h

  static final int O_NONBLOCK = 0x00000004; // sys/fcntl.h
  static final int O_NOFOLLOW = 0x00000100; // sys/fcntl.h
  static final int O_CREAT = 0x00000200; // sys/fcntl.h
  static final int O_EXCL = 0x00000800; // sys/fcntl.h
  static final int O_NOCTTY = 0x00020000; // sys/fcntl.h
  static final int O_DIRECTORY = 0x00100000; // sys/fcntl.h
  static final int O_CLOEXEC = 0x01000000; // sys/fcntl.h
  static final int F_DUPFD_CLOEXEC = 67; // sys/fcntl.h
  static final int F_SETNOSIGPIPE = 73; // sys/fcntl.h
  static final int AT_FDCWD = -2; // sys/fcntl.h
  static final int AT_SYMLINK_NOFOLLOW = 0x0020; // sys/fcntl.h

  static final int FIONREAD = 0x4004667f; // sys/filio.h: _IOR('f', 127, int)

  static final int SOL_LOCAL = 0; // sys/un.h
  static final int LOCAL_PEERCRED = 0x001; // sys/un.h
  static final int LOCAL_PEERPID = 0x002; // sys/un.h

  static final int RLIMIT_NOFILE = 8; // sys/resource.h

  static final int SIGSEGV = 11; // sys/signal.h
  static final int SIGINFO = 29; // sys/signal.h
  static final int SIGUSR2 = 31; // sys/signal.h

  static final int IP_TOS = 3; // netinet/in.h
  static final int IP_TTL = 4; // netinet/in.h
  static final int IP_MULTICAST_IF = 9; // netinet/in.h
  static final int IP_MULTICAST_TTL = 10; // netinet/in.h
  static final int IP_MULTICAST_LOOP = 11; // netinet/in.h
  static final int IP_PKTINFO = 26; // netinet/in.h
  static final int MCAST_JOIN_GROUP = 80; // netinet/in.h
  static final int MCAST_LEAVE_GROUP = 81; // netinet/in.h
  static final int MCAST_JOIN_SOURCE_GROUP = 82; // netinet/in.h
  static final int MCAST_LEAVE_SOURCE_GROUP = 83; // netinet/in.h
  static final int MCAST_BLOCK_SOURCE = 84; // netinet/in.h
  static final int MCAST_UNBLOCK_SOURCE = 85; // netinet/in.h
  static final int IPV6_UNICAST_HOPS = 4; // netinet6/in6.h
  static final int IPV6_MULTICAST_IF = 9; // netinet6/in6.h
  static final int IPV6_MULTICAST_HOPS = 10; // netinet6/in6.h
  static final int IPV6_MULTICAST_LOOP = 11; // netinet6/in6.h
  static final int IPV6_V6ONLY = 27; // netinet6/in6.h
  static final int IPV6_TCLASS = 36; // netinet6/in6.h
  static final int IPV6_PKTINFO = 46; // netinet6/in6.h: IPV6_3542PKTINFO
  static final int IPV6_RECVPKTINFO = 61; // netinet6/in6.h, __APPLE_USE_RFC_3542

  static final int TCP_NODELAY = 0x01; // netinet/tcp.h
  static final int TCP_MAXSEG = 0x02; // netinet/tcp.h
  static final int TCP_NOPUSH = 0x04; // netinet/tcp.h
  static final int TCP_KEEPALIVE = 0x10; // netinet/tcp.h: what others call TCP_KEEPIDLE
  static final int TCP_KEEPINTVL = 0x101; // netinet/tcp.h
  static final int TCP_KEEPCNT = 0x102; // netinet/tcp.h
  static final int TCP_FASTOPEN = 0x105; // netinet/tcp.h
  static final int TCP_NOTSENT_LOWAT = 0x201; // netinet/tcp.h
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

/** Constants of the headers of FreeBSD 13 and later, the same on amd64 and aarch64. */
final class FreeBsdConstants {
  private FreeBsdConstants() {}

  static final int AF_INET6 = 28; // sys/socket.h
  static final int SOCK_CLOEXEC = 0x10000000; // sys/socket.h
  static final int SOCK_NONBLOCK = 0x20000000; // sys/socket.h
  static final int SOL_SOCKET = 0xffff; // sys/socket.h
  static final int SO_ACCEPTCONN = 0x0002; // sys/socket.h
  static final int SO_REUSEADDR = 0x0004; // sys/socket.h
  static final int SO_KEEPALIVE = 0x0008; // sys/socket.h
  static final int SO_DONTROUTE = 0x0010; // sys/socket.h
  static final int SO_BROADCAST = 0x0020; // sys/socket.h
  static final int SO_LINGER = 0x0080; // sys/socket.h
  static final int SO_OOBINLINE = 0x0100; // sys/socket.h
  static final int SO_REUSEPORT = 0x0200; // sys/socket.h
  static final int SO_TIMESTAMP = 0x0400; // sys/socket.h
  static final int SO_SNDBUF = 0x1001; // sys/socket.h
  static final int SO_RCVBUF = 0x1002; // sys/socket.h
  static final int SO_ERROR = 0x1007; // sys/socket.h
  static final int SO_TYPE = 0x1008; // sys/socket.h
  static final int SO_PROTOCOL = 0x1016; // sys/socket.h
  static final int SO_DOMAIN = 0x1019; // sys/socket.h

  static final int MSG_TRUNC = 0x10; // sys/socket.h
  static final int MSG_CTRUNC = 0x20; // sys/socket.h
  static final int MSG_DONTWAIT = 0x80; // sys/socket.h
  static final int MSG_NOSIGNAL = 0x20000; // sys/socket.h
  static final int MSG_CMSG_CLOEXEC = 0x40000; // sys/socket.h

  static final int POLLRDHUP = 0x4000; // sys/poll.h of FreeBSD 14; told by none before

  static final int O_NONBLOCK = 0x0004; // sys/fcntl.h
  static final int O_NOFOLLOW = 0x0100; // sys/fcntl.h
  static final int O_CREAT = 0x0200; // sys/fcntl.h
  static final int O_EXCL = 0x0800; // sys/fcntl.h
  static final int O_NOCTTY = 0x8000; // sys/fcntl.h
  static final int O_DIRECTORY = 0x00020000; // sys/fcntl.h
  static final int O_CLOEXEC = 0x00100000; // sys/fcntl.h
  static final int F_DUPFD_CLOEXEC = 17; // sys/fcntl.h
  static final int AT_FDCWD = -100; // sys/fcntl.h
  static final int AT_SYMLINK_NOFOLLOW = 0x0200; // sys/fcntl.h

  static final int FIONREAD = 0x4004667f; // sys/filio.h: _IOR('f', 127, int)

  static final int SOL_LOCAL = 0; // sys/un.h
  static final int LOCAL_PEERCRED = 1; // sys/un.h

  static final int RLIMIT_NOFILE = 8; // sys/resource.h

  static final int SIGSEGV = 11; // sys/signal.h
  static final int SIGINFO = 29; // sys/signal.h
  static final int SIGUSR2 = 31; // sys/signal.h

  static final int IP_TOS = 3; // netinet/in.h
  static final int IP_TTL = 4; // netinet/in.h
  static final int IP_RECVDSTADDR = 7; // netinet/in.h; IP_SENDSRCADDR is the same
  static final int IP_MULTICAST_IF = 9; // netinet/in.h
  static final int IP_MULTICAST_TTL = 10; // netinet/in.h
  static final int IP_MULTICAST_LOOP = 11; // netinet/in.h
  static final int IP_BINDANY = 24; // netinet/in.h
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
  static final int IPV6_RECVPKTINFO = 36; // netinet6/in6.h
  static final int IPV6_PKTINFO = 46; // netinet6/in6.h
  static final int IPV6_TCLASS = 61; // netinet6/in6.h
  static final int IPV6_BINDANY = 64; // netinet6/in6.h

  static final int TCP_NODELAY = 1; // netinet/tcp.h
  static final int TCP_MAXSEG = 2; // netinet/tcp.h
  static final int TCP_NOPUSH = 4; // netinet/tcp.h
  static final int TCP_CONGESTION = 64; // netinet/tcp.h
  static final int TCP_KEEPIDLE = 256; // netinet/tcp.h
  static final int TCP_KEEPINTVL = 512; // netinet/tcp.h
  static final int TCP_KEEPCNT = 1024; // netinet/tcp.h
  static final int TCP_FASTOPEN = 1025; // netinet/tcp.h
}

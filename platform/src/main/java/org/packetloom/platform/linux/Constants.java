// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.packetloom.platform.unix.Architecture;

/**
 * Constants of the C headers, the same on x86-64 and aarch64 where nothing else is said. Error
 * numbers are in {@link LinuxErrors}.
 */
final class Constants {
  private Constants() {}

  static final int AF_UNSPEC = 0; // bits/socket.h
  static final int AF_UNIX = 1; // bits/socket.h
  static final int AF_INET = 2; // bits/socket.h
  static final int AF_INET6 = 10; // bits/socket.h
  static final int AF_NETLINK = 16; // bits/socket.h

  static final int SOCK_STREAM = 1; // bits/socket_type.h
  static final int SOCK_DGRAM = 2; // bits/socket_type.h
  static final int SOCK_RAW = 3; // bits/socket_type.h
  static final int SOCK_SEQPACKET = 5; // bits/socket_type.h
  static final int SOCK_NONBLOCK = 04000; // bits/socket_type.h
  static final int SOCK_CLOEXEC = 02000000; // bits/socket_type.h

  static final int O_RDONLY = 0; // asm-generic/fcntl.h
  static final int O_NOCTTY = 0400; // asm-generic/fcntl.h
  static final int O_RDWR = 02; // asm-generic/fcntl.h
  static final int O_NONBLOCK = 04000; // asm-generic/fcntl.h
  static final int O_CLOEXEC = 02000000; // asm-generic/fcntl.h
  static final int O_CREAT = 0100; // asm-generic/fcntl.h
  static final int O_EXCL = 0200; // asm-generic/fcntl.h
  static final int O_DIRECTORY = byArchitecture(0200000, 040000); // asm/fcntl.h
  static final int O_NOFOLLOW = byArchitecture(0400000, 0100000); // asm/fcntl.h
  static final int O_PATH = 010000000; // asm-generic/fcntl.h
  static final int AT_FDCWD = -100; // linux/fcntl.h
  static final int AT_SYMLINK_NOFOLLOW = 0x100; // linux/fcntl.h
  static final int AT_EMPTY_PATH = 0x1000; // linux/fcntl.h
  static final int LOCK_EX = 2; // sys/file.h
  static final int LOCK_NB = 4; // sys/file.h

  static final int S_IFMT = 0170000; // linux/stat.h
  static final int S_IFSOCK = 0140000; // linux/stat.h
  static final int S_IFREG = 0100000; // linux/stat.h
  static final int S_IFDIR = 0040000; // linux/stat.h
  static final int S_IFCHR = 0020000; // linux/stat.h
  static final int S_IFIFO = 0010000; // linux/stat.h
  static final int STATX_BASIC_STATS = 0x7ff; // linux/stat.h

  static final int F_GETFL = 3; // asm-generic/fcntl.h
  static final int F_SETPIPE_SZ = 1031; // linux/fcntl.h
  static final int SPLICE_F_MOVE = 1; // bits/fcntl-linux.h
  static final int SPLICE_F_NONBLOCK = 2; // bits/fcntl-linux.h

  static final int SOL_SOCKET = 1; // asm-generic/socket.h
  static final int SO_REUSEADDR = 2; // asm-generic/socket.h
  static final int SO_TYPE = 3; // asm-generic/socket.h
  static final int SO_ERROR = 4; // asm-generic/socket.h
  static final int SO_DONTROUTE = 5; // asm-generic/socket.h
  static final int SO_BROADCAST = 6; // asm-generic/socket.h
  static final int SO_SNDBUF = 7; // asm-generic/socket.h
  static final int SO_RCVBUF = 8; // asm-generic/socket.h
  static final int SO_KEEPALIVE = 9; // asm-generic/socket.h
  static final int SO_OOBINLINE = 10; // asm-generic/socket.h
  static final int SO_PRIORITY = 12; // asm-generic/socket.h
  static final int SO_LINGER = 13; // asm-generic/socket.h
  static final int SO_REUSEPORT = 15; // asm-generic/socket.h
  static final int SO_BINDTODEVICE = 25; // asm-generic/socket.h
  static final int SO_ACCEPTCONN = 30; // asm-generic/socket.h
  static final int SO_PASSCRED = 16; // asm-generic/socket.h
  static final int SO_PEERCRED = 17; // asm-generic/socket.h
  static final int SO_PEERGROUPS = 59; // asm-generic/socket.h
  static final int SO_PEERPIDFD = 77; // asm-generic/socket.h
  static final int SO_TIMESTAMPNS = 35; // asm-generic/socket.h
  static final int SO_MARK = 36; // asm-generic/socket.h
  static final int SO_PROTOCOL = 38; // asm-generic/socket.h
  static final int SO_DOMAIN = 39; // asm-generic/socket.h
  static final int SO_INCOMING_NAPI_ID = 56; // asm-generic/socket.h
  static final int SO_BUSY_POLL = 46; // asm-generic/socket.h
  static final int SO_MAX_PACING_RATE = 47; // asm-generic/socket.h
  static final int SO_INCOMING_CPU = 49; // asm-generic/socket.h

  static final int IPPROTO_IP = 0; // netinet/in.h
  static final int IPPROTO_TCP = 6; // netinet/in.h
  static final int IPPROTO_IPV6 = 41; // netinet/in.h

  static final int IP_TOS = 1; // bits/in.h
  static final int IP_TTL = 2; // bits/in.h
  static final int IP_MTU_DISCOVER = 10; // bits/in.h
  static final int IP_MTU = 14; // bits/in.h
  static final int IP_FREEBIND = 15; // bits/in.h
  static final int IP_TRANSPARENT = 19; // bits/in.h
  static final int IP_BIND_ADDRESS_NO_PORT = 24; // bits/in.h
  static final int IPV6_UNICAST_HOPS = 16; // bits/in.h
  static final int IPV6_MTU_DISCOVER = 23; // bits/in.h
  static final int IPV6_MTU = 24; // bits/in.h
  static final int IPV6_V6ONLY = 26; // bits/in.h
  static final int IPV6_TCLASS = 67; // bits/in.h
  static final int IPV6_TRANSPARENT = 75; // bits/in.h
  static final int IPV6_FREEBIND = 78; // bits/in.h

  static final int TCP_NODELAY = 1; // linux/tcp.h
  static final int TCP_MAXSEG = 2; // linux/tcp.h
  static final int TCP_CORK = 3; // linux/tcp.h
  static final int TCP_KEEPIDLE = 4; // linux/tcp.h
  static final int TCP_KEEPINTVL = 5; // linux/tcp.h
  static final int TCP_KEEPCNT = 6; // linux/tcp.h
  static final int TCP_SYNCNT = 7; // linux/tcp.h
  static final int TCP_LINGER2 = 8; // linux/tcp.h
  static final int TCP_DEFER_ACCEPT = 9; // linux/tcp.h
  static final int TCP_INFO = 11; // linux/tcp.h
  static final int TCP_QUICKACK = 12; // linux/tcp.h
  static final int TCP_CONGESTION = 13; // linux/tcp.h
  static final int TCP_USER_TIMEOUT = 18; // linux/tcp.h
  static final int TCP_FASTOPEN = 23; // linux/tcp.h
  static final int TCP_NOTSENT_LOWAT = 25; // linux/tcp.h
  static final int TCP_FASTOPEN_CONNECT = 30; // linux/tcp.h

  static final int SOL_IP = 0; // bits/in.h
  static final int SOL_IPV6 = 41; // bits/in.h
  static final int SOL_UDP = 17; // netinet/udp.h
  static final int IP_PKTINFO = 8; // bits/in.h
  static final int IP_RECVERR = 11; // bits/in.h
  static final int IPV6_RECVERR = 25; // bits/in.h
  static final int IPV6_RECVPKTINFO = 49; // bits/in.h
  static final int IPV6_PKTINFO = 50; // bits/in.h
  static final int IP_MULTICAST_IF = 32; // bits/in.h
  static final int IP_MULTICAST_TTL = 33; // bits/in.h
  static final int IP_MULTICAST_LOOP = 34; // bits/in.h
  static final int IP_MULTICAST_ALL = 49; // bits/in.h
  static final int IPV6_MULTICAST_IF = 17; // bits/in.h
  static final int IPV6_MULTICAST_HOPS = 18; // bits/in.h
  static final int IPV6_MULTICAST_LOOP = 19; // bits/in.h
  static final int IPV6_MULTICAST_ALL = 29; // bits/in.h
  static final int MCAST_JOIN_GROUP = 42; // bits/in.h
  static final int MCAST_BLOCK_SOURCE = 43; // bits/in.h
  static final int MCAST_UNBLOCK_SOURCE = 44; // bits/in.h
  static final int MCAST_LEAVE_GROUP = 45; // bits/in.h
  static final int MCAST_JOIN_SOURCE_GROUP = 46; // bits/in.h
  static final int MCAST_LEAVE_SOURCE_GROUP = 47; // bits/in.h
  static final int UDP_SEGMENT = 103; // linux/udp.h
  static final int UDP_GRO = 104; // linux/udp.h
  static final int SO_EE_ORIGIN_LOCAL = 1; // linux/errqueue.h
  static final int SO_EE_ORIGIN_ICMP = 2; // linux/errqueue.h
  static final int SO_EE_ORIGIN_ICMP6 = 3; // linux/errqueue.h

  static final int SHUT_RD = 0; // sys/socket.h
  static final int SHUT_WR = 1; // sys/socket.h
  static final int SHUT_RDWR = 2; // sys/socket.h

  static final int SCM_RIGHTS = 0x01; // bits/socket.h
  static final int SCM_CREDENTIALS = 0x02; // bits/socket.h
  static final int MSG_OOB = 0x01; // bits/socket.h
  static final int MSG_PEEK = 0x02; // bits/socket.h
  static final int MSG_DONTROUTE = 0x04; // bits/socket.h
  static final int MSG_CTRUNC = 0x08; // bits/socket.h
  static final int MSG_TRUNC = 0x20; // bits/socket.h
  static final int MSG_DONTWAIT = 0x40; // bits/socket.h
  static final int MSG_ERRQUEUE = 0x2000; // bits/socket.h
  static final int MSG_NOSIGNAL = 0x4000; // bits/socket.h
  static final int MSG_MORE = 0x8000; // bits/socket.h
  static final int MSG_CMSG_CLOEXEC = 0x40000000; // bits/socket.h

  static final int FIONREAD = 0x541B; // asm-generic/ioctls.h

  static final int IFNAMSIZ = 16; // linux/if.h
  static final int IFF_UP = 0x1; // linux/if.h
  static final int IFF_TUN = 0x0001; // linux/if_tun.h
  static final int IFF_TAP = 0x0002; // linux/if_tun.h
  static final int IFF_NO_PI = 0x1000; // linux/if_tun.h
  static final int IFF_MULTI_QUEUE = 0x0100; // linux/if_tun.h
  static final int TUNSETIFF = 0x400454CA; // linux/if_tun.h
  static final int TUNGETIFF = 0x800454D2; // linux/if_tun.h
  static final int SIOCGIFFLAGS = 0x8913; // linux/sockios.h
  static final int SIOCSIFFLAGS = 0x8914; // linux/sockios.h
  static final int SIOCGIFMTU = 0x8921; // linux/sockios.h
  static final int SIOCSIFMTU = 0x8922; // linux/sockios.h
  static final int SIOCGIFINDEX = 0x8933; // linux/sockios.h
  static final int SIOCGIFTXQLEN = 0x8942; // linux/sockios.h
  static final int SIOCSIFTXQLEN = 0x8943; // linux/sockios.h

  static final int NETLINK_ROUTE = 0; // linux/netlink.h
  static final int NLM_F_REQUEST = 0x01; // linux/netlink.h
  static final int NLM_F_ACK = 0x04; // linux/netlink.h
  static final int NLM_F_EXCL = 0x200; // linux/netlink.h
  static final int NLM_F_CREATE = 0x400; // linux/netlink.h
  static final int NLMSG_ERROR = 0x2; // linux/netlink.h
  static final int RTM_NEWADDR = 20; // linux/rtnetlink.h
  static final int IFA_ADDRESS = 1; // linux/if_addr.h
  static final int IFA_LOCAL = 2; // linux/if_addr.h
  static final int IFA_F_NODAD = 0x02; // linux/if_addr.h

  static final int EPOLL_CLOEXEC = 02000000; // sys/epoll.h
  static final int EPOLL_CTL_ADD = 1; // linux/eventpoll.h
  static final int EPOLL_CTL_DEL = 2; // linux/eventpoll.h
  static final int EPOLL_CTL_MOD = 3; // linux/eventpoll.h
  static final int EPOLLIN = 0x001; // linux/eventpoll.h
  static final int EPOLLPRI = 0x002; // linux/eventpoll.h
  static final int EPOLLOUT = 0x004; // linux/eventpoll.h
  static final int EPOLLERR = 0x008; // linux/eventpoll.h
  static final int EPOLLHUP = 0x010; // linux/eventpoll.h
  static final int EPOLLRDHUP = 0x2000; // linux/eventpoll.h
  static final int EPOLLONESHOT = 1 << 30; // linux/eventpoll.h
  static final int EPOLLET = 1 << 31; // linux/eventpoll.h

  static final int EFD_CLOEXEC = 02000000; // sys/eventfd.h
  static final int EFD_NONBLOCK = 04000; // sys/eventfd.h

  static final int POLLIN = 0x0001; // asm-generic/poll.h
  static final int POLLPRI = 0x0002; // asm-generic/poll.h
  static final int POLLOUT = 0x0004; // asm-generic/poll.h
  static final int POLLERR = 0x0008; // asm-generic/poll.h
  static final int POLLHUP = 0x0010; // asm-generic/poll.h
  static final int POLLNVAL = 0x0020; // asm-generic/poll.h
  static final int POLLRDBAND = 0x0080; // asm-generic/poll.h
  static final int POLLRDHUP = 0x2000; // asm-generic/poll.h

  static final int RLIMIT_NOFILE = 7; // asm-generic/resource.h

  static final int O_WRONLY = 01; // asm-generic/fcntl.h
  static final int O_ACCMODE = 03; // asm-generic/fcntl.h
  static final int F_SETFD = 2; // asm-generic/fcntl.h
  static final int F_SETFL = 4; // asm-generic/fcntl.h
  static final int F_DUPFD_CLOEXEC = 1030; // linux/fcntl.h
  static final int FD_CLOEXEC = 1; // asm-generic/fcntl.h

  private static int byArchitecture(int x86, int aarch) {
    return switch (Architecture.find().orElseThrow()) {
      case X86_64 -> x86;
      case AARCH64 -> aarch;
    };
  }
}

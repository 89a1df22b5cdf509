// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

/** The numbers of socket options and of their levels, of control codes and of option values. */
final class SocketOptions {
  private SocketOptions() {}

  // ---- levels

  static final int SOL_SOCKET = 0xffff; // winsock2.h
  static final int IPPROTO_IP = 0; // ws2def.h
  static final int IPPROTO_TCP = 6; // ws2def.h
  static final int IPPROTO_UDP = 17; // ws2def.h
  static final int IPPROTO_IPV6 = 41; // ws2def.h

  // ---- SOL_SOCKET

  static final int SO_ACCEPTCONN = 0x0002; // winsock2.h
  static final int SO_REUSEADDR = 0x0004; // winsock2.h
  static final int SO_KEEPALIVE = 0x0008; // winsock2.h
  static final int SO_DONTROUTE = 0x0010; // winsock2.h
  static final int SO_BROADCAST = 0x0020; // winsock2.h
  static final int SO_LINGER = 0x0080; // winsock2.h
  static final int SO_OOBINLINE = 0x0100; // winsock2.h
  static final int SO_EXCLUSIVEADDRUSE = ~SO_REUSEADDR; // winsock2.h
  static final int SO_SNDBUF = 0x1001; // winsock2.h
  static final int SO_RCVBUF = 0x1002; // winsock2.h
  static final int SO_ERROR = 0x1007; // winsock2.h
  static final int SO_TYPE = 0x1008; // winsock2.h
  static final int SO_PROTOCOL_INFOW = 0x2005; // winsock2.h

  // ---- IPPROTO_IP

  static final int IP_TOS = 3; // ws2ipdef.h
  static final int IP_TTL = 4; // ws2ipdef.h
  static final int IP_MULTICAST_IF = 9; // ws2ipdef.h
  static final int IP_MULTICAST_TTL = 10; // ws2ipdef.h
  static final int IP_MULTICAST_LOOP = 11; // ws2ipdef.h
  static final int IP_ADD_MEMBERSHIP = 12; // ws2ipdef.h
  static final int IP_DROP_MEMBERSHIP = 13; // ws2ipdef.h
  static final int IP_ADD_SOURCE_MEMBERSHIP = 15; // ws2ipdef.h
  static final int IP_DROP_SOURCE_MEMBERSHIP = 16; // ws2ipdef.h
  static final int IP_BLOCK_SOURCE = 17; // ws2ipdef.h
  static final int IP_UNBLOCK_SOURCE = 18; // ws2ipdef.h
  static final int IP_PKTINFO = 19; // ws2ipdef.h
  static final int IP_MTU_DISCOVER = 71; // ws2ipdef.h
  static final int IP_MTU = 73; // ws2ipdef.h

  // ---- IPPROTO_IPV6

  static final int IPV6_UNICAST_HOPS = 4; // ws2ipdef.h
  static final int IPV6_MULTICAST_IF = 9; // ws2ipdef.h
  static final int IPV6_MULTICAST_HOPS = 10; // ws2ipdef.h
  static final int IPV6_MULTICAST_LOOP = 11; // ws2ipdef.h
  static final int IPV6_ADD_MEMBERSHIP = 12; // ws2ipdef.h
  static final int IPV6_DROP_MEMBERSHIP = 13; // ws2ipdef.h
  static final int IPV6_PKTINFO = 19; // ws2ipdef.h
  static final int IPV6_V6ONLY = 27; // ws2ipdef.h
  static final int IPV6_TCLASS = 39; // ws2ipdef.h
  static final int IPV6_MTU_DISCOVER = 71; // ws2ipdef.h
  static final int IPV6_MTU = 72; // ws2ipdef.h

  // ---- either of them

  static final int MCAST_JOIN_GROUP = 41; // ws2ipdef.h
  static final int MCAST_LEAVE_GROUP = 42; // ws2ipdef.h
  static final int MCAST_BLOCK_SOURCE = 43; // ws2ipdef.h
  static final int MCAST_UNBLOCK_SOURCE = 44; // ws2ipdef.h
  static final int MCAST_JOIN_SOURCE_GROUP = 45; // ws2ipdef.h
  static final int MCAST_LEAVE_SOURCE_GROUP = 46; // ws2ipdef.h

  // ---- values of IP_MTU_DISCOVER

  static final int IP_PMTUDISC_NOT_SET = 0; // ws2ipdef.h, PMTUD_STATE
  static final int IP_PMTUDISC_DO = 1; // ws2ipdef.h
  static final int IP_PMTUDISC_DONT = 2; // ws2ipdef.h
  static final int IP_PMTUDISC_PROBE = 3; // ws2ipdef.h

  // ---- IPPROTO_TCP

  static final int TCP_NODELAY = 0x0001; // winsock2.h
  static final int TCP_KEEPIDLE = 3; // ws2ipdef.h, as TCP_KEEPALIVE; Windows 10 1709
  static final int TCP_MAXSEG = 4; // ws2ipdef.h
  static final int TCP_MAXRTMS = 14; // ws2ipdef.h
  static final int TCP_KEEPCNT = 16; // ws2ipdef.h, Windows 10 1703
  static final int TCP_KEEPINTVL = 17; // ws2ipdef.h, Windows 10 1709

  // ---- IPPROTO_UDP

  static final int UDP_SEND_MSG_SIZE = 2; // ws2ipdef.h, Windows 10 2004

  // ---- codes of WSAIoctl

  static final int SIO_UDP_CONNRESET = 0x9800_000c; // mswsock.h, _WSAIOW(IOC_VENDOR, 12)
  static final int SIO_TCP_INFO = 0xd800_0027; // mstcpip.h, _WSAIORW(IOC_VENDOR, 39)
}

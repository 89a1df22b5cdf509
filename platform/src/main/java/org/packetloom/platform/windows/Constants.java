// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

/**
 * Constants of the Windows headers, the same on x86-64 and aarch64. Error numbers are in {@link
 * WindowsErrors}, NTSTATUS values in {@link NtStatus}.
 */
final class Constants {
  private Constants() {}

  static final int AF_UNSPEC = 0; // ws2def.h
  static final int AF_UNIX = 1; // ws2def.h
  static final int AF_INET = 2; // ws2def.h
  static final int AF_INET6 = 23; // ws2def.h
  static final int SOCK_STREAM = 1; // ws2def.h
  static final int SOCK_DGRAM = 2; // ws2def.h
  static final int IPPROTO_TCP = 6; // ws2def.h
  static final int IPPROTO_UDP = 17; // ws2def.h
  static final int IPPROTO_IP = 0; // ws2def.h
  static final int IPPROTO_IPV6 = 41; // ws2def.h

  static final long INVALID_SOCKET = -1; // winsock2.h
  static final int WSA_FLAG_OVERLAPPED = 0x01; // winsock2.h
  static final int WSA_FLAG_NO_HANDLE_INHERIT = 0x80; // winsock2.h
  static final int FIONBIO = 0x8004667E; // winsock2.h
  static final int FIONREAD = 0x4004667F; // winsock2.h
  static final int MSG_OOB = 0x1; // winsock2.h
  static final int MSG_PEEK = 0x2; // winsock2.h
  static final int MSG_DONTROUTE = 0x4; // winsock2.h
  static final int SD_RECEIVE = 0; // winsock2.h
  static final int SD_SEND = 1; // winsock2.h
  static final int SD_BOTH = 2; // winsock2.h
  static final int SOMAXCONN = 0x7fffffff; // winsock2.h
  static final int SOL_SOCKET = 0xffff; // ws2def.h
  static final int SO_REUSEADDR = 0x4; // ws2def.h
  static final int SO_LINGER = 0x80; // ws2def.h
  static final int SO_ACCEPTCONN = 0x2; // ws2def.h
  static final int SO_ERROR = 0x1007; // ws2def.h
  static final int SO_TYPE = 0x1008; // ws2def.h
  static final int SO_EXCLUSIVEADDRUSE = ~SO_REUSEADDR; // winsock2.h
  static final int SO_UPDATE_ACCEPT_CONTEXT = 0x700B; // mswsock.h
  static final int SO_UPDATE_CONNECT_CONTEXT = 0x7010; // mswsock.h
  static final int IPV6_V6ONLY = 27; // ws2ipdef.h
  static final int TCP_NODELAY = 1; // ws2ipdef.h

  static final int SIO_GET_EXTENSION_FUNCTION_POINTER = 0xC8000006; // ws2def.h
  static final int SIO_BASE_HANDLE = 0x48000022; // mswsock.h
  static final int SIO_UDP_CONNRESET = 0x9800000C; // mswsock.h

  /** WSAID_ACCEPTEX of mswsock.h, as it lies in memory. */
  static final long[] WSAID_ACCEPTEX = {0x11cf_cbac_b536_7df1L, 0x92a1_485f_8000_ca95L};

  /** WSAID_CONNECTEX of mswsock.h, as it lies in memory. */
  static final long[] WSAID_CONNECTEX = {0x4660_ddf3_25a2_07b9L, 0x3e06_748c_e576_e98eL};

  /** WSAID_WSARECVMSG of mswsock.h, as it lies in memory. */
  static final long[] WSAID_WSARECVMSG = {0x436b_6f1f_f689_d7c8L, 0x22c3_51e3_4fe5_538aL};

  /** WSAID_DISCONNECTEX of mswsock.h, as it lies in memory. */
  static final long[] WSAID_DISCONNECTEX = {0x436f_8630_7fda_2e11L, 0x57c1_eea6_36f5_31a0L};

  static final long INVALID_HANDLE_VALUE = -1; // handleapi.h
  static final int FILE_SKIP_COMPLETION_PORT_ON_SUCCESS = 0x1; // winbase.h
  static final int FILE_SKIP_SET_EVENT_ON_HANDLE = 0x2; // winbase.h
  static final int INFINITE = 0xFFFFFFFF; // winbase.h
  static final int GENERIC_READ = 0x80000000; // winnt.h
  static final int GENERIC_WRITE = 0x40000000; // winnt.h
  static final int SYNCHRONIZE = 0x00100000; // winnt.h
  static final int FILE_SHARE_READ = 0x1; // winnt.h
  static final int FILE_SHARE_WRITE = 0x2; // winnt.h
  static final int FILE_SHARE_DELETE = 0x4; // winnt.h
  static final int OPEN_EXISTING = 3; // fileapi.h
  static final int FILE_OPEN = 1; // winternl.h
  static final int FILE_FLAG_OVERLAPPED = 0x40000000; // winbase.h
  static final int FILE_FLAG_BACKUP_SEMANTICS = 0x02000000; // winbase.h

  static final int IOCTL_AFD_POLL = 0x00012024; // wine/afd.h, ntafd.h of phnt
  static final int AFD_POLL_RECEIVE = 0x1; // ntafd.h
  static final int AFD_POLL_RECEIVE_EXPEDITED = 0x2; // ntafd.h
  static final int AFD_POLL_SEND = 0x4; // ntafd.h
  static final int AFD_POLL_DISCONNECT = 0x8; // ntafd.h
  static final int AFD_POLL_ABORT = 0x10; // ntafd.h
  static final int AFD_POLL_LOCAL_CLOSE = 0x20; // ntafd.h
  static final int AFD_POLL_ACCEPT = 0x80; // ntafd.h
  static final int AFD_POLL_CONNECT_FAIL = 0x100; // ntafd.h
}

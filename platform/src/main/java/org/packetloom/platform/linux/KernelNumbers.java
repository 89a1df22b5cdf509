// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

/** Numbers of system calls on x86-64: asm/unistd_64.h. */
final class KernelNumbers {
  private KernelNumbers() {}

  static final int SYS_read = 0;
  static final int SYS_write = 1;
  static final int SYS_close = 3;
  static final int SYS_poll = 7;
  static final int SYS_sendto = 44;
  static final int SYS_recvfrom = 45;
  static final int SYS_epoll_ctl = 233;
  static final int SYS_epoll_pwait = 281;
  static final int SYS_accept4 = 288;
  static final int SYS_recvmmsg = 299;
  static final int SYS_sendmmsg = 307;
}

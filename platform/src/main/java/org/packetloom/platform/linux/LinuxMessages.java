// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.packetloom.platform.unix.Binder;
import org.packetloom.platform.unix.Errno;
import org.packetloom.platform.unix.LibCMessages;

/** The C library's calls that move whole messages, several of them in one call. */
class LinuxMessages extends LibCMessages {
  private static final long NULL = 0;

  LinuxMessages() {
    super(LinuxSystem.SYSTEM.layout());
  }

  @Override
  public int recvmmsg(int fd, long messages, int count, int flags, Errno errno) {
    try {
      int n =
          (int)
              LinuxSymbols.RECVMMSG.invokeExact(errno.segment(), fd, messages, count, flags, NULL);
      return n < 0 ? errno.negated() : n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int sendmmsg(int fd, long messages, int count, int flags, Errno errno) {
    try {
      int n = (int) LinuxSymbols.SENDMMSG.invokeExact(errno.segment(), fd, messages, count, flags);
      return n < 0 ? errno.negated() : n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.packetloom.platform.unix.Binder;
import org.packetloom.platform.unix.Errno;
import org.packetloom.platform.unix.ErrnoMemory;
import org.packetloom.platform.unix.LibCPolls;

/** The C library's calls that wait for events with poll(2), and eventfd(2) to end the wait. */
class LinuxPolls extends LibCPolls {
  private final ErrnoMemory errnos;

  LinuxPolls(ErrnoMemory errnos) {
    super(errnos);
    this.errnos = errnos;
  }

  @Override
  public int wakeup(int[] two) {
    int flags = Constants.EFD_CLOEXEC | Constants.EFD_NONBLOCK;
    try {
      Errno errno = errnos.next();
      int result = (int) LinuxSymbols.EVENTFD.invokeExact(errno.segment(), 0, flags);
      two[0] = result;
      two[1] = result;
      return result < 0 ? errno.negated() : 0;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.packetloom.platform.unix.Binder;
import org.packetloom.platform.unix.Errno;
import org.packetloom.platform.unix.ErrnoMemory;
import org.packetloom.platform.unix.LibCStreams;

/** The C library's calls that streams need, splice(2) and sendfile(2) among them. */
final class LinuxStreams extends LibCStreams {
  private static final int SPLICE = Constants.SPLICE_F_MOVE | Constants.SPLICE_F_NONBLOCK;

  LinuxStreams(ErrnoMemory errnos) {
    super(errnos, LinuxErrors.TABLE);
  }

  @Override
  public int splice(int in, int out, int length, Errno errno) {
    MemorySegment none = MemorySegment.NULL;
    try {
      long n =
          (long)
              LinuxSymbols.SPLICE.invokeExact(
                  errno.segment(), in, none, out, none, (long) length, SPLICE);
      return n < 0 ? errno.negated() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int sendfile(int out, int in, long position, int count, Errno errno) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment offset = arena.allocateFrom(ValueLayout.JAVA_LONG, position);
      long n =
          (long) LinuxSymbols.SENDFILE.invokeExact(errno.segment(), out, in, offset, (long) count);
      return n < 0 ? errno.negated() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }
}

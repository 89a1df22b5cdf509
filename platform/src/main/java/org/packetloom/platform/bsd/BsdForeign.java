// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.packetloom.platform.unix.Binder;
import org.packetloom.platform.unix.FileNumbers;
import org.packetloom.platform.unix.Posix;
import org.packetloom.platform.unix.SocketAddresses;
import org.packetloom.platform.unix.UnixCalls;
import org.packetloom.platform.unix.UnixError;
import org.packetloom.platform.unix.UnixForeign;

/**
 * Looks at and copies descriptors that others opened, and makes pipes with a name, on a system with
 * kqueue(2).
 */
final class BsdForeign extends UnixForeign {
  private static final int LONGEST_NAME = 1024; // sys/syslimits.h: PATH_MAX

  private final UnixCalls calls;

  BsdForeign(UnixCalls calls) {
    super(calls);
    this.calls = calls;
  }

  /** {@inheritDoc} A master has no name, by which it could be opened once more. */
  @Override
  protected boolean isMaster(FileNumbers numbers) {
    return false;
  }

  @Override
  protected int domainAndProtocol(int descriptor, int[] two) {
    byte[] sockaddr = new byte[SocketAddresses.SIZE];
    int result = calls.descriptors().getsockname(descriptor, sockaddr, new int[] {sockaddr.length});
    if (result < 0) {
      return result;
    }
    int[] type = new int[1];
    result = option(descriptor, calls.system().sockets().SO_TYPE(), type);
    two[0] = calls.system().addresses().family(sockaddr);
    two[1] = two[0] != Posix.AF_UNIX && type[0] == Posix.SOCK_STREAM ? Posix.IPPROTO_TCP : 0;
    return result;
  }

  @Override
  protected boolean isReference(int found) {
    return false;
  }

  /**
   * {@inheritDoc}
   *
   * <p>A terminal is opened by its name. What /dev/fd opens shares everything with the descriptor:
   * so a pipe cannot be opened once more, and has to be waited for by a thread.
   */
  @Override
  public int reopen(int descriptor, int direction) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      MemorySegment name = arena.allocate(LONGEST_NAME);
      int error =
          (int) Terminals.TTYNAME_R.invokeExact(errno, descriptor, name, (long) LONGEST_NAME);
      if (error != 0) {
        return -calls.system().errors().number(UnixError.EOPNOTSUPP);
      }
      byte[] path = name.toArray(JAVA_BYTE); // with zero bytes to its end
      return open(path, direction);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** Linked at first use. */
  private static final class Terminals {
    /** Returns the error number, and sets none. */
    static final MethodHandle TTYNAME_R =
        Binder.waiting("ttyname_r", JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG);
  }
}

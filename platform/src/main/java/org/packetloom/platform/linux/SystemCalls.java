// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.packetloom.platform.unix.ByteCalls;
import org.packetloom.platform.unix.DescriptorCalls;
import org.packetloom.platform.unix.ErrnoMemory;
import org.packetloom.platform.unix.LibCBytes;
import org.packetloom.platform.unix.LibCFiles;
import org.packetloom.platform.unix.LibCFlaggedDescriptors;
import org.packetloom.platform.unix.LibCSocketBytes;
import org.packetloom.platform.unix.MessageCalls;
import org.packetloom.platform.unix.PollCalls;
import org.packetloom.platform.unix.UnixCalls;

/**
 * The system calls in use, as {@link UnixCalls} says of those that every Unix has.
 *
 * @param unix those that every Unix has
 * @param events those of epoll
 * @param rings those of io_uring
 * @param devices those that set devices up
 */
record SystemCalls(UnixCalls unix, EventCalls events, RingCalls rings, DeviceCalls devices) {
  /** Those that enter the kernel by themselves, if that can be, and otherwise the C library's. */
  static SystemCalls here() {
    return KernelCode.missing().isEmpty() ? ofKernel() : ofLibC();
  }

  /** Those of {@link KernelCode}, which must be there, and of the C library for all others. */
  static SystemCalls ofKernel() {
    ErrnoMemory errnos = new ErrnoMemory();
    return new SystemCalls(
        unix(
            errnos,
            new KernelBytes(),
            new KernelSocketBytes(),
            new KernelMessages(),
            new KernelDescriptors(errnos),
            new KernelPolls(errnos)),
        new KernelEvents(errnos),
        new KernelRing(errnos),
        new LibCDevices());
  }

  /** Those of the C library. */
  static SystemCalls ofLibC() {
    ErrnoMemory errnos = new ErrnoMemory();
    return new SystemCalls(
        unix(
            errnos,
            new LibCBytes(),
            new LibCSocketBytes(LinuxSystem.SYSTEM.sockets()),
            new LinuxMessages(),
            new LibCFlaggedDescriptors(errnos),
            new LinuxPolls(errnos)),
        new LibCEvents(errnos),
        new LibCRing(errnos),
        new LibCDevices());
  }

  private static UnixCalls unix(
      ErrnoMemory errnos,
      ByteCalls bytes,
      ByteCalls socketBytes,
      MessageCalls messages,
      DescriptorCalls descriptors,
      PollCalls polls) {
    return new UnixCalls(
        LinuxSystem.SYSTEM,
        bytes,
        socketBytes,
        messages,
        descriptors,
        polls,
        new LinuxStreams(errnos),
        new LibCFiles(errnos),
        new LinuxPathCalls());
  }
}

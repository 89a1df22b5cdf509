// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.packetloom.platform.unix.ErrnoMemory;
import org.packetloom.platform.unix.LibCBytes;
import org.packetloom.platform.unix.LibCFiles;
import org.packetloom.platform.unix.LibCFlaggedDescriptors;
import org.packetloom.platform.unix.LibCSocketBytes;
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
  /** Those of the C library. */
  static SystemCalls ofLibC() {
    ErrnoMemory errnos = new ErrnoMemory();
    return new SystemCalls(
        new UnixCalls(
            LinuxSystem.SYSTEM,
            new LibCBytes(),
            new LibCSocketBytes(LinuxSystem.SYSTEM.sockets()),
            new LinuxMessages(),
            new LibCFlaggedDescriptors(errnos),
            new LinuxPolls(errnos),
            new LinuxStreams(errnos),
            new LibCFiles(errnos),
            new LinuxPathCalls()),
        new LibCEvents(errnos),
        new LibCRing(errnos),
        new LibCDevices());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

/**
 * The system calls in use, as Java methods: collaborators, so that tests can bring failing ones.
 *
 * <p>Each returns the result or the negated error number. EINTR is passed on; who calls tries
 * again. Methods are named as in section 2 of the manual, with what differs from there in a
 * comment. {@code Errno} and {@code WaitMemory} arguments belong to the caller for the length of
 * the call.
 */
record SystemCalls(
    ByteCalls bytes,
    ByteCalls socketBytes,
    MessageCalls messages,
    DescriptorCalls descriptors,
    EventCalls events,
    RingCalls rings,
    StreamCalls streams,
    DeviceCalls devices,
    FileCalls files,
    PathCalls paths) {
  /** Those of the C library. */
  static SystemCalls ofLibC() {
    ErrnoMemory errnos = new ErrnoMemory();
    return new SystemCalls(
        new LibCBytes(),
        new LibCSocketBytes(),
        new LibCMessages(),
        new LibCDescriptors(errnos),
        new LibCEvents(errnos),
        new LibCRing(errnos),
        new LibCStreams(errnos),
        new LibCDevices(),
        new LibCFiles(errnos),
        new LibCPaths());
  }
}

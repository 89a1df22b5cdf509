// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.packetloom.platform.unix.StreamCalls;
import org.packetloom.platform.unix.UnixDescriptors;

/** Opens, names, sets and closes descriptors on Linux. */
final class LinuxDescriptors extends UnixDescriptors {
  private final StreamCalls calls;

  LinuxDescriptors(SystemCalls calls, LinuxTunnels devices) {
    super(calls.unix(), new LinuxSettings(calls, devices));
    this.calls = calls.unix().streams();
  }

  @Override
  public int pipeCapacity(int descriptor, int bytes) {
    return calls.fcntl(descriptor, Constants.F_SETPIPE_SZ, bytes);
  }
}

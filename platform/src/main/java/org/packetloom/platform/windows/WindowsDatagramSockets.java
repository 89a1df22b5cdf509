// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import org.packetloom.platform.DatagramFeature;
import org.packetloom.platform.DatagramSockets;
import org.packetloom.platform.MessageBatch;
import org.packetloom.platform.MulticastMembership;

/** Not there yet. */
final class WindowsDatagramSockets implements DatagramSockets {
  private static final int MISSING = -WindowsErrors.ERROR_CALL_NOT_IMPLEMENTED;

  WindowsDatagramSockets(WindowsSystem system) {}

  @Override
  public int hasFeature(int descriptor, DatagramFeature feature) {
    return MISSING;
  }

  @Override
  public int feature(int descriptor, DatagramFeature feature, boolean isOn) {
    return MISSING;
  }

  @Override
  public int multicast(int descriptor, MulticastMembership membership, boolean isJoin) {
    return MISSING;
  }

  @Override
  public int block(int descriptor, MulticastMembership sender, boolean isBlocked) {
    return MISSING;
  }

  @Override
  public MessageBatch batch(int capacity, int bytesEach) {
    throw new UnsupportedOperationException("not there yet");
  }
}

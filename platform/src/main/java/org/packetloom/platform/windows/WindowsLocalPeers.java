// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import org.packetloom.platform.Attachments;
import org.packetloom.platform.LocalPeers;

/** Windows does not tell who is at the other end of a Unix-domain socket. */
final class WindowsLocalPeers implements LocalPeers {
  @Override
  public int credentials(int descriptor, Attachments.Sender[] into) {
    return UNSUPPORTED;
  }

  @Override
  public int groups(int descriptor, int[] into) {
    return UNSUPPORTED;
  }

  @Override
  public int process(int descriptor) {
    return UNSUPPORTED;
  }
}

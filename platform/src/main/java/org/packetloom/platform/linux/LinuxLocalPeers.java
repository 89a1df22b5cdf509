// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.packetloom.platform.Attachments;
import org.packetloom.platform.LocalPeers;
import org.packetloom.platform.SocketSettings;

/** Who is at the other end of a Unix-domain socket on Linux: options of level SOL_SOCKET. */
final class LinuxLocalPeers implements LocalPeers {
  private final SocketSettings settings;

  LinuxLocalPeers(SocketSettings settings) {
    this.settings = settings;
  }

  @Override
  public int credentials(int descriptor, Attachments.Sender[] into) {
    int[] ucred = new int[3];
    int size = read(descriptor, Constants.SO_PEERCRED, ucred);
    if (size < 0) {
      return size;
    }
    into[0] = new Attachments.Sender(ucred[0], ucred[1], ucred[2]);
    return 0;
  }

  @Override
  public int groups(int descriptor, int[] into) {
    int size = read(descriptor, Constants.SO_PEERGROUPS, into);
    return size == -LinuxErrors.ENODATA ? 0 : size;
  }

  @Override
  public int process(int descriptor) {
    int[] opened = new int[1];
    int size = read(descriptor, Constants.SO_PEERPIDFD, opened);
    if (size == -LinuxErrors.ENOPROTOOPT) {
      return UNSUPPORTED;
    }
    return size < 0 ? size : opened[0];
  }

  /** How many numbers there are. */
  private int read(int descriptor, int name, int[] into) {
    byte[] room = new byte[into.length * Integer.BYTES];
    int size = settings.readSetting(descriptor, Constants.SOL_SOCKET, name, room);
    if (size < 0) {
      return size;
    }
    int count = size / Integer.BYTES;
    ByteBuffer.wrap(room).order(ByteOrder.nativeOrder()).asIntBuffer().get(into, 0, count);
    return count;
  }
}

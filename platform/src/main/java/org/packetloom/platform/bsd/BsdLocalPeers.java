// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import org.packetloom.platform.Attachments;
import org.packetloom.platform.LocalPeers;
import org.packetloom.platform.SocketSettings;

/**
 * Who is at the other end of a Unix-domain socket: options of level SOL_LOCAL, which getpeereid(3)
 * is made of. The numbers are those of the peer when it connected or listened.
 */
final class BsdLocalPeers implements LocalPeers {
  private final SocketSettings settings;
  private final PeerLayout layout;

  BsdLocalPeers(SocketSettings settings, PeerLayout layout) {
    this.settings = settings;
    this.layout = layout;
  }

  @Override
  public int credentials(int descriptor, Attachments.Sender[] into) {
    byte[] room = new byte[layout.size()];
    int size = settings.readSetting(descriptor, layout.level(), layout.option(), room);
    if (size < 0) {
      return size;
    }
    int process = process(descriptor, room);
    if (process < 0) {
      return process;
    }
    into[0] = sender(process, room, layout);
    return 0;
  }

  /** The number of the process, 0 if the system does not tell it. */
  private int process(int descriptor, byte[] xucred) {
    if (layout.processOption() < 0) {
      return MemorySegment.ofArray(xucred).get(JAVA_INT_UNALIGNED, layout.process());
    }
    byte[] room = new byte[Integer.BYTES];
    int size = settings.readSetting(descriptor, layout.level(), layout.processOption(), room);
    return size < 0 ? size : MemorySegment.ofArray(room).get(JAVA_INT_UNALIGNED, 0);
  }

  static Attachments.Sender sender(int process, byte[] xucred, PeerLayout layout) {
    MemorySegment memory = MemorySegment.ofArray(xucred);
    int user = memory.get(JAVA_INT_UNALIGNED, layout.user());
    int group = memory.get(JAVA_INT_UNALIGNED, layout.groups());
    return new Attachments.Sender(process, user, group);
  }

  @Override
  public int groups(int descriptor, int[] into) {
    byte[] room = new byte[layout.size()];
    int size = settings.readSetting(descriptor, layout.level(), layout.option(), room);
    return size < 0 ? size : groups(room, layout, into);
  }

  /** The groups behind the first, which is the effective one. */
  static int groups(byte[] xucred, PeerLayout layout, int[] into) {
    if (layout.count() < 0) {
      return 0;
    }
    MemorySegment memory = MemorySegment.ofArray(xucred);
    int count = memory.get(JAVA_SHORT_UNALIGNED, layout.count());
    int others = Math.clamp(count - 1L, 0, PeerLayout.MOST_GROUPS - 1);
    for (int i = 0; i < others; i++) {
      long at = layout.groups() + (i + 1L) * Integer.BYTES;
      into[i] = memory.get(JAVA_INT_UNALIGNED, at);
    }
    return others;
  }

  @Override
  public int process(int descriptor) {
    return UNSUPPORTED;
  }
}

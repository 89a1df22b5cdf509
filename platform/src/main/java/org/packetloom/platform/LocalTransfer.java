// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.nio.ByteBuffer;

/**
 * What Unix-domain sockets can do beyond reading and writing, one attempt at a time.
 *
 * <p>Attempts are made, waited for and repeated as those of the {@link Transfer} it belongs to, and
 * by the same threads: whoever has the turn of the direction.
 */
public interface LocalTransfer {
  /** Result: the peer has ended its writing, or is gone. */
  int END = Integer.MIN_VALUE + 2;

  /**
   * Asks for the size of the record that comes next, and leaves it where it is; of direction {@link
   * Transfer#READ}. Of a {@link DescriptorKind#SEQPACKET} with {@link SocketSetting#TIMESTAMPS}
   * switched on, which is what tells an empty record from the end.
   *
   * @return its size, 0 for an empty one; {@link #END}; {@link Transfer#NOT_READY}; or the negated
   *     error number
   */
  int nextRecord();

  /**
   * Receives one message, or a piece of a stream, with what came along; of direction {@link
   * Transfer#READ}.
   *
   * @param destination not read-only, with at least 1 byte remaining if it is a stream; its
   *     position stays
   * @param into receives what came along
   * @return the size of the whole message, which may be more than fits and is then lost; {@link
   *     #END}, but not for datagrams; {@link Transfer#NOT_READY}; or the negated error number
   */
  int tryReceive(ByteBuffer destination, Attachments into);

  /**
   * Sends one message, or a piece of a stream, with descriptors; of direction {@link
   * Transfer#WRITE}.
   *
   * @param source with at least 1 byte remaining if it is a stream; its position stays
   * @param peer where to; {@link NativeAddress.None} for the connected peer
   * @param descriptors what goes along, at most {@link Attachments#MOST}; the caller keeps its own
   * @return the bytes that were taken, all of them for a message, and then all descriptors; {@link
   *     Transfer#NOT_READY}; or the negated error number
   */
  int trySend(ByteBuffer source, NativeAddress peer, int[] descriptors);
}

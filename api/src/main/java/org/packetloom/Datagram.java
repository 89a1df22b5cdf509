// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.net.SocketAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of one received datagram, besides its bytes.
 *
 * @param size bytes that were put into the buffer, 0 for an empty datagram; −1 if there was none
 * @param fullSize bytes of the datagram as it was sent, at least {@code size}; the rest is lost
 * @param sender where it came from; empty where datagrams have no senders, as of a TUN device or of
 *     a Unix-domain socket without a name
 */
public record Datagram(int size, int fullSize, Optional<SocketAddress> sender) {
  /** No datagram: what a connector with {@code blocking=no} gives when none is there. */
  public static final Datagram NONE = new Datagram(-1, -1, Optional.empty());

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if they contradict each other
   */
  public Datagram {
    if (size < -1 || fullSize < size || size == -1 && fullSize != -1) {
      throw new IllegalArgumentException("size " + size + " of " + fullSize);
    }
    Objects.requireNonNull(sender, "sender");
  }

  /**
   * Whether there was a datagram at all; only a connector with {@code blocking=no} gives none.
   *
   * @return false for {@link #NONE}
   */
  public boolean isPresent() {
    return size >= 0;
  }

  /**
   * Whether the buffer was too small, so that the end of the datagram is lost.
   *
   * @return true if {@code fullSize} is greater than {@code size}
   */
  public boolean isTruncated() {
    return fullSize > size;
  }
}

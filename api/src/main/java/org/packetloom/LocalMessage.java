// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of one message over a Unix-domain socket, besides its bytes: a record, a datagram
 * or a piece of a stream.
 *
 * @param size bytes that were put into the buffer
 * @param fullSize bytes of the message as it was sent; more than {@code size} only for a datagram,
 *     whose rest is lost
 * @param isEnd whether this is no message: the peer has ended its writing, and {@code size} is 0
 * @param sender where a datagram came from; empty for a stream or a record, and for a sender
 *     without a name
 * @param descriptors what came along, to be adopted, taken or closed
 * @param descriptorsLost whether more came along than there was room for or this process may have
 *     open; the system closed those
 * @param credentials who sent it, if {@link ConnectorOptions#SO_PASSCRED} is switched on
 */
public record LocalMessage(
    int size,
    int fullSize,
    boolean isEnd,
    Optional<SocketAddress> sender,
    List<PassedDescriptor> descriptors,
    boolean descriptorsLost,
    Optional<PeerCredentials> credentials)
    implements Closeable {
  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if they contradict each other
   */
  public LocalMessage {
    if (size < 0 || fullSize < size || (isEnd && fullSize > 0)) {
      throw new IllegalArgumentException("size " + size + " of " + fullSize);
    }
    Objects.requireNonNull(sender, "sender");
    descriptors = List.copyOf(descriptors);
    Objects.requireNonNull(credentials, "credentials");
  }

  /** Closes the descriptors that were neither adopted nor taken. */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (PassedDescriptor each : descriptors) {
      try {
        each.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}

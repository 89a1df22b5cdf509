// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes bytes out of a buffer that is lent to it. */
@FunctionalInterface
public interface BufferConsumer {
  /**
   * Takes as many bytes as it likes by moving the position.
   *
   * @param bytes read-only, and big-endian whatever the consumer before has made of it; valid
   *     during the call only: afterwards its memory is used for other connections
   * @throws IOException for any reason; it reaches the caller of {@link Lookahead#receive}
   */
  void accept(ByteBuffer bytes) throws IOException;
}

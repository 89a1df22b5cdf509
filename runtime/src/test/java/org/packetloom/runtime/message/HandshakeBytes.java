// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Datagrams of a handshake, as a stranger would make them. */
final class HandshakeBytes {
  private HandshakeBytes() {}

  static ByteBuffer wrap(byte[] bytes) {
    return ByteBuffer.wrap(bytes.clone());
  }

  /** Makes the sum at the end right. */
  static void sum(byte[] datagram) {
    var sum = new CRC32C();
    sum.update(datagram, 0, datagram.length - 4);
    ByteBuffer.wrap(datagram).putInt(datagram.length - 4, (int) sum.getValue());
  }
}

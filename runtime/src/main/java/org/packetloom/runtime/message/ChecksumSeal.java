// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.util.zip.CRC32C;

/**
 * Closes packets by CRC-32C (RFC 3720, appendix B.4) over a secret, the packet's whole number, and
 * its bytes: guards against damage, and against who does not know the secret and cannot listen.
 */
final class ChecksumSeal implements PacketSeal {
  private static final int SIZE = 4;

  private final CRC32C sum = new CRC32C();

  /** The secret, and room for the packet number. */
  private final byte[] prefix = new byte[16];

  /**
   * Makes the seal.
   *
   * @param secret what both sides know: the protocol, the session
   */
  ChecksumSeal(long secret) {
    Wire.putLong(prefix, 0, secret);
  }

  @Override
  public int overhead() {
    return SIZE;
  }

  @Override
  public void seal(long packetNumber, byte[] packet, int from, int bodyFrom, int end) {
    Wire.putInt(packet, end, sum(packetNumber, packet, from, end));
  }

  @Override
  public int open(long packetNumber, byte[] packet, int from, int bodyFrom, int end) {
    int bodyEnd = end - SIZE;
    return bodyEnd >= bodyFrom
            && Wire.getInt(packet, bodyEnd) == sum(packetNumber, packet, from, bodyEnd)
        ? bodyEnd
        : -1;
  }

  private int sum(long packetNumber, byte[] packet, int from, int end) {
    Wire.putLong(prefix, 8, packetNumber);
    sum.reset();
    sum.update(prefix, 0, prefix.length);
    sum.update(packet, from, end - from);
    return (int) sum.getValue();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/**
 * How the data packets of one side of a connection are closed against change: a checksum, or
 * authenticated encryption.
 *
 * <p>Used by one thread at a time. Allocates nothing where the JDK lets it.
 */
interface PacketSeal {
  /** Bytes that a sealed packet is longer: they follow the frames. */
  int overhead();

  /**
   * Seals a packet in place: what lies in {@code bodyFrom..end} may be encrypted, and {@link
   * #overhead} bytes are put behind it.
   *
   * @param packetNumber number of the packet, never twice on one connection and direction
   * @param packet has the packet
   * @param from where its header begins, which is protected too but not encrypted
   * @param bodyFrom where the frames begin
   * @param end where they end
   */
  void seal(long packetNumber, byte[] packet, int from, int bodyFrom, int end);

  /**
   * Checks a packet, and decrypts it in place.
   *
   * @param packetNumber the number it says it has
   * @param packet has the packet
   * @param from where its header begins
   * @param bodyFrom where the frames begin
   * @param end where the packet ends, overhead and all
   * @return where the frames end; −1 if the packet is not genuine (it may have been changed then)
   */
  int open(long packetNumber, byte[] packet, int from, int bodyFrom, int end);
}

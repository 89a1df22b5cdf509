// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.packetloom.platform.InterfaceAddresses;

/**
 * Names the interface that packets to multicast groups leave through, by number: version 4 of the
 * protocol tells back one of its addresses.
 */
public final class MulticastInterfaces {
  /** Offsets in {@code struct ip_mreqn}. */
  private static final int ADDRESS = 4;

  private static final int NUMBER = 8;
  private static final int SIZE = 12;

  /** Below this an answer is a number: as an address it would be of the network 0. */
  private static final int ADDRESS_SIZE = 4;

  private MulticastInterfaces() {}

  /** What to set: the number for both versions, and an address to be told back. */
  static byte[] request(int number) {
    ByteBuffer request = ByteBuffer.allocate(SIZE).order(ByteOrder.nativeOrder());
    request.putInt(0, number);
    request.putInt(NUMBER, number);
    InterfaceAddresses.of(number).ifPresent(address -> request.put(ADDRESS, address.getAddress()));
    return request.array();
  }

  /** The number in an answer: as it is, or that of the interface with the address; 0 if none. */
  static long number(byte[] answer) {
    byte[] address = Arrays.copyOf(answer, ADDRESS_SIZE);
    boolean isNumber = address[2] == 0 && address[3] == 0; // no machine has such an address
    if (isNumber) {
      return ByteBuffer.wrap(address).order(ByteOrder.nativeOrder()).getInt();
    }
    return InterfaceAddresses.number(address);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/** Reads numbers of seven bits a byte; those of a packet that was checked before. */
final class VarReader {
  int at;
  private byte[] bytes = {};

  /** Goes on with other bytes. */
  void begin(byte[] from, int first) {
    bytes = from;
    at = first;
  }

  long next() {
    long value = 0;
    int shift = 0;
    while (true) {
      byte b = bytes[at++];
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
      shift += 7;
    }
  }
}

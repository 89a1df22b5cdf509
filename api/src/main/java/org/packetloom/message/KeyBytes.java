// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

/** Checks the bytes of keys. */
final class KeyBytes {
  private static final int SIZE = 32;

  private KeyBytes() {}

  static byte[] copy(String what, byte[] bytes) {
    if (bytes.length != SIZE) {
      throw new IllegalArgumentException(what + ": " + bytes.length + " bytes, not " + SIZE);
    }
    return bytes.clone();
  }
}

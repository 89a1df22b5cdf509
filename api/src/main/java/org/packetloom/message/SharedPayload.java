// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.nio.ByteBuffer;

/**
 * Bytes that are sent to several connections without being copied for each; incubating.
 *
 * <p>Immutable. Any thread may use it.
 */
public final class SharedPayload {
  private final byte[] bytes;

  private SharedPayload(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Copies bytes once.
   *
   * @param source its remaining bytes are taken
   * @return the payload
   */
  public static SharedPayload of(ByteBuffer source) {
    var bytes = new byte[source.remaining()];
    source.get(bytes);
    return new SharedPayload(bytes);
  }

  /**
   * Its size.
   *
   * @return bytes
   */
  public int size() {
    return bytes.length;
  }

  /**
   * Copies a part of it.
   *
   * @param from where the part begins
   * @param target where it goes
   * @param at index in the target
   * @param count bytes of the part
   * @throws IndexOutOfBoundsException if the part is not within both
   */
  public void copyTo(int from, byte[] target, int at, int count) {
    System.arraycopy(bytes, from, target, at, count);
  }

  /**
   * Its bytes.
   *
   * @return a new read-only view
   */
  public ByteBuffer asBuffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  @Override
  public String toString() {
    return "payload of " + bytes.length + " bytes";
  }
}

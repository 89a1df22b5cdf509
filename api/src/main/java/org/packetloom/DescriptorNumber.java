// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

/**
 * A descriptor that belongs to someone else, by its number.
 *
 * @param number the system's number
 */
public record DescriptorNumber(int number) implements Passable {
  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public DescriptorNumber {
    if (number < 0) {
      throw new IllegalArgumentException("descriptor: " + number);
    }
  }
}

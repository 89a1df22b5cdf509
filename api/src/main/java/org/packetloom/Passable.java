// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

/**
 * What can be passed to another process over a Unix-domain socket: a {@link Connector} over
 * descriptors of the system, a {@link PassedDescriptor}, or any descriptor by its number.
 *
 * <p>The receiver gets descriptors of its own for the same open files; the sender keeps its own and
 * goes on or closes them as it likes. A connector that reads and writes through two descriptors,
 * such as one of {@code anon}, passes both, the one to read from first.
 */
public interface Passable {
  /**
   * A descriptor by its number, which must be open while it is sent.
   *
   * @param number the system's number
   * @return what can be passed
   * @throws IllegalArgumentException if it is negative
   */
  static Passable descriptor(int number) {
    return new DescriptorNumber(number);
  }
}

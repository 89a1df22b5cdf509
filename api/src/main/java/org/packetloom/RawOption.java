// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.net.SocketOption;

/**
 * An option by the system's numbers, whose value is bytes as the system stores them; made by {@link
 * ConnectorOptions#raw}.
 *
 * @param level the number of the protocol, such as 6 for TCP
 * @param optionName the number of the option
 * @param size the most bytes that its value has when it is read, 0 to 65536
 */
public record RawOption(int level, int optionName, int size) implements SocketOption<byte[]> {
  private static final int MOST_BYTES = 65_536;

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if it is not from 0 to 65536
   */
  public RawOption {
    if (size < 0 || size > MOST_BYTES) {
      throw new IllegalArgumentException("size: " + size + ", must be 0 to " + MOST_BYTES);
    }
  }

  @Override
  public String name() {
    return "option " + optionName + " of level " + level;
  }

  @Override
  public Class<byte[]> type() {
    return byte[].class;
  }

  @Override
  public String toString() {
    return name();
  }
}

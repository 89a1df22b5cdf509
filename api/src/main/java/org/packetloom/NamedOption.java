// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.net.SocketOption;

/** An option with the name that the system's headers give it. */
record NamedOption<T>(String name, Class<T> type) implements SocketOption<T> {
  static SocketOption<Boolean> ofSwitch(String name) {
    return new NamedOption<>(name, Boolean.class);
  }

  static SocketOption<Integer> ofNumber(String name) {
    return new NamedOption<>(name, Integer.class);
  }

  @Override
  public String toString() {
    return name;
  }
}

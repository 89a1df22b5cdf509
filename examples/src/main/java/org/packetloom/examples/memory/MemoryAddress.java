// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.memory;

import java.net.SocketAddress;

/** The name of an end. */
final class MemoryAddress extends SocketAddress {
  private static final long serialVersionUID = 1L;

  /** Unique among listeners, and among clients. */
  private final String name;

  MemoryAddress(String name) {
    this.name = name;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MemoryAddress that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}

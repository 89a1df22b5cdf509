// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** The address of a socket as the system sees it. */
public sealed interface NativeAddress {
  /**
   * An internet address.
   *
   * @param address resolved; the scope of an {@link java.net.Inet6Address} counts
   */
  record Internet(InetSocketAddress address) implements NativeAddress {
    /** Checks that it is resolved. */
    public Internet {
      if (address.isUnresolved()) {
        throw new IllegalArgumentException("unresolved: " + address);
      }
    }
  }

  /**
   * The address of a Unix-domain socket.
   *
   * @param name a path without the closing zero byte; or a zero byte and an abstract name; or
   *     nothing for an unnamed socket
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by content below
  record Local(byte[] name) implements NativeAddress {
    @Override
    public boolean equals(Object other) {
      return other instanceof Local that && Arrays.equals(name, that.name);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(name);
    }

    @Override
    public String toString() {
      return "Local[" + HexFormat.of().formatHex(name) + "]";
    }
  }

  /** No address, or one of a family that is not known here. */
  record None() implements NativeAddress {
    /** The one there need be. */
    public static final None NONE = new None();
  }

  /**
   * Receives an address from a call; belongs to one thread at a time. Whoever makes many such calls
   * may be one himself, which spares an object.
   */
  class Box {
    private NativeAddress address = None.NONE;

    /** Makes an empty box. */
    public Box() {}

    /**
     * The address that the last call put here.
     *
     * @return {@link None} before any
     */
    public final NativeAddress address() {
      return address;
    }

    /**
     * Puts an address here; for platforms.
     *
     * @param address the address
     */
    public final void put(NativeAddress address) {
      this.address = address;
    }
  }
}

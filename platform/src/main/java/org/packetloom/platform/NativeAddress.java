// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
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
    private static final int NO_PORT = -1;

    private NativeAddress address = None.NONE;
    private int address4;
    private int port4 = NO_PORT; // of an IPv4 address that nobody has asked for as an object
    private byte[] room = {};

    /** Makes an empty box. */
    public Box() {}

    /**
     * The address that the last call put here.
     *
     * @return {@link None} before any
     */
    public final NativeAddress address() {
      if (isInternet4()) {
        put(internet4());
      }
      return address;
    }

    private NativeAddress internet4() {
      byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(address4).array();
      try {
        return new Internet(new InetSocketAddress(InetAddress.getByAddress(bytes), port4));
      } catch (UnknownHostException e) {
        throw new AssertionError("length " + bytes.length, e);
      }
    }

    /**
     * Whether it is an IPv4 address, which the two methods below tell as numbers: five objects less
     * than {@link #address()}, after which it is not told as numbers any more.
     *
     * @return whether it is
     */
    public final boolean isInternet4() {
      return port4 != NO_PORT;
    }

    /**
     * The IPv4 address, most significant byte first.
     *
     * @return four bytes
     */
    public final int address4() {
      return address4;
    }

    /**
     * The port of the IPv4 address.
     *
     * @return 0 to 65535
     */
    public final int port4() {
      return port4;
    }

    /**
     * Puts an address here; for platforms.
     *
     * @param address the address
     */
    public final void put(NativeAddress address) {
      this.address = address;
      this.port4 = NO_PORT;
    }

    /**
     * Puts an IPv4 address here; for platforms.
     *
     * @param address most significant byte first
     * @param port 0 to 65535
     */
    public final void put4(int address, int port) {
      this.address4 = address;
      this.port4 = port;
    }

    /**
     * Memory that the system may write an address into; for platforms.
     *
     * @param bytes how much, always the same
     * @return the same at each call, with whatever was left in it
     */
    public final byte[] room(int bytes) {
      if (room.length != bytes) {
        room = new byte[bytes];
      }
      return room;
    }
  }
}

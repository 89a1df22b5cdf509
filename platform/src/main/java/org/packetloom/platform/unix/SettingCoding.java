// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.packetloom.platform.Family;
import org.packetloom.platform.SocketType;

/** How a system stores the value of a setting that is a number. */
@SuppressWarnings("EnumOrdinal") // families and types are told as ordinals
public enum SettingCoding {
  /** An int. */
  NUMBER,
  /** An int without a sign. */
  UNSIGNED,
  /** A long without a sign, an int before Linux 4.20; all bits set for none. */
  RATE,
  /** An int that is 0 or not. */
  SWITCH,
  /** An int that is reported as twice what was set. */
  DOUBLED,
  /** A {@code struct linger}. */
  LINGER,
  /** A number of {@code AF_}. */
  FAMILY,
  /** A number of {@code SOCK_}. */
  TYPE,
  /**
   * The number of an interface: an int for version 6, the last member of a {@code struct ip_mreqn}
   * for version 4, which tells back an address of it, and not the number. Both are set by the same
   * bytes, as version 6 looks at the first int alone, and version 4 at the others.
   */
  INTERFACE,
  /** A text that ends with a zero. */
  TEXT;

  /** Bytes that any number fits in. */
  static final int NUMBER_ROOM = 8;

  /** Bytes that any text fits in: names of devices and of congestion controls have 15 at most. */
  static final int TEXT_ROOM = 64;

  /** What {@link #FAMILY} tells of sockets of version 6. */
  static final long INET6 = Family.INET6.ordinal();

  /**
   * The number in the given bytes.
   *
   * @param inet6 the system's AF_INET6
   */
  long decode(byte[] bytes, int length, int inet6) {
    ByteBuffer value = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    int first = value.getInt(0);
    return switch (this) {
      case NUMBER -> first;
      case INTERFACE -> MulticastInterfaces.number(bytes);
      case UNSIGNED -> Integer.toUnsignedLong(first);
      case RATE -> length < Long.BYTES ? rate(first) : Math.max(-1, value.getLong(0));
      case SWITCH -> first == 0 ? 0 : 1;
      // socket(7): the kernel doubles what is set, for its own needs, and reports the double.
      case DOUBLED -> first / 2;
      case LINGER -> first == 0 ? -1 : value.getInt(Integer.BYTES);
      case FAMILY -> family(first, inet6);
      case TYPE -> type(first);
      case TEXT -> throw new IllegalArgumentException("a text");
    };
  }

  private static long rate(int value) {
    return value == -1 ? -1 : Integer.toUnsignedLong(value);
  }

  private static int family(int domain, int inet6) {
    if (domain == inet6) {
      return Family.INET6.ordinal();
    }
    return switch (domain) {
      case Posix.AF_INET -> Family.INET4.ordinal();
      case Posix.AF_UNIX -> Family.LOCAL.ordinal();
      default -> -1;
    };
  }

  private static int type(int type) {
    return switch (type) {
      case Posix.SOCK_STREAM -> SocketType.STREAM.ordinal();
      case Posix.SOCK_DGRAM -> SocketType.DATAGRAM.ordinal();
      case Posix.SOCK_SEQPACKET -> SocketType.SEQPACKET.ordinal();
      default -> -1;
    };
  }

  /** The bytes of a number. */
  byte[] encode(long value) {
    return switch (this) {
      case NUMBER, UNSIGNED, SWITCH, DOUBLED -> ints((int) value);
      case RATE -> longs(value);
      case INTERFACE -> MulticastInterfaces.request((int) value);
      case LINGER -> ints(value < 0 ? 0 : 1, (int) Math.max(value, 0));
      case FAMILY, TYPE, TEXT -> throw new IllegalArgumentException("not a number to set: " + this);
    };
  }

  private static byte[] ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
    bytes.order(ByteOrder.nativeOrder()).asIntBuffer().put(values);
    return bytes.array();
  }

  private static byte[] longs(long value) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(value).array();
  }
}

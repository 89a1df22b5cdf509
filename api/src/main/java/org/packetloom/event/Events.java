// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.util.ArrayList;
import java.util.List;

/**
 * The bits of an event mask: seven of the system, and those from {@link #USER} on, which are the
 * user's own.
 */
public final class Events {
  /** Something can be read or accepted: bytes, a datagram, a connection, the end, or a failure. */
  public static final long READ = 1;

  /** Something can be written without waiting, or a write would tell of a failure. */
  public static final long WRITE = 1 << 1;

  /** The connection failed, or watching it did: {@link Occurrence#failure()}. */
  public static final long ERROR = 1 << 2;

  /** The connector is open, and was not known to be. */
  public static final long OPEN = 1 << 3;

  /** The peer has ended its writing or the connection, or the connector was closed here. */
  public static final long CLOSE = 1 << 4;

  /** A timer is due, or a connector was without events for as long as it may. */
  public static final long TIMEOUT = 1 << 7;

  /** The lowest of the user's own bits; all bits from here to the highest are. */
  public static final long USER = 1 << 15;

  /** All bits of the user's own. */
  public static final long ALL_USER = -USER;

  /** All bits that a connector can have. */
  public static final long ALL_OF_CONNECTOR = READ | WRITE | ERROR | OPEN | CLOSE | TIMEOUT;

  private Events() {}

  /**
   * Checks a mask of the user's own events.
   *
   * @param mask one bit or more
   * @return the mask
   * @throws IllegalArgumentException if it is empty, or has bits of the system; names them
   */
  public static long ensureUser(long mask) {
    return ensureWithin(mask, ALL_USER, "not the user's own");
  }

  /**
   * Checks a mask of events of a connector.
   *
   * @param mask one bit or more
   * @return the mask
   * @throws IllegalArgumentException if it is empty, or has other bits; names them
   */
  public static long ensureOfConnector(long mask) {
    return ensureWithin(mask, ALL_OF_CONNECTOR, "no connector has them");
  }

  private static long ensureWithin(long mask, long allowed, String reason) {
    if (mask == 0) {
      throw new IllegalArgumentException("no events");
    }
    if ((mask & ~allowed) != 0) {
      throw new IllegalArgumentException("events " + toString(mask & ~allowed) + ": " + reason);
    }
    return mask;
  }

  /**
   * Words a mask for people.
   *
   * @param mask any bits
   * @return such as {@code READ|WRITE}, {@code USER<<2} or {@code 0x20} for a bit without a name
   */
  public static String toString(long mask) {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < Long.SIZE; bit++) {
      if ((mask & 1L << bit) != 0) {
        names.add(name(bit));
      }
    }
    return names.isEmpty() ? "none" : String.join("|", names);
  }

  private static String name(int bit) {
    return switch (bit) {
      case 0 -> "READ";
      case 1 -> "WRITE";
      case 2 -> "ERROR";
      case 3 -> "OPEN";
      case 4 -> "CLOSE";
      case 7 -> "TIMEOUT";
      default -> bit < 15 ? "0x" + Long.toHexString(1L << bit) : "USER<<" + (bit - 15);
    };
  }
}

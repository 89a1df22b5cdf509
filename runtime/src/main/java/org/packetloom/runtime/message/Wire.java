// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The numbers of data packets, as WIRE.md has them: big-endian, or seven bits a byte. */
final class Wire {
  /** Version of the format of data packets. */
  static final int VERSION = 1;

  /** Bit of the first byte: a data packet, not one of a handshake. */
  static final int DATA = 0x80;

  /** Bit of the first byte: a connection id follows. */
  static final int HAS_ID = 0x40;

  /** Bit of the first byte: the packet number has four bytes. */
  static final int LONG_NUMBER = 0x20;

  /** What the other bits of the first byte are: the version, and two zeros. */
  static final int VERSION_BITS = VERSION << 2;

  /** Mask of {@link #VERSION_BITS}. */
  static final int VERSION_MASK = 0x1F;

  /** Bit of a frame's first byte: a piece of a message. */
  static final int PIECE = 0x80;

  /** Bit of a piece: its sequence number follows. */
  static final int HAS_SEQUENCE = 0x40;

  /** Bit of a piece: one of several of its message. */
  static final int FRAGMENT = 0x20;

  /** Bit of a piece: runs to the end of the packet. */
  static final int TO_END = 0x10;

  /** The channel of a piece, or {@link #FAR_CHANNEL}. */
  static final int CHANNEL_MASK = 0x0F;

  /** Says that the channel is in the next byte. */
  static final int FAR_CHANNEL = 15;

  static final int PADDING = 0x00;
  static final int PING = 0x01;
  static final int ACK = 0x02;
  static final int WINDOW = 0x03;
  static final int TIME = 0x04;
  static final int TIME_REPLY = 0x05;
  static final int CLOSE = 0x06;
  static final int PATH_CHALLENGE = 0x07;
  static final int PATH_RESPONSE = 0x08;

  /** Units of an acknowledgement's delay: microseconds times this. */
  static final int DELAY_UNIT_MICROS = 8;

  /** Bytes of credit that a message takes besides its own: what its receiver needs to keep it. */
  static final int MESSAGE_CHARGE = 128;

  /** Bytes of credit that each piece of a message but the first takes besides its own. */
  static final int PIECE_CHARGE = 32;

  /** Credit that a reliable channel has before the first {@link #WINDOW}. */
  static final int FIRST_CREDIT = 1 << 16;

  /** Pieces of a reliable channel that may be under way: from the oldest unfinished. */
  static final int PIECES_UNDER_WAY = 1 << 15;

  /** Numbers that differ less than this can be sent in two bytes. */
  static final int SHORT_SPAN = 1 << 13;

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Wire() {}

  static int getShort(byte[] from, int at) {
    return (short) SHORTS.get(from, at) & 0xFFFF;
  }

  static int getInt(byte[] from, int at) {
    return (int) INTS.get(from, at);
  }

  static long getLong(byte[] from, int at) {
    return (long) LONGS.get(from, at);
  }

  static int putShort(byte[] into, int at, int value) {
    SHORTS.set(into, at, (short) value);
    return at + 2;
  }

  static int putInt(byte[] into, int at, int value) {
    INTS.set(into, at, value);
    return at + 4;
  }

  static int putLong(byte[] into, int at, long value) {
    LONGS.set(into, at, value);
    return at + 8;
  }

  /** Seven bits a byte, the least first; the highest bit says that another follows. */
  static int putVar(byte[] into, int at, long value) {
    int next = at;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      into[next++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    into[next++] = (byte) rest;
    return next;
  }

  /** Bytes that {@link #putVar} takes for a number that is not negative. */
  static int sizeOfVar(long value) {
    return Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
  }

  /** Credit that a piece takes. */
  static int charge(int index, int length) {
    return length + (index == 0 ? MESSAGE_CHARGE : PIECE_CHARGE);
  }

  /** Credit that a message takes. */
  static long charge(int size, long count) {
    return size + MESSAGE_CHARGE + PIECE_CHARGE * (count - 1);
  }

  /**
   * The number that is nearest to another and ends in the given bits.
   *
   * @param near what it is near to, not negative
   * @param truncated its lowest bits
   * @param bits how many, 15, 16, 31 or 32
   * @return the number; negative if it would be
   */
  static long expand(long near, long truncated, int bits) {
    long span = 1L << bits;
    long candidate = near & -span | truncated;
    if (candidate < near - (span >> 1)) {
      return candidate + span;
    }
    return candidate > near + (span >> 1) ? candidate - span : candidate;
  }
}

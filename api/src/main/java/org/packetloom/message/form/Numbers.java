// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message.form;

import java.nio.ByteBuffer;

/** The forms of primitives. Each is called through a handle: names are those of the types. */
final class Numbers {
  private static final int MOST_BYTES = 9;

  private Numbers() {}

  /** Puts an unsigned number of 64 bits. */
  static void writeNumber(long number, ByteBuffer into) {
    long rest = number;
    for (int i = 1; i < MOST_BYTES && (rest & ~0x7FL) != 0; i++) {
      into.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    into.put((byte) rest);
  }

  /** Takes an unsigned number of 64 bits. */
  static long readNumber(ByteBuffer from) throws BadInput {
    long number = 0;
    for (int i = 0; i < MOST_BYTES; i++) {
      byte next = readByte(from);
      boolean isLast = next >= 0 || i == MOST_BYTES - 1;
      number |= (isLast ? next & 0xFFL : next & 0x7FL) << (7 * i);
      if (isLast) {
        if (next == 0 && i > 0) {
          throw new BadInput(from.position() - 1, "a number with a leading zero");
        }
        break;
      }
    }
    return number;
  }

  private static long readNumber(ByteBuffer from, long most) throws BadInput {
    int at = from.position();
    long number = readNumber(from);
    if (number < 0 || number > most) {
      throw new BadInput(at, Long.toUnsignedString(number) + " is more than " + most);
    }
    return number;
  }

  /** Takes a number that is below a limit, which is above 0. */
  static int readBelow(ByteBuffer from, int limit) throws BadInput {
    return (int) readNumber(from, limit - 1L);
  }

  static void ensureRemaining(ByteBuffer from, int count) throws BadInput {
    if (from.remaining() < count) {
      throw new BadInput(from.position(), "%d of %d bytes".formatted(from.remaining(), count));
    }
  }

  static void writeByte(byte value, ByteBuffer into) {
    into.put(value);
  }

  static byte readByte(ByteBuffer from) throws BadInput {
    ensureRemaining(from, 1);
    return from.get();
  }

  static void writeBoolean(boolean value, ByteBuffer into) {
    into.put((byte) (value ? 1 : 0));
  }

  static boolean readBoolean(ByteBuffer from) throws BadInput {
    byte value = readByte(from);
    if (value != 0 && value != 1) {
      throw new BadInput(from.position() - 1, value + " is neither 0 nor 1");
    }
    return value == 1;
  }

  static void writeChar(char value, ByteBuffer into) {
    writeNumber(value, into);
  }

  static char readChar(ByteBuffer from) throws BadInput {
    return (char) readNumber(from, 0xFFFF);
  }

  static void writeShort(short value, ByteBuffer into) {
    writeInt(value, into);
  }

  static short readShort(ByteBuffer from) throws BadInput {
    return (short) unfolded(readNumber(from, 0xFFFF));
  }

  static void writeInt(int value, ByteBuffer into) {
    writeNumber(((value << 1) ^ (value >> 31)) & 0xFFFF_FFFFL, into);
  }

  static int readInt(ByteBuffer from) throws BadInput {
    return (int) unfolded(readNumber(from, 0xFFFF_FFFFL));
  }

  static void writeLong(long value, ByteBuffer into) {
    writeNumber((value << 1) ^ (value >> 63), into);
  }

  static long readLong(ByteBuffer from) throws BadInput {
    return unfolded(readNumber(from));
  }

  private static long unfolded(long zigzag) {
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  static void writeFloat(float value, ByteBuffer into) {
    into.putInt(Float.floatToRawIntBits(value));
  }

  static float readFloat(ByteBuffer from) throws BadInput {
    ensureRemaining(from, Float.BYTES);
    return Float.intBitsToFloat(from.getInt());
  }

  static void writeDouble(double value, ByteBuffer into) {
    into.putLong(Double.doubleToRawLongBits(value));
  }

  static double readDouble(ByteBuffer from) throws BadInput {
    ensureRemaining(from, Double.BYTES);
    return Double.longBitsToDouble(from.getLong());
  }
}

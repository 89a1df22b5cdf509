// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message.form;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Strings as UTF-8, strictly: what is no text is neither written nor read. */
final class Text {
  private Text() {}

  static void write(String text, ByteBuffer into) {
    Numbers.writeNumber(size(text), into);
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit < 0x80) {
        into.put((byte) unit);
      } else if (unit < 0x800) {
        into.put((byte) (0xC0 | unit >> 6)).put(tail(unit));
      } else if (!Character.isSurrogate(unit)) {
        into.put((byte) (0xE0 | unit >> 12)).put(tail(unit >> 6)).put(tail(unit));
      } else {
        int point = Character.toCodePoint(unit, text.charAt(++i));
        into.put((byte) (0xF0 | point >> 18)).put(tail(point >> 12));
        into.put(tail(point >> 6)).put(tail(point));
      }
    }
  }

  private static byte tail(int bits) {
    return (byte) (0x80 | bits & 0x3F);
  }

  /** Bytes of UTF-8; throws if there are none of it. */
  private static long size(String text) {
    long size = 0;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (!Character.isSurrogate(unit)) {
        size += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
      } else if (i + 1 < text.length() && Character.isSurrogatePair(unit, text.charAt(i + 1))) {
        size += 4;
        i++;
      } else {
        throw new IllegalArgumentException("half of a surrogate pair at index " + i);
      }
    }
    return size;
  }

  static String read(ByteBuffer from) throws BadInput {
    int size = Form.readCount(from, 1);
    int start = from.position();
    ensureText(from, start, start + size);
    from.position(start + size);
    if (from.hasArray()) {
      return new String(from.array(), from.arrayOffset() + start, size, StandardCharsets.UTF_8);
    }
    var copy = new byte[size];
    from.get(start, copy);
    return new String(copy, StandardCharsets.UTF_8);
  }

  // The decoder of the JDK reports bad bytes too, but only one that is made anew for each call.
  private static void ensureText(ByteBuffer from, int start, int end) throws BadInput {
    int at = start;
    while (at < end) {
      int more = more(from.get(at));
      if (more < 0 || at + more >= end || more > 0 && !areTails(from, at, more)) {
        throw new BadInput(at, "no UTF-8");
      }
      at += 1 + more;
    }
  }

  /** How many bytes follow the first of a character; −1 if it cannot be one. */
  private static int more(byte first) {
    if (first >= 0) {
      return 0;
    }
    int value = first & 0xFF;
    if (value < 0xC2 || value > 0xF4) {
      return -1;
    }
    return value < 0xE0 ? 1 : value < 0xF0 ? 2 : 3;
  }

  private static boolean areTails(ByteBuffer from, int at, int more) {
    // The second byte is where overlong forms, surrogates and points above 10FFFF show.
    int second = from.get(at + 1) & 0xFF;
    boolean isRight =
        switch (from.get(at) & 0xFF) {
          case 0xE0 -> second >= 0xA0 && second <= 0xBF;
          case 0xED -> second >= 0x80 && second <= 0x9F;
          case 0xF0 -> second >= 0x90 && second <= 0xBF;
          case 0xF4 -> second >= 0x80 && second <= 0x8F;
          default -> second >= 0x80 && second <= 0xBF;
        };
    for (int i = 2; i <= more; i++) {
      isRight &= (from.get(at + i) & 0xC0) == 0x80;
    }
    return isRight;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.wine.java21;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Strings in memory, which knew UTF-8 alone and had other names. */
@Completes(MemorySegment.class)
public final class Strings {
  private Strings() {}

  public static String getString(MemorySegment segment, long offset) {
    return getString(segment, offset, StandardCharsets.UTF_8);
  }

  public static String getString(MemorySegment segment, long offset, Charset charset) {
    int terminator = terminator(charset);
    long end = offset;
    while (!isTerminator(segment, end, terminator)) {
      end += terminator;
    }
    return new String(
        segment.asSlice(offset, end - offset).toArray(ValueLayout.JAVA_BYTE), charset);
  }

  public static void setString(MemorySegment segment, long offset, String text) {
    setString(segment, offset, text, StandardCharsets.UTF_8);
  }

  public static void setString(MemorySegment segment, long offset, String text, Charset charset) {
    write(segment, offset, text.getBytes(charset), terminator(charset));
  }

  static void write(MemorySegment segment, long offset, byte[] bytes, int terminator) {
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, offset, bytes.length);
    segment.asSlice(offset + bytes.length, terminator).fill((byte) 0);
  }

  /** How many zero bytes end a string. */
  static int terminator(Charset charset) {
    return charset.name().startsWith("UTF-16") ? 2 : charset.name().startsWith("UTF-32") ? 4 : 1;
  }

  private static boolean isTerminator(MemorySegment segment, long offset, int size) {
    for (int i = 0; i < size; i++) {
      if (segment.get(ValueLayout.JAVA_BYTE, offset + i) != 0) {
        return false;
      }
    }
    return true;
  }
}

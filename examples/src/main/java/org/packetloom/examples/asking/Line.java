// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.asking;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.packetloom.StreamConnector;

/** A line of text on its way: a question or an answer. */
public final class Line {
  private static final int LONGEST_BYTES = 16 * 1024;

  private Line() {}

  /**
   * A buffer that any line fits in.
   *
   * @return an empty one
   */
  public static ByteBuffer buffer() {
    return ByteBuffer.allocate(LONGEST_BYTES);
  }

  /**
   * A line as it is sent.
   *
   * @param text without the end of the line
   * @return its bytes
   */
  public static ByteBuffer of(String text) {
    return ByteBuffer.wrap((text + "\n").getBytes(UTF_8));
  }

  /**
   * Reads a line, or what is missing of it.
   *
   * @param stream where from
   * @param line holds what was read before, and on return the whole line
   * @throws EOFException if the stream ends first
   * @throws IOException if the line is too long, or as reading fails; {@code line} holds what came
   */
  public static void readFrom(StreamConnector stream, ByteBuffer line) throws IOException {
    stream.readUntil((byte) '\n', line);
    if (!isWhole(line)) {
      if (!line.hasRemaining()) {
        throw new IOException("read " + stream.uri() + ": line of more than " + LONGEST_BYTES);
      }
      throw new EOFException("read " + stream.uri() + ": ended before the answer did");
    }
  }

  /**
   * Whether a buffer holds a line with its end.
   *
   * @param line what was read
   * @return true if its last byte is the end of a line
   */
  public static boolean isWhole(ByteBuffer line) {
    return line.position() > 0 && line.get(line.position() - 1) == '\n';
  }

  /**
   * Whether a buffer holds bytes beyond the end of a line.
   *
   * @param bytes what was read
   * @return true if the end of a line is in it, and not the last byte
   */
  static boolean hasMore(ByteBuffer bytes) {
    for (int i = 0; i < bytes.position() - 1; i++) {
      if (bytes.get(i) == '\n') {
        return true;
      }
    }
    return false;
  }

  /**
   * The text of a line or of a part of one.
   *
   * @param line what was read
   * @return without the end of the line
   */
  public static String text(ByteBuffer line) {
    return UTF_8.decode(line.duplicate().flip()).toString().stripTrailing();
  }
}

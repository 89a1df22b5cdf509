// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What every web server of the recipes answers, by the path that is asked for. */
final class WebAnswer {
  /** Gives a few words, whose length is told beforehand. */
  static final String HELLO = "/hello";

  /** Gives back what it is sent. */
  static final String ECHO = "/echo";

  /** Gives as many bytes as the rest of the path says, in pieces. */
  static final String BYTES = "/bytes/";

  private static final byte[] WORDS =
      "Hello from a virtual thread\n".getBytes(StandardCharsets.UTF_8);
  private static final int BLOCK = 16 << 10;

  private WebAnswer() {}

  /** How many bytes the answer has; −1 if that is not told. */
  static long length(String path) {
    return path.equals(HELLO) ? WORDS.length : -1;
  }

  /** Writes the answer; both streams are left open. */
  static void write(String path, InputStream in, OutputStream out) throws IOException {
    if (path.equals(ECHO)) {
      in.transferTo(out);
    } else if (path.startsWith(BYTES)) {
      writeBytes(Long.parseLong(path.substring(BYTES.length())), out);
    } else {
      out.write(WORDS);
    }
  }

  private static void writeBytes(long count, OutputStream out) throws IOException {
    byte[] block = new byte[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      block[i] = (byte) i;
    }
    for (long left = count; left > 0; left -= BLOCK) {
      out.write(block, 0, (int) Math.min(left, BLOCK));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.io.IOException;
import java.io.InputStream;

/** Reads from a stream; adds nothing but the single byte. */
final class StreamInput extends InputStream {
  private final AbstractStream stream;
  private final ReadSide in;

  StreamInput(AbstractStream stream, ReadSide in) {
    this.stream = stream;
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return stream.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] destination, int offset, int length) throws IOException {
    return stream.read(destination, offset, length);
  }

  @Override
  public int available() {
    return in.available();
  }

  @Override
  public void close() {
    stream.close();
  }
}

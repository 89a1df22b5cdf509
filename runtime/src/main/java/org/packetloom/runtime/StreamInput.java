// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Reads from a stream; adds nothing but the single byte. */
final class StreamInput extends InputStream {
  private final DescriptorStream stream;

  StreamInput(DescriptorStream stream) {
    this.stream = stream;
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

  /** Moves all bytes; to a stream of ours as a relay does, uncopied where much flows. */
  @Override
  public long transferTo(OutputStream target) throws IOException {
    if (target instanceof StreamOutput view && stream.isBlocking() && view.isBlocking()) {
      return view.takeAll(stream);
    }
    return super.transferTo(target);
  }

  @Override
  public int available() throws IOException {
    return stream.available();
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}

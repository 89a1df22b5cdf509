// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * A stream to read from and one to write to.
 *
 * @param in is read by one thread at a time
 * @param out is written by one thread at a time, and flushed after each write
 */
record StreamEnds(InputStream in, OutputStream out) implements JdkEnd {
  static int read(InputStream in, ByteBuffer destination) throws IOException {
    int start = destination.arrayOffset() + destination.position();
    int n = in.read(destination.array(), start, destination.remaining());
    destination.position(destination.position() + Math.max(0, n));
    return n;
  }

  static void write(ByteBuffer source, OutputStream out) throws IOException {
    int start = source.arrayOffset() + source.position();
    out.write(source.array(), start, source.remaining());
    source.position(source.limit());
  }

  @Override
  public int read(ByteBuffer destination) throws IOException {
    return read(in, destination);
  }

  @Override
  public void write(ByteBuffer source) throws IOException {
    write(source, out);
    out.flush();
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public void shutdownInput() throws IOException {
    in.close();
  }

  @Override
  public void shutdownOutput() throws IOException {
    out.close();
  }

  @Override
  public void close() throws IOException {
    try (in) {
      out.close();
    }
  }

  @Override
  public boolean isQuick() {
    return false;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;

/** A pipe that is closed with its scope. */
public record OpenPipe(Pipe pipe) implements AutoCloseable {
  /** The readable end. */
  public Pipe.SourceChannel source() {
    return pipe.source();
  }

  /** The writable end. */
  public Pipe.SinkChannel sink() {
    return pipe.sink();
  }

  /** Writes until nothing more goes, and tells how much went. */
  public int fill() throws IOException {
    sink().configureBlocking(false);
    int count = 0;
    for (int n = 1; n > 0; count += n) {
      n = sink().write(ByteBuffer.allocate(4096));
    }
    sink().configureBlocking(true);
    return count;
  }

  @Override
  public void close() throws IOException {
    try (var source = pipe.source();
        var sink = pipe.sink()) {
      assert source != null && sink != null;
    }
  }
}

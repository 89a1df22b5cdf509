// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.packetloom.StreamConnector;

/** Copies through a buffer of its own, between streams of whatever scheme. */
final class CopyingLeg extends RelayLeg {
  private final StreamConnector source;
  private final StreamConnector target;

  /** Between its position and limit are bytes that the target has not taken. */
  private final ByteBuffer buffer;

  CopyingLeg(StreamConnector source, StreamConnector target, int bufferSize, boolean isTimed) {
    super(isTimed);
    this.source = source;
    this.target = target;
    this.buffer = ByteBuffer.allocateDirect(bufferSize).limit(0);
  }

  @Override
  boolean move() throws IOException {
    if (!buffer.hasRemaining()) {
      atSource();
      int n;
      buffer.clear();
      try {
        n = source.read(buffer);
      } finally {
        buffer.flip();
      }
      if (n < 0) {
        return false;
      }
      read();
    }
    atTarget();
    int before = buffer.position();
    try {
      target.write(buffer); // an empty record too
    } finally {
      written(buffer.position() - before);
    }
    return true;
  }

  @Override
  void release() {}
}

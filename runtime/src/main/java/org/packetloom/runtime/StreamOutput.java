// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.packetloom.TornWriteException;
import org.packetloom.TransferFailure;
import org.packetloom.platform.Transfer;

/**
 * Writes to a stream, and refuses to go on after a write that stopped in the middle: what followed
 * would be taken for its rest.
 */
final class StreamOutput extends OutputStream {
  private final DescriptorStream stream;

  /** What tore a write, null as long as none is torn; written by the thread whose write it was. */
  private volatile @Nullable IOException torn;

  StreamOutput(DescriptorStream stream) {
    this.stream = stream;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    ensureWhole();
    try {
      stream.write(source, offset, length);
    } catch (IOException e) {
      if (e instanceof TransferFailure failure && failure.bytesMoved() > 0) {
        torn = e;
      }
      throw e;
    }
  }

  /** Takes what comes out of a stream, to its end. */
  long takeAll(DescriptorStream source) throws IOException {
    ensureWhole();
    DescriptorLeg leg = new DescriptorLeg(source, stream, BufferPool.SIZE, false);
    try {
      boolean isMoving;
      do {
        isMoving = leg.move();
      } while (isMoving);
    } catch (IOException e) {
      if (leg.isAtTarget() && e instanceof TransferFailure failure && failure.bytesMoved() > 0) {
        torn = e;
      }
      throw e;
    } finally {
      leg.release();
    }
    return leg.bytes();
  }

  boolean isBlocking() {
    return stream.isBlocking();
  }

  private void ensureWhole() throws IOException {
    IOException earlier = torn;
    if (earlier != null && stream.isOpen()) {
      throw new TornWriteException(stream.endpoints(Transfer.WRITE), earlier);
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}

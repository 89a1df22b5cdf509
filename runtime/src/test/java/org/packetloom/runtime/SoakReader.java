// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.StreamConnector;
import org.packetloom.TransferFailure;

/** Reads in all ways there are. */
final class SoakReader extends SoakEnd {
  private final ByteBuffer heap = ByteBuffer.allocate(MOST);
  private final ByteBuffer direct = ByteBuffer.allocateDirect(MOST);

  SoakReader(StreamConnector stream, long seed, long total) {
    super(stream, seed, total);
  }

  @Override
  void timeout(Duration timeout) {
    stream.readTimeout(timeout);
  }

  @Override
  void move(int size) throws IOException {
    boolean isDirect = random.nextBoolean();
    ByteBuffer buffer = (isDirect ? direct : heap).clear().limit(size);
    try {
      switch (random.nextInt(isDirect ? 5 : 6)) {
        case 0 -> stream.readFully(buffer);
        case 1 -> scatter(buffer);
        case 2 -> ensureOpen(stream.tryRead(buffer));
        case 3 -> stream.receive(this::checkLent);
        case 5 -> buffer.position((int) ensureOpen(stream.read(heap.array(), 0, size)));
        default -> ensureOpen(stream.read(buffer));
      }
    } finally {
      check(buffer); // up to its position, which is exact on an exception too
    }
  }

  private void scatter(ByteBuffer buffer) throws IOException {
    int cut = random.nextInt(buffer.limit() + 1);
    ByteBuffer[] both = {buffer.slice(0, cut), buffer.slice(cut, buffer.limit() - cut)};
    try {
      ensureOpen(stream.read(both));
    } finally {
      buffer.position(both[0].position() + both[1].position());
    }
  }

  private void checkLent(ByteBuffer lent) {
    check(ByteBuffer.allocate(lent.remaining()).put(lent));
  }

  private long ensureOpen(long count) throws EOFException {
    if (count < 0) {
      throw new EOFException(toString());
    }
    return count;
  }

  /** What came before was checked. */
  @Override
  void stopped(TransferFailure failure) {}

  @Override
  void finish() throws IOException {
    stream.readTimeout(Duration.ZERO);
    while (true) {
      try {
        assertThat(stream.read(heap.clear())).as("%s", this).isEqualTo(-1);
        return;
      } catch (ConnectorInterruptedException e) {
        boolean unused = Thread.interrupted(); // waits on for the end
      }
    }
  }
}

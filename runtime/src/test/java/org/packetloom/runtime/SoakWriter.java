// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.packetloom.StreamConnector;
import org.packetloom.TransferFailure;

/** Writes in all ways there are. */
final class SoakWriter extends SoakEnd {
  private final ByteBuffer heap = ByteBuffer.allocate(MOST);
  private final ByteBuffer direct = ByteBuffer.allocateDirect(MOST);

  SoakWriter(StreamConnector stream, long seed, long total) {
    super(stream, seed, total);
  }

  @Override
  void timeout(Duration timeout) {
    stream.writeTimeout(timeout);
  }

  @Override
  void move(int size) throws IOException {
    boolean isDirect = random.nextBoolean();
    ByteBuffer buffer = (isDirect ? direct : heap).clear().limit(size);
    fill(buffer);
    buffer.flip();
    switch (random.nextInt(isDirect ? 3 : 4)) {
      case 0 -> advance(stream.tryWrite(buffer));
      case 1 -> gather(buffer);
      case 3 -> advance(stream.write(heap.array(), 0, size));
      default -> single(buffer);
    }
  }

  private void single(ByteBuffer buffer) throws IOException {
    try {
      int count = stream.write(buffer);
      assertThat(count).isEqualTo(buffer.limit());
      advance(count);
    } catch (IOException e) {
      ensureExact(e, buffer.position());
      throw e;
    }
  }

  private void gather(ByteBuffer buffer) throws IOException {
    int cut = random.nextInt(buffer.limit() + 1);
    ByteBuffer[] both = {buffer.slice(0, cut), buffer.slice(cut, buffer.limit() - cut)};
    try {
      advance(stream.write(both));
    } catch (IOException e) {
      ensureExact(e, both[0].position() + both[1].position());
      throw e;
    }
  }

  private static void ensureExact(IOException e, long moved) {
    if (e instanceof TransferFailure failure) {
      assertThat(failure.bytesMoved()).as("%s", e).isEqualTo(moved);
    }
  }

  @Override
  void stopped(TransferFailure failure) {
    advance(failure.bytesMoved());
  }

  @Override
  void finish() throws IOException {
    stream.shutdownOutput();
  }
}

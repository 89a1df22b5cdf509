// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Timeout;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** A stream counts its bytes, and tells whether somebody waits for the peer. */
@Timeout(30)
class ByteCountTest {
  private static final int PIECE = 100;

  @EachEngine
  void everyFormOfReadingAndWritingIsCounted(String engine, String poller) throws Exception {
    try (Packetloom loom = Looms.open(engine, poller);
        Pair pair = loom.pair("tcp://127.0.0.1:0")) {
      StreamConnector near = pair.first();
      near.write(new byte[PIECE]);
      near.write(ByteBuffer.allocate(PIECE));
      near.write(new ByteBuffer[] {ByteBuffer.allocate(PIECE), ByteBuffer.allocate(PIECE)});
      near.tryWrite(ByteBuffer.allocateDirect(PIECE));
      near.outputStream().write(new byte[PIECE]);
      assertThat(near.bytesWritten()).isEqualTo(6 * PIECE);
      assertThat(near.bytesRead()).isZero();
      near.close();
      assertThat(near.bytesWritten()).as("after close").isEqualTo(6 * PIECE);

      StreamConnector far = pair.second();
      far.readFully(new byte[PIECE]);
      far.read(ByteBuffer.allocate(PIECE));
      far.read(new byte[PIECE]);
      far.read(new ByteBuffer[] {ByteBuffer.allocate(PIECE / 2), ByteBuffer.allocate(PIECE / 2)});
      far.tryRead(ByteBuffer.allocateDirect(PIECE));
      assertThat(far.bytesRead()).isEqualTo(5 * PIECE);
      far.inputStream().readAllBytes();
      assertThat(far.bytesRead()).as("the end counts as nothing").isEqualTo(6 * PIECE);
      assertThat(far.bytesWritten()).isZero();
    }
  }

  @EachEngine
  void waitingForThePeerIsTold(String engine, String poller) throws Exception {
    try (Packetloom loom = Looms.open(engine, poller);
        Pair pair = loom.pair("local://")) {
      StreamConnector near = pair.first();
      assertThat(near.isAwaitingInput()).isFalse();
      assertThat(near.isAwaitingOutput()).isFalse();

      var reader = Task.start(loom.threadFactory(), () -> near.read(new byte[1]));
      var writer = Task.start(loom.threadFactory(), () -> near.write(new byte[4 << 20]));
      Await.until("a reader waits", near::isAwaitingInput);
      Await.until("a writer waits", near::isAwaitingOutput);
      assertThat(near.bytesWritten()).isBetween(1L, (4L << 20) - 1);

      pair.second().write(new byte[1]);
      pair.second().readFully(new byte[4 << 20]);
      assertThat(reader.result()).isEqualTo(1);
      assertThat(writer.result()).isEqualTo(4 << 20);
      assertThat(near.isAwaitingInput()).isFalse();
      assertThat(near.isAwaitingOutput()).isFalse();
      assertThat(near.bytesRead()).isEqualTo(1);
      assertThat(near.bytesWritten()).isEqualTo(4 << 20);
    }
  }
}

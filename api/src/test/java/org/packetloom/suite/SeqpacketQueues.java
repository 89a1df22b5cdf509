// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;

/** Each offer to a write queue is one record. */
public interface SeqpacketQueues extends SeqpacketRow {
  @Test
  default void eachOfferIsOneRecord() throws Exception {
    int count = Scale.rounds(2_000);
    List<ByteBuffer> returned = new ArrayList<>(); // written by the thread that writes
    try (var pair = open();
        var queue = pair.first().writeQueue(20_000)) {
      var reader =
          startAction(
              () -> {
                for (int i = 0; i < count; i++) {
                  assertThat(read(pair.second(), 1000)).isEqualTo(record(i % 300));
                }
              });
      for (int i = 0; i < count; i++) {
        ByteBuffer record = ByteBuffer.wrap(record(i % 300));
        boolean isLent = i % 3 == 0;
        while (isLent ? !queue.offer(record, returned::add) : !queue.offer(record)) {
          queue.awaitRoom(record.remaining(), Deadline.NONE);
        }
      }
      assertThat(queue.flush(Deadline.NONE)).isTrue();
      reader.result();
      assertThat(returned).hasSize((count + 2) / 3);
    }
  }

  @Test
  default void recordsInAQueueAreFewHoweverSmall() throws Exception {
    try (var pair = open();
        var queue = pair.first().writeQueue(25_600)) {
      fill(pair.first());
      ByteBuffer record = ByteBuffer.allocate(1);
      for (int i = 0; i < 10_000 && queue.offer(record.clear()); i++) {}
      assertThat(record.hasRemaining()).as("refused").isTrue();
      assertThat(queue.queuedBytes()).isLessThanOrEqualTo(100);
      pair.second().close();
    }
  }
}

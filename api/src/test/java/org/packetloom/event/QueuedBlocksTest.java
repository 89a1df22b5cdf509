// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.packetloom.suite.Seed;

/** What a write queue keeps in memory. */
class QueuedBlocksTest {
  /** A block with what belongs to it: its buffer, the head of an array, its place in the queue. */
  private static final int OVERHEAD_BYTES = 48 + 56 + 16 + 8;

  @ParameterizedTest(name = "capacity {0}, offers up to {1}, {2} of them lent")
  @CsvSource({
    "1000000, 1, 0",
    "1000000, 1, 1",
    "1000000, 1, 0.5",
    "1000000, 64, 0",
    "1000000, 50000, 0.3",
    "100, 10, 0",
    "100, 10, 0.5",
    "5000, 3000, 0.2",
    "70000, 40000, 0"
  })
  void memoryIsAboutTheCapacityAtMost(int capacity, int largest, double lent) {
    QueueLedger ledger = new QueueLedger(capacity);
    QueuedBlocks blocks = new QueuedBlocks(capacity);
    Random random = Seed.random();
    for (int refused = 0; refused < 1_000; ) {
      ByteBuffer offer = ByteBuffer.allocate(1 + random.nextInt(largest));
      int size = offer.remaining();
      boolean isLent = random.nextDouble() < lent;
      long cost = isLent ? ledger.chargeAlone(size) : size;
      if (!ledger.admits(cost)) {
        refused++;
        continue;
      }
      if (isLent) {
        blocks.add(QueuedBlock.lent(offer, _ -> {}, cost));
      } else {
        blocks.addCopy(offer);
      }
      ledger.enter(size, cost);
    }
    long held = 0;
    for (QueuedBlock block : blocks.removeAll()) {
      held += OVERHEAD_BYTES + (block.isLent() ? block.size() : block.room());
    }
    assertThat(held).isLessThan(2L * capacity + 2 * OVERHEAD_BYTES + 256);
  }

  @Test
  void steadyUseAllocatesNothing() {
    QueuedBlocks blocks = new QueuedBlocks(1 << 20);
    WriteBatch batch = new WriteBatch();
    ByteBuffer message = ByteBuffer.allocate(64);
    cycle(blocks, batch, message, 5_000);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    cycle(blocks, batch, message, 5_000);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).as("bytes for 500 000 offers").isLessThan(50_000);
  }

  private static void cycle(
      QueuedBlocks blocks, WriteBatch batch, ByteBuffer message, int batches) {
    for (int i = 0; i < batches; i++) {
      for (int k = 0; k < 100; k++) {
        blocks.addCopy(message.clear());
      }
      blocks.moveTo(batch);
      List<QueuedBlock> taken = batch.blocks();
      for (int k = 0; k < taken.size(); k++) {
        blocks.recycle(taken.get(k));
      }
      batch.clear();
    }
  }

  @Test
  void aBatchHoldsWholeOffersOfLimitedSize() {
    QueuedBlocks blocks = new QueuedBlocks(10_000_000);
    for (int i = 0; i < 300; i++) {
      blocks.addCopy(ByteBuffer.allocate(10_000));
    }
    WriteBatch batch = new WriteBatch();
    int sum = 0;
    for (blocks.moveTo(batch); !batch.isEmpty(); blocks.moveTo(batch)) {
      int size = batch.blocks().stream().mapToInt(QueuedBlock::size).sum();
      assertThat(size).isBetween(1, 128 << 10);
      assertThat(size % 10_000).as("part of an offer").isZero();
      sum += size;
      batch.clear();
    }
    assertThat(sum).isEqualTo(3_000_000);
    assertThat(blocks.isEmpty()).isTrue();
  }

  @Test
  void anIdleQueueKeepsLittle() {
    QueuedBlocks blocks = new QueuedBlocks(1 << 20);
    WriteBatch batch = new WriteBatch();
    cycle(blocks, batch, ByteBuffer.allocate(64), 100);
    blocks.trim();
    blocks.addCopy(ByteBuffer.allocate(1));
    assertThat(blocks.removeAll().getFirst().room()).isLessThanOrEqualTo(1024);
  }
}

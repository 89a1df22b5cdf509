// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Events;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Platforms;
import org.packetloom.platform.Poller;
import org.packetloom.platform.Transfer;

/**
 * Moving bytes allocates nothing once compiled.
 *
 * <p>When the compiler gets there is its own affair, so rounds are measured until one is clean.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AllocationTest {
  private static final int CALLS = 100_000;
  private static final int MOST_ROUNDS = 40;

  /** What a round may allocate, for the compiler's stops on the way: a tenth of a byte per call. */
  private static final long MOST_BYTES = CALLS / 10;

  private static final int SIZE = 64;

  private Platform platform;
  private Poller poller;
  private Transfer reader;
  private Transfer writer;

  @BeforeEach
  void open() throws Exception {
    platform = Platforms.current();
    poller = platform.pollers().getFirst().open();
    int[] two = new int[2];
    assertThat(platform.descriptors().socketPair(two)).isZero();
    reader = poller.attach(two[0], DescriptorKind.LOCAL_STREAM, new Events());
    writer = poller.attach(two[1], DescriptorKind.LOCAL_STREAM, new Events());
  }

  @AfterEach
  void close() {
    platform.descriptors().close(reader.descriptor());
    platform.descriptors().close(writer.descriptor());
    poller.close();
  }

  @Test
  void arraysAllocateNothing() {
    byte[] bytes = new byte[SIZE + 3];
    assertAllocationFree(
        () -> writer.tryWrite(bytes, 3, SIZE), () -> reader.tryRead(bytes, 3, SIZE));
  }

  @Test
  void heapBuffersAllocateNothing() {
    ByteBuffer buffer = ByteBuffer.allocate(SIZE + 3).position(3);
    assertAllocationFree(() -> writer.tryWrite(buffer), () -> reader.tryRead(buffer));
  }

  @Test
  void directBuffersAllocateNothing() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE + 3).position(3);
    assertAllocationFree(() -> writer.tryWrite(buffer), () -> reader.tryRead(buffer));
  }

  @Test
  void mixedMemoryAllocatesNothing() {
    byte[] bytes = new byte[SIZE];
    ByteBuffer heap = ByteBuffer.allocate(SIZE);
    ByteBuffer direct = ByteBuffer.allocateDirect(SIZE);
    assertAllocationFree(
        () -> writer.tryWrite(bytes, 0, SIZE) + writer.tryWrite(heap) + writer.tryWrite(direct),
        () -> reader.tryRead(direct) + reader.tryRead(bytes, 0, SIZE) + reader.tryRead(heap));
  }

  @Test
  void attemptsThatAreNotReadyAllocateNothing() {
    byte[] bytes = new byte[SIZE];
    assertAllocationFree(() -> Transfer.NOT_READY, () -> reader.tryRead(bytes, 0, SIZE));
  }

  @Test
  void pollingAllocatesNothing() throws Exception {
    assertThat(reader.register()).isZero();
    byte[] bytes = new byte[SIZE];
    assertAllocationFree(
        () -> writer.tryWrite(bytes, 0, SIZE),
        () -> {
          poll();
          return reader.tryRead(bytes, 0, SIZE);
        });
  }

  private void poll() {
    try {
      poller.await(0);
      poller.dispatch();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void assertAllocationFree(IntSupplier write, IntSupplier read) {
    var threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    assumeTrue(threads.isThreadAllocatedMemorySupported(), "allocation is counted");
    long least = Long.MAX_VALUE;
    for (int round = 0; round < MOST_ROUNDS && least > MOST_BYTES; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        if (write.getAsInt() != read.getAsInt()) {
          throw new AssertionError("bytes were lost");
        }
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isLessThanOrEqualTo(MOST_BYTES);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.function.IntSupplier;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Events;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Platforms;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.Transfer;

/** Moves bytes in one way for long enough to be compiled, and prints what a round allocates. */
public final class AllocationProbe {
  /** Writes and reads of a round. */
  static final int CALLS = 100_000;

  /** What a round may allocate: a tenth of a byte per call, left behind by the compiler. */
  static final long MOST_BYTES = CALLS / 10;

  private static final int ROUNDS = 15;
  private static final int SIZE = 64;

  private final Poller poller;
  private final Transfer reader;
  private final Transfer writer;

  private AllocationProbe() throws Exception {
    Platform platform = Platforms.current();
    poller = platform.pollers().getFirst().open();
    int[] two = new int[2];
    if (platform.descriptors().socketPair(two) != 0) {
      throw new IllegalStateException("socketpair");
    }
    reader = poller.attach(two[0], DescriptorKind.LOCAL_STREAM, new Events());
    writer = poller.attach(two[1], DescriptorKind.LOCAL_STREAM, new Events());
  }

  /** Prints the bytes that the best round allocated. */
  public static void main(String[] arguments) throws Exception {
    System.out.println(new AllocationProbe().measure(Way.valueOf(arguments[0])));
  }

  /** The ways to move bytes. */
  enum Way {
    ARRAY,
    HEAP,
    DIRECT,
    VECTOR,
    NOT_READY,
    POLLING
  }

  private long measure(Way way) {
    byte[] array = new byte[SIZE + 3];
    ByteBuffer heap = ByteBuffer.wrap(array).position(3);
    ByteBuffer direct = ByteBuffer.allocateDirect(SIZE + 3).position(3);
    ByteBuffer[] vector = {ByteBuffer.allocate(7), ByteBuffer.allocateDirect(SIZE - 7)};
    return switch (way) {
      case ARRAY ->
          least(() -> writer.tryWrite(array, 3, SIZE), () -> reader.tryRead(array, 3, SIZE));
      case HEAP -> least(() -> writer.tryWrite(heap), () -> reader.tryRead(heap));
      case DIRECT -> least(() -> writer.tryWrite(direct), () -> reader.tryRead(direct));
      case VECTOR -> least(() -> writer.tryWrite(vector, 0, 2), () -> reader.tryRead(vector, 0, 2));
      case NOT_READY -> least(() -> Transfer.NOT_READY, () -> reader.tryRead(array, 3, SIZE));
      case POLLING -> {
        if (reader.register() != 0) {
          throw new IllegalStateException("register");
        }
        yield least(
            () -> writer.tryWrite(array, 3, SIZE),
            () -> {
              poll();
              return reader.tryRead(array, 3, SIZE);
            });
      }
    };
  }

  private void poll() {
    try {
      poller.await(0);
      poller.dispatch();
    } catch (PollerException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long least(IntSupplier write, IntSupplier read) {
    var threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && least > MOST_BYTES; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        if (write.getAsInt() != read.getAsInt()) {
          throw new IllegalStateException("bytes were lost");
        }
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}

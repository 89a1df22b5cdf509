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
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Transfer;

/** Moves bytes in one way for long enough to be compiled, and prints what a round allocates. */
public final class AllocationProbe {
  /** Writes and reads of a round. */
  static final int CALLS = 100_000;

  private static final int ROUNDS = 15;
  private static final int SIZE = 64;

  private final Poller poller;
  private final Transfer reader;
  private final Transfer writer;

  private AllocationProbe() throws Exception {
    Platform platform = Platforms.current();
    poller = platform.pollers().getFirst().open();
    int[] two = new int[2];
    if (platform.descriptors().socketPair(SocketType.STREAM, two) != 0) {
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
    ARRAY(0),
    /** Below so many calls of others that the compiler does not follow to the end from there. */
    DEEP(150),
    /** Part of an array takes a slice, which the compiler removes only at times. */
    PART(300),
    HEAP(0),
    READ_ONLY(0),
    DIRECT(0),
    VECTOR(0),
    NOT_READY(0),
    POLLING(0);

    private final long mostPerCall;

    Way(long mostPerCall) {
      this.mostPerCall = mostPerCall;
    }

    /** Bytes that a round may allocate; a tenth per call is left behind by the compiler at work. */
    long most() {
      return mostPerCall * CALLS + CALLS / 10;
    }
  }

  private long measure(Way way) {
    byte[] array = new byte[SIZE];
    ByteBuffer heap = ByteBuffer.wrap(array);
    ByteBuffer readOnly = heap.asReadOnlyBuffer();
    ByteBuffer direct = ByteBuffer.allocateDirect(SIZE + 3).position(3);
    ByteBuffer[] vector = {ByteBuffer.allocate(7), ByteBuffer.allocateDirect(SIZE - 7)};
    IntSupplier write = () -> writer.tryWrite(array, 0, SIZE);
    IntSupplier read = () -> reader.tryRead(array, 0, SIZE);
    return switch (way) {
      case ARRAY -> least(way, write, read);
      case DEEP -> least(way, () -> Depth.eight(write), () -> Depth.eight(read));
      case PART ->
          least(way, () -> writer.tryWrite(array, 3, 9), () -> reader.tryRead(array, 3, 9));
      case HEAP -> least(way, () -> writer.tryWrite(heap), () -> reader.tryRead(heap));
      case READ_ONLY -> least(way, () -> writer.tryWrite(readOnly), read);
      case DIRECT -> least(way, () -> writer.tryWrite(direct), () -> reader.tryRead(direct));
      case VECTOR ->
          least(way, () -> writer.tryWrite(vector, 0, 2), () -> reader.tryRead(vector, 0, 2));
      case NOT_READY -> least(way, () -> Transfer.NOT_READY, read);
      case POLLING -> {
        register();
        yield least(way, write, () -> poll() + read.getAsInt());
      }
    };
  }

  private void register() {
    if (reader.register() != 0) {
      throw new IllegalStateException("register");
    }
  }

  private int poll() {
    try {
      poller.await(0);
      poller.dispatch();
      return 0;
    } catch (PollerException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long least(Way way, IntSupplier write, IntSupplier read) {
    var threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && least > way.most(); round++) {
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

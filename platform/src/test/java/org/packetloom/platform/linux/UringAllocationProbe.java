// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Events;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Platforms;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Transfer;

/**
 * Leaves reads and writes of many connections to a ring for long enough to be compiled, and prints
 * what a round allocates.
 */
public final class UringAllocationProbe {
  private static final int CALLS = 5_000;
  private static final int ROUNDS = 15;
  private static final int SIZE = 64;

  private final Platform platform = Platforms.current();
  private final Poller poller;
  private final Transfer[] readers = new Transfer[UringPace.MANY]; // fewer are not left to a ring
  private final Transfer[] writers = new Transfer[UringPace.MANY];
  private final byte[] array = new byte[SIZE];
  private final ByteBuffer direct = ByteBuffer.allocateDirect(SIZE);
  private long submitted;
  private long lent;

  private UringAllocationProbe() throws Exception {
    poller =
        platform.pollers().stream()
            .filter(factory -> factory.name().equals(UringPoller.NAME))
            .findFirst()
            .orElseThrow()
            .open();
    for (int i = 0; i < readers.length; i++) {
      int[] two = new int[2];
      ensure(platform.descriptors().socketPair(SocketType.STREAM, two));
      readers[i] = poller.attach(two[0], DescriptorKind.LOCAL_STREAM, new Events());
      writers[i] = poller.attach(two[1], DescriptorKind.LOCAL_STREAM, new Events());
      ensure(readers[i].register());
      ensure(writers[i].register());
    }
  }

  /** Prints the bytes that the best round allocated. */
  public static void main(String[] arguments) throws Exception {
    System.out.println(new UringAllocationProbe().least(Way.valueOf(arguments[0])));
  }

  /** Where the bytes are. */
  enum Way {
    ARRAY,
    DIRECT,
    LENT;

    /** Bytes that a round may allocate: a tenth per call is left behind by the compiler at work. */
    long most() {
      return CALLS / 10;
    }
  }

  private static void ensure(int result) {
    if (result != 0) {
      throw new IllegalStateException("error " + -result);
    }
  }

  private long least(Way way) throws PollerException {
    var threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && least > way.most(); round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        move(way);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    if (submitted < CALLS) {
      throw new IllegalStateException("few writes were left to the ring: " + submitted);
    }
    if (way == Way.LENT && lent < CALLS) {
      throw new IllegalStateException("few reads were lent: " + lent);
    }
    return least;
  }

  private void move(Way way) throws PollerException {
    for (Transfer reader : readers) {
      ensure(reader.arm(Transfer.READ, SIZE));
    }
    poll(); // the ring waits for bytes
    long left = 0; // bits of those that have still to end
    for (int i = 0; i < writers.length; i++) {
      left |= reading(i);
      if (write(way, writers[i]) == Transfer.NOT_READY) {
        left |= writing(i);
        submitted++;
      }
    }
    while (left != 0) {
      poll();
      for (int i = 0; i < writers.length; i++) {
        left = has(left, writing(i)) ? after(left, writing(i), write(way, writers[i])) : left;
        left = has(left, reading(i)) ? after(left, reading(i), read(way, readers[i])) : left;
      }
    }
  }

  private static long reading(int number) {
    return 1L << number;
  }

  private static long writing(int number) {
    return 1L << Integer.SIZE + number;
  }

  private static boolean has(long left, long bit) {
    return (left & bit) != 0;
  }

  private static long after(long left, long bit, int result) {
    if (result == Transfer.NOT_READY) {
      return left;
    }
    if (result != SIZE) {
      throw new IllegalStateException("moved " + result);
    }
    return left & ~bit;
  }

  private int write(Way way, Transfer writer) {
    return way == Way.ARRAY ? writer.beginWrite(array, 0, SIZE) : writer.beginWrite(direct);
  }

  private int read(Way way, Transfer reader) {
    return switch (way) {
      case ARRAY -> reader.tryRead(array, 0, SIZE);
      case DIRECT -> reader.tryRead(direct);
      case LENT -> look(reader);
    };
  }

  private int look(Transfer reader) {
    int seen = reader.lend(SIZE).remaining();
    if (seen == 0) {
      return reader.tryRead(direct); // pending
    }
    reader.endLending(seen);
    lent++;
    return seen;
  }

  private void poll() throws PollerException {
    if (poller.await(0) > 0) {
      poller.dispatch();
    }
  }
}

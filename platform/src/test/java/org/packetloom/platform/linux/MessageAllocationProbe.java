// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.IntSupplier;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.Events;
import org.packetloom.platform.Family;
import org.packetloom.platform.MessageBatch;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Platforms;
import org.packetloom.platform.Poller;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Transfer;

/** Moves datagrams in one way for long enough to be compiled, and prints what a round allocates. */
public final class MessageAllocationProbe {
  /** Sends and receives of a round. */
  static final int CALLS = 20_000;

  private static final int ROUNDS = 15;
  private static final int SIZE = 64;
  private static final int MESSAGES = 2;

  /** Rounds in turn that allocate as much as the one before: the compiler has made up its mind. */
  private static final int SETTLED = 3;

  private final Platform platform = Platforms.current();
  private final Descriptors descriptors = platform.descriptors();
  private final Poller poller;
  private final Transfer receiver;
  private final Transfer sender;
  private final NativeAddress peer;
  private final NativeAddress.Box from = new NativeAddress.Box();

  private MessageAllocationProbe() throws Exception {
    poller = platform.pollers().getFirst().open();
    receiver = socket();
    sender = socket();
    descriptors.localAddress(receiver.descriptor(), from);
    peer = from.address();
  }

  /** Prints the bytes that the best round allocated. */
  public static void main(String[] arguments) throws Exception {
    System.out.println(new MessageAllocationProbe().measure(Way.valueOf(arguments[0])));
  }

  /** The ways to move datagrams. */
  enum Way {
    ARRAY,
    DIRECT,
    DEEP_ARRAY,
    DEEP_DIRECT,
    BATCH,
    SEGMENTS;

    /** Bytes that a round may allocate: a tenth per call is left behind by the compiler at work. */
    long most() {
      return CALLS / 10;
    }
  }

  private Transfer socket() {
    int descriptor = descriptors.socket(Family.INET4, SocketType.DATAGRAM);
    var loopback = new NativeAddress.Internet(new InetSocketAddress("127.0.0.1", 0));
    if (descriptors.bind(descriptor, loopback) != 0) {
      throw new IllegalStateException("bind");
    }
    return poller.attach(descriptor, DescriptorKind.DATAGRAM, new Events());
  }

  private long measure(Way way) {
    return switch (way) {
      case ARRAY -> single(way, ByteBuffer.allocate(SIZE));
      case DIRECT -> single(way, ByteBuffer.allocateDirect(SIZE));
      case DEEP_ARRAY -> deep(way, ByteBuffer.allocate(SIZE));
      case DEEP_DIRECT -> deep(way, ByteBuffer.allocateDirect(SIZE));
      case BATCH -> batch(way, 0);
      case SEGMENTS -> batch(way, SIZE / 4);
    };
  }

  private long single(Way way, ByteBuffer buffer) {
    return least(way, () -> sender.trySend(buffer, peer), () -> receiver.tryReceive(buffer, from));
  }

  /** The same below so many calls of others that no compiler follows from there. */
  private long deep(Way way, ByteBuffer buffer) {
    IntSupplier send = () -> sender.trySend(buffer, peer);
    IntSupplier receive = () -> receiver.tryReceive(buffer, from);
    return least(way, () -> Depth.eight(send), () -> Depth.eight(receive));
  }

  private long batch(Way way, int segment) {
    var sending = sender.messages();
    var receiving = receiver.messages();
    MessageBatch out = descriptors.datagrams().batch(MESSAGES, SIZE);
    MessageBatch in = descriptors.datagrams().batch(2 * MESSAGES, SIZE);
    for (int i = 0; i < MESSAGES; i++) {
      out.size(i, SIZE);
      out.segmentSize(i, segment);
      if (out.peer(i, peer) != 0) {
        throw new IllegalStateException("peer");
      }
    }
    int messages = segment == 0 ? MESSAGES : 1;
    int received = segment == 0 ? MESSAGES : SIZE / segment;
    return least(
        way,
        () -> sending.trySend(out, 0, messages) == messages ? received : -1,
        () -> receiving.tryReceive(in) + (in.peer(received - 1) == in.peer(0) ? 0 : 1));
  }

  private static long least(Way way, IntSupplier send, IntSupplier receive) {
    var threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    long least = Long.MAX_VALUE;
    long last = least;
    int settled = 0;
    for (int round = 0; round < ROUNDS && least > way.most() && settled < SETTLED; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        if (send.getAsInt() != receive.getAsInt()) {
          throw new IllegalStateException("datagrams were lost");
        }
      }
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      settled = allocated == last ? settled + 1 : 0;
      last = allocated;
      least = Math.min(least, allocated);
    }
    return least;
  }
}

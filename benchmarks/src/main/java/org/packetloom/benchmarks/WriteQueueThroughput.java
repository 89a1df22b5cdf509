// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.event.WriteQueue;

/**
 * How many messages of 64 bytes go through a write queue in a second, and what a plain write of
 * each does.
 *
 * <p>{@code java -cp benchmarks.jar org.packetloom.benchmarks.WriteQueueThroughput URI [PRODUCERS
 * [MESSAGES [ROUNDS [queue|write]]]]}
 */
public final class WriteQueueThroughput {
  private static final int MESSAGE_BYTES = 64;
  private static final int CAPACITY = 1 << 20;

  private WriteQueueThroughput() {}

  /** Prints a line for each round. */
  public static void main(String[] arguments) throws Exception {
    String uri = arguments.length > 0 ? arguments[0] : "local://";
    int producers = number(arguments, 1, 1);
    int messages = number(arguments, 2, 1_000_000);
    int rounds = number(arguments, 3, 10);
    boolean isQueued = arguments.length < 5 || arguments[4].equals("queue");
    try (Packetloom loom = Packetloom.open()) {
      System.out.println(loom + " " + uri + ", producers " + producers);
      for (int round = 0; round < rounds; round++) {
        try (Pair pair = loom.pair(uri)) {
          double seconds = play(loom, pair, producers, messages / producers, isQueued);
          System.out.printf(Locale.ROOT, "%.2f million/s%n", messages / seconds / 1e6);
        }
      }
    }
  }

  private static int number(String[] arguments, int index, int usual) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : usual;
  }

  private interface Part {
    void play() throws IOException;
  }

  private static Thread start(Packetloom loom, Part part) {
    Thread thread =
        loom.threadFactory()
            .newThread(
                () -> {
                  try {
                    part.play();
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                });
    thread.start();
    return thread;
  }

  /** Seconds until all is read. */
  private static double play(
      Packetloom loom, Pair pair, int producers, int messages, boolean isQueued) throws Exception {
    long begin = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    long bytes = (long) producers * messages * MESSAGE_BYTES;
    threads.add(start(loom, () -> drain(pair.second(), bytes)));
    try (WriteQueue queue = pair.first().writeQueue(CAPACITY)) {
      for (int i = 0; i < producers; i++) {
        threads.add(
            start(
                loom,
                isQueued ? () -> offer(queue, messages) : () -> write(pair.first(), messages)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private static void offer(WriteQueue queue, int messages) throws IOException {
    ByteBuffer message = ByteBuffer.allocate(MESSAGE_BYTES);
    for (int i = 0; i < messages; i++) {
      message.clear().putLong(0, i);
      while (!queue.offer(message)) {
        queue.awaitRoom(MESSAGE_BYTES, Deadline.NONE);
      }
    }
  }

  private static void write(StreamConnector stream, int messages) throws IOException {
    ByteBuffer message = ByteBuffer.allocate(MESSAGE_BYTES);
    for (int i = 0; i < messages; i++) {
      stream.write(message.clear().putLong(0, i));
    }
  }

  private static void drain(StreamConnector stream, long bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
    for (long left = bytes; left > 0; ) {
      left -= stream.read(buffer.clear());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import org.packetloom.DatagramBatch;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;

/**
 * Datagrams over the loopback interface per second of processor time, of both ends and the kernel
 * together, beside the JDK's channel: {@code java -cp benchmarks.jar
 * org.packetloom.benchmarks.UdpThroughput [SIZE] [SECONDS] [ROUNDS]}.
 *
 * <p>A virtual thread sends as fast as it can, another one receives and counts. What is not
 * received counts for nothing, so that losses cost. Receive buffers are alike.
 */
public final class UdpThroughput {
  private static final int BUFFER = 4 << 20;
  private static final int BATCH = 64;
  private static final Duration WARM_UP = Duration.ofMillis(500);
  private static final int SEGMENTED_BYTES = 60_000;
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final int size;
  private final long seconds;
  private final Packetloom loom;

  private UdpThroughput(int size, long seconds, Packetloom loom) {
    this.size = size;
    this.seconds = seconds;
    this.loom = loom;
  }

  /** Sends until it is stopped, or receives and counts. */
  private interface Work {
    void run(LongAdder count) throws IOException;
  }

  /** Runs each way, as often as asked, in turn. */
  public static void main(String[] arguments) throws Exception {
    int size = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_200;
    long seconds = arguments.length > 1 ? Long.parseLong(arguments[1]) : 5;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2;
    try (Packetloom loom = Packetloom.open()) {
      UdpThroughput run = new UdpThroughput(size, seconds, loom);
      for (int round = -1; round < rounds; round++) { // the first is to warm up
        for (String way : List.of("jdk", "single", "batch", "segments")) {
          run.measure(way, round >= 0);
        }
      }
    }
  }

  private void measure(String way, boolean isPrinted) throws Exception {
    switch (way) {
      case "jdk" -> {
        try (DatagramChannel near = channel();
            DatagramChannel far = channel()) {
          SocketAddress to = far.getLocalAddress();
          measure(way, isPrinted, sent -> send(near, to, sent), received -> receive(far, received));
        }
      }
      case "single" -> {
        try (DatagramConnector near = connector();
            DatagramConnector far = connector()) {
          SocketAddress to = far.localAddress().orElseThrow();
          measure(way, isPrinted, sent -> send(near, to, sent), received -> receive(far, received));
        }
      }
      case "batch" -> {
        try (DatagramConnector near = connector();
            DatagramConnector far = connector();
            DatagramBatch out = near.batch(BATCH, size);
            DatagramBatch in = far.batch(BATCH, size)) {
          SocketAddress to = far.localAddress().orElseThrow();
          fill(out, BATCH, size, 0, to);
          measure(way, isPrinted, sent -> send(near, out, 1, sent), n -> receive(far, in, n));
        }
      }
      default -> {
        int each = Math.min(64, SEGMENTED_BYTES / size);
        try (DatagramConnector near = connector();
            DatagramConnector far = connector().receiveOffload(true);
            DatagramBatch out = near.batch(4, each * size);
            DatagramBatch in = far.batch(8, 1 << 16)) {
          SocketAddress to = far.localAddress().orElseThrow();
          fill(out, 4, each * size, size, to);
          measure(way, isPrinted, sent -> send(near, out, each, sent), n -> receive(far, in, n));
        }
      }
    }
  }

  private static void fill(DatagramBatch batch, int count, int bytes, int segment, SocketAddress to)
      throws IOException {
    for (int i = 0; i < count; i++) {
      batch.add(ByteBuffer.allocate(bytes), to).segmentSize(i, segment);
    }
  }

  private void measure(String way, boolean isPrinted, Work sending, Work receiving)
      throws Exception {
    LongAdder sent = new LongAdder();
    LongAdder received = new LongAdder();
    Thread receiver = start(receiving, received);
    Thread sender = start(sending, sent);
    boolean hasEnded = receiver.join(WARM_UP);
    long sentBefore = sent.sum();
    long receivedBefore = received.sum();
    long cpuBefore = SYSTEM.getProcessCpuTime();
    long before = System.nanoTime();
    hasEnded |= receiver.join(Duration.ofSeconds(seconds));
    if (hasEnded) {
      throw new IllegalStateException(way + ": the receiver failed");
    }
    double elapsed = (System.nanoTime() - before) / 1e9;
    double cpu = (SYSTEM.getProcessCpuTime() - cpuBefore) / 1e9;
    long came = received.sum() - receivedBefore;
    long went = sent.sum() - sentBefore;
    sender.interrupt();
    sender.join();
    receiver.interrupt();
    receiver.join();
    if (isPrinted) {
      System.out.printf(
          Locale.ROOT,
          "%-9s size %d  sent %,.0f/s  received %,.0f/s  lost %.1f %%  received per CPU second %,.0f%n",
          way,
          size,
          went / elapsed,
          came / elapsed,
          100.0 * (went - came) / went,
          came / cpu);
    }
  }

  /** Ends when it is interrupted, or what it works on is closed by that. */
  private static Thread start(Work work, LongAdder count) {
    return Thread.startVirtualThread(
        () -> {
          try {
            work.run(count);
          } catch (IOException _) {
            return; // interrupted
          }
        });
  }

  private static DatagramChannel channel() throws IOException {
    return DatagramChannel.open(java.net.StandardProtocolFamily.INET)
        .setOption(java.net.StandardSocketOptions.SO_RCVBUF, BUFFER)
        .bind(new InetSocketAddress("127.0.0.1", 0));
  }

  private DatagramConnector connector() throws IOException {
    return loom.bind("udp4://127.0.0.1:0?receive-buffer=" + BUFFER);
  }

  private void send(DatagramChannel channel, SocketAddress to, LongAdder count) throws IOException {
    ByteBuffer source = ByteBuffer.allocateDirect(size);
    while (!Thread.currentThread().isInterrupted()) {
      channel.send(source.clear(), to);
      count.increment();
    }
  }

  private void receive(DatagramChannel channel, LongAdder count) throws IOException {
    ByteBuffer destination = ByteBuffer.allocateDirect(size);
    while (!Thread.currentThread().isInterrupted()) {
      channel.receive(destination.clear());
      count.increment();
    }
  }

  private void send(DatagramConnector connector, SocketAddress to, LongAdder count)
      throws IOException {
    ByteBuffer source = ByteBuffer.allocateDirect(size);
    while (!Thread.currentThread().isInterrupted()) {
      connector.send(source.clear(), to);
      count.increment();
    }
  }

  private void receive(DatagramConnector connector, LongAdder count) throws IOException {
    ByteBuffer destination = ByteBuffer.allocateDirect(size);
    while (!Thread.currentThread().isInterrupted()) {
      connector.receive(destination.clear());
      count.increment();
    }
  }

  private static void send(
      DatagramConnector connector, DatagramBatch batch, int each, LongAdder count)
      throws IOException {
    while (!Thread.currentThread().isInterrupted()) {
      connector.send(batch.position(0));
      count.add((long) each * batch.count());
    }
  }

  private void receive(DatagramConnector connector, DatagramBatch batch, LongAdder count)
      throws IOException {
    while (!Thread.currentThread().isInterrupted()) {
      int entries = connector.receive(batch);
      for (int i = 0; i < entries; i++) {
        count.add((batch.size(i) + size - 1) / size);
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;

/**
 * Processor time to send a file that is in memory over a TCP connection, beside the JDK: {@code
 * java -cp benchmarks.jar org.packetloom.benchmarks.FileThroughput [KIB] [MIB] [ROUNDS]} sends a
 * file of KIB again and again until it has sent MIB, in each way, and that ROUNDS times in turns.
 *
 * <p>A virtual thread sends; another process reads and drops. The time is that of the sending
 * process, user and system.
 */
public final class FileThroughput {
  private static final int BLOCK = 1 << 16;
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private FileThroughput() {}

  /** Sends a whole file. */
  private interface Sending {
    void send(Path file, long size) throws IOException;
  }

  /** Milliseconds of processor time and of time, per GiB. */
  private record Figure(double cpu, double elapsed) {}

  /** Runs each way, as often as asked, in turn; {@code sink} reads and drops, as its child. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals("sink")) {
      sink();
      return;
    }
    long size = 1024 * (arguments.length > 0 ? Long.parseLong(arguments[0]) : 65_536);
    long total = (1 << 20) * (arguments.length > 1 ? Long.parseLong(arguments[1]) : 2_048);
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 7;
    Process child = startSink();
    Path file = Files.createTempFile("packetloom", ".bytes");
    try (Packetloom loom = Packetloom.open()) {
      int port = Integer.parseInt(child.inputReader().readLine());
      Files.write(file, new byte[(int) size]);
      try (SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
          StreamConnector stream = loom.connect("tcp4://127.0.0.1:" + port)) {
        Map<String, Sending> ways = ways(channel, stream);
        print(size, total, measure(ways, file, size, total, rounds, loom));
      }
    } finally {
      Files.delete(file);
      child.destroy();
    }
  }

  private static Map<String, Sending> ways(SocketChannel channel, StreamConnector stream) {
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    Map<String, Sending> ways = new LinkedHashMap<>();
    ways.put("jdk transferTo", (file, size) -> transfer(file, size, channel));
    ways.put("sendFile(path)", (file, size) -> ensure(size, stream.sendFile(file, 0, size)));
    ways.put("jdk read+write", (file, _) -> copy(file, channel, block));
    ways.put(
        "sendFile(channel)",
        (file, size) -> {
          try (FileChannel open = FileChannel.open(file)) {
            ensure(size, stream.sendFile(open, 0, size));
          }
        });
    return ways;
  }

  private static void transfer(Path file, long size, SocketChannel to) throws IOException {
    try (FileChannel open = FileChannel.open(file)) {
      for (long sent = 0; sent < size; ) {
        sent += open.transferTo(sent, size - sent, to);
      }
    }
  }

  private static void copy(Path file, SocketChannel to, ByteBuffer block) throws IOException {
    try (FileChannel open = FileChannel.open(file)) {
      while (open.read(block.clear()) > 0) {
        block.flip();
        while (block.hasRemaining()) {
          int unused = to.write(block);
        }
      }
    }
  }

  private static void ensure(long size, long sent) throws IOException {
    if (sent != size) {
      throw new IOException("sent " + sent + " of " + size);
    }
  }

  private static Map<String, Figure[]> measure(
      Map<String, Sending> ways, Path file, long size, long total, int rounds, Packetloom loom)
      throws Exception {
    Map<String, Figure[]> figures = new LinkedHashMap<>();
    ways.keySet().forEach(way -> figures.put(way, new Figure[rounds]));
    for (int round = -1; round < rounds; round++) { // the first is to warm up
      for (var way : ways.entrySet()) {
        Figure[] all = figures.get(way.getKey());
        int index = round;
        Thread sender =
            loom.threadFactory()
                .newThread(
                    () -> {
                      Figure figure = measure(way.getValue(), file, size, total);
                      if (index >= 0) {
                        all[index] = figure;
                      }
                    });
        sender.start();
        sender.join();
      }
    }
    return figures;
  }

  private static Figure measure(Sending way, Path file, long size, long total) {
    long cpuBefore = SYSTEM.getProcessCpuTime();
    long before = System.nanoTime();
    try {
      for (long sent = 0; sent < total; sent += size) {
        way.send(file, size);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    double gib = total / (double) (1 << 30);
    return new Figure(
        (SYSTEM.getProcessCpuTime() - cpuBefore) / 1e6 / gib,
        (System.nanoTime() - before) / 1e6 / gib);
  }

  /** Prints each way beside the first, round by round. */
  private static void print(long size, long total, Map<String, Figure[]> figures) {
    System.out.printf(
        Locale.ROOT,
        "file of %d KiB, %d MiB a round   CPU ms/GiB: min median max   to jdk transferTo: min median"
            + " max   MiB/s: median%n",
        size >> 10,
        total >> 20);
    Figure[] first = figures.values().iterator().next();
    figures.forEach(
        (way, all) -> {
          double[] ratios =
              IntStream.range(0, all.length)
                  .mapToDouble(i -> all[i].cpu() / first[i].cpu())
                  .sorted()
                  .toArray();
          double[] cpu = Arrays.stream(all).mapToDouble(Figure::cpu).sorted().toArray();
          double[] time = Arrays.stream(all).mapToDouble(Figure::elapsed).sorted().toArray();
          int middle = all.length / 2;
          int last = all.length - 1;
          System.out.printf(
              Locale.ROOT,
              "%-18s %10.0f %6.0f %6.0f %20.2f %6.2f %6.2f %18.0f%n",
              way,
              cpu[0],
              cpu[middle],
              cpu[last],
              ratios[0],
              ratios[middle],
              ratios[last],
              1024 * 1000 / time[middle]);
        });
  }

  private static Process startSink() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    return new ProcessBuilder(java, "-cp", classes, FileThroughput.class.getName(), "sink")
        .redirectError(Redirect.INHERIT)
        .start();
  }

  /** Prints its port, and reads what comes until it is killed. */
  private static void sink() throws IOException {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress("127.0.0.1", 0));
      System.out.println(((InetSocketAddress) listener.getLocalAddress()).getPort());
      while (true) {
        SocketChannel from = listener.accept();
        Thread.ofPlatform().start(() -> drop(from));
      }
    }
  }

  private static void drop(SocketChannel from) {
    ByteBuffer block = ByteBuffer.allocateDirect(1 << 20);
    try (from) {
      while (from.read(block.clear()) >= 0) {
        block.clear();
      }
    } catch (IOException e) {
      System.err.println(e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.demo;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.examples.echo.Figures;

/** Parks thousands of readers, counts the platform threads they take, and closes them all. */
final class ParkedProof implements Proof {
  private static final int WANTED = 5_000;

  /** Left for the virtual machine and everybody else. */
  private static final int SPARE_DESCRIPTORS = 256;

  private final int readers = affordable();

  @Override
  public String title() {
    return "let %s threads wait in read at once, then close what they wait for%s"
        .formatted(
            Figures.count(readers),
            readers < WANTED ? " (more descriptors are not allowed here)" : "");
  }

  @Override
  public String ours(Packetloom loom) throws IOException, InterruptedException {
    try (Closing pairs = new Closing()) {
      List<ReadableByteChannel> ends = new ArrayList<>();
      for (int i = 0; i < readers; i++) {
        Pair pair = loom.pair("local://");
        pairs.add(pair::close);
        ends.add(pair.first());
      }
      return park(loom.threadFactory(), ends);
    }
  }

  @Override
  public String theirs() throws IOException, InterruptedException {
    try (Closing pairs = new Closing();
        ServerSocketChannel listener = JdkPair.listener()) {
      List<ReadableByteChannel> ends = new ArrayList<>();
      for (int i = 0; i < readers; i++) {
        JdkPair pair = JdkPair.open(listener);
        pairs.add(pair::close);
        ends.add(pair.first());
      }
      return park(Thread.ofVirtual().factory(), ends);
    }
  }

  private String park(ThreadFactory threads, List<ReadableByteChannel> ends)
      throws IOException, InterruptedException {
    ThreadMXBean counter = ManagementFactory.getThreadMXBean();
    int before = counter.getThreadCount();
    AtomicInteger woken = new AtomicInteger();
    List<Thread> waiting = new ArrayList<>();
    for (ReadableByteChannel end : ends) {
      waiting.add(threads.newThread(() -> readUntilClosed(end, woken)));
    }
    waiting.forEach(Thread::start);
    for (Thread thread : waiting) {
      Proof.awaitParked(thread);
    }
    int meanwhile = counter.getThreadCount();
    long start = System.nanoTime();
    for (ReadableByteChannel end : ends) {
      end.close();
    }
    for (Thread thread : waiting) {
      thread.join();
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    if (woken.get() != ends.size()) {
      throw new IOException(woken + " of " + ends.size() + " readers were told of the close");
    }
    return "%d platform threads in the whole process (%d before), closing woke all within %s"
        .formatted(meanwhile, before, Figures.time(elapsed));
  }

  private static void readUntilClosed(ReadableByteChannel end, AtomicInteger woken) {
    try {
      end.read(ByteBuffer.allocate(1));
    } catch (java.nio.channels.AsynchronousCloseException _) {
      woken.incrementAndGet();
    } catch (IOException _) {
      // Not counted: the total tells.
    }
  }

  /** Two descriptors each. */
  private static int affordable() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      long free = system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount();
      return Math.clamp((free - SPARE_DESCRIPTORS) / 2, 1, WANTED);
    }
    return WANTED;
  }

  /** Closes many things, and all of them. */
  private static final class Closing implements Closeable {
    private final List<Closeable> things = new ArrayList<>();

    void add(Closeable thing) {
      things.add(thing);
    }

    @Override
    public void close() throws IOException {
      IOException failure = null;
      for (Closeable thing : things) {
        try {
          thing.close();
        } catch (IOException e) {
          failure = e;
        }
      }
      if (failure != null) {
        throw failure;
      }
    }
  }
}

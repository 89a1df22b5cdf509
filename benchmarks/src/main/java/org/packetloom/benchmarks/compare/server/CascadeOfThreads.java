// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A virtual thread for each connector. The one that receives the last byte of a cascade begins the
 * next, so that no other thread has a part in it.
 */
final class CascadeOfThreads implements Work {
  private static final int PATIENCE_SECONDS = 20; // for bytes that never come

  private final PeerServer server;
  private final String kind;
  private Places places; // null before there are any; the thread that obeys only

  CascadeOfThreads(PeerServer server, String kind) {
    this.server = server;
    this.kind = kind;
  }

  @Override
  public void open(int count) throws IOException {
    if (places != null) {
      places.close();
    }
    places = new Places(server.ring(kind, count), count);
    for (int i = 0; i < count; i++) {
      places.start(i, server.threads());
    }
  }

  @Override
  public String run(long millis) throws IOException, InterruptedException {
    String told = places.run(millis);
    if (places.hasFailed()) {
      open(places.count);
    }
    return told;
  }

  /** All of them, from when they are opened to when they are closed. */
  private static final class Places {
    private final Ring ring;
    private final int count;
    private final AtomicInteger left = new AtomicInteger(); // writes that are yet to come
    private final AtomicInteger unread = new AtomicInteger(); // bytes yet to be received
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean isClosed; // written by the thread that obeys only
    private volatile CountDownLatch finished; // replaced between runs only

    // written by whoever begins a cascade, before it writes the first byte
    private volatile int token;
    private long end;
    private long cascades;

    Places(Ring ring, int count) {
      this.ring = ring;
      this.count = count;
    }

    void start(int index, ThreadFactory threads) {
      threads.newThread(() -> passOn(index)).start();
    }

    private void passOn(int index) {
      int next = Cascade.next(index, count);
      try {
        while (true) {
          int value = ring.read(index);
          if (value != token) {
            failures.incrementAndGet();
          }
          if (left.getAndDecrement() > 0) {
            ring.write(index, next, value);
          }
          if (unread.decrementAndGet() == 0) {
            complete(index);
          }
        }
      } catch (IOException _) {
        if (!isClosed) {
          failures.incrementAndGet();
        }
      }
    }

    private void complete(int index) throws IOException {
      cascades++;
      if (System.nanoTime() < end) {
        begin(index);
      } else {
        finished.countDown();
      }
    }

    private void begin(int from) throws IOException {
      int value = Cascade.nextToken(token);
      token = value;
      int active = Cascade.active(count);
      left.set(count - active);
      unread.set(count);
      for (int i = 0; i < active; i++) {
        ring.write(from, Cascade.first(i, count), value);
      }
    }

    String run(long millis) throws IOException, InterruptedException {
      cascades = 0;
      finished = new CountDownLatch(1);
      long began = System.nanoTime();
      end = began + TimeUnit.MILLISECONDS.toNanos(millis);
      begin(count);
      long patience = millis + TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS);
      if (!finished.await(patience, TimeUnit.MILLISECONDS)) {
        failures.addAndGet(unread.get());
      }
      long nanos = System.nanoTime() - began;
      return "count=%d nanos=%d errors=%d".formatted(cascades, nanos, failures.get());
    }

    boolean hasFailed() {
      return failures.get() > 0;
    }

    void close() throws IOException {
      isClosed = true;
      ring.close();
    }
  }
}

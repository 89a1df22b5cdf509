// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;

/** One thread with the JDK's {@link Selector}, which does nothing but {@link Role#CASCADE}. */
final class JdkSelectorServer implements PeerServer {
  @Override
  public int start(ServerPlan plan) {
    return 0;
  }

  @Override
  public Work work(ServerPlan plan, int port) {
    return new SelectedCascade(plan.variant());
  }

  private static final class SelectedCascade implements Work {
    private static final long PATIENCE_MILLIS = 5000; // for bytes that never come

    private final String kind;
    private Selector selector; // null before there is a ring
    private JdkRing ring; // null before it is opened
    private int count;
    private int token;
    private int left; // writes that are yet to come
    private int unread; // bytes that are yet to be received
    private long failures;

    SelectedCascade(String kind) {
      this.kind = kind;
    }

    @Override
    public void open(int places) throws IOException {
      if (ring != null) {
        ring.close();
        selector.close();
      }
      selector = Selector.open();
      ring = JdkRing.open(kind, places);
      count = places;
      for (int i = 0; i < count; i++) {
        ring.readable(i).configureBlocking(false).register(selector, SelectionKey.OP_READ, i);
      }
    }

    @Override
    public String run(long millis) throws IOException {
      failures = 0;
      long cascades = 0;
      long began = System.nanoTime();
      long end = began + TimeUnit.MILLISECONDS.toNanos(millis);
      do {
        cascade();
        cascades++;
      } while (System.nanoTime() < end && unread == 0);
      long nanos = System.nanoTime() - began;
      if (unread > 0) {
        open(count);
      }
      return "count=%d nanos=%d errors=%d".formatted(cascades, nanos, failures + unread);
    }

    private void cascade() throws IOException {
      int active = Cascade.active(count);
      token = Cascade.nextToken(token);
      left = count - active;
      unread = count;
      for (int i = 0; i < active; i++) {
        ring.write(count, Cascade.first(i, count), token);
      }
      while (unread > 0) {
        if (selector.select(this::passOn, PATIENCE_MILLIS) == 0) {
          return;
        }
      }
    }

    private void passOn(SelectionKey key) {
      int index = (int) key.attachment();
      try {
        int value = ring.read(index);
        if (value < 0) {
          return;
        }
        if (value != token) {
          failures++;
        }
        if (left-- > 0) {
          ring.write(index, Cascade.next(index, count), value);
        }
        unread--;
      } catch (IOException _) {
        failures++;
      }
    }
  }
}

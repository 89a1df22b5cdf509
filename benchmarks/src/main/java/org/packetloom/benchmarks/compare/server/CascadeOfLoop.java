// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A cascade in one thread, which asks over and over who is ready. Belongs to that thread. */
abstract class CascadeOfLoop implements Work {
  /** How long a byte may be on its way; one that takes longer never comes. */
  static final long PATIENCE_MILLIS = 5000;

  private Ring ring; // null before it is opened
  private int count;
  private int token;
  private int left; // writes that are yet to come
  private int unread; // bytes that are yet to be received
  private long failures;

  /** Opens a ring and has all of it watched; what was open before is closed. */
  abstract Ring openWatched(int places) throws IOException;

  /** Has {@link #passOn} called for all that are ready; false if none is for too long. */
  abstract boolean passOnReady() throws IOException;

  @Override
  public final void open(int places) throws IOException {
    ring = openWatched(places);
    count = places;
  }

  @Override
  public final String run(long millis) throws IOException {
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
    while (unread > 0 && passOnReady()) {}
  }

  /** Receives a byte, if there is one, and passes it on. */
  final void passOn(int index) {
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

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** A transfer that gives back what was written to it; holds a few bytes, which all are alike. */
final class LoopTransfer extends ScriptedTransfer {
  private static final int CAPACITY = 3;

  private final AtomicInteger held = new AtomicInteger();

  /** Set when nobody may use it any more. */
  private volatile boolean gone;

  int balance() {
    return held.get();
  }

  @Override
  public int register() {
    readiness.ready(READ | WRITE);
    return 0;
  }

  @Override
  public int tryRead(ByteBuffer destination) {
    return move(destination.remaining(), -1, WRITE);
  }

  @Override
  public int tryWrite(ByteBuffer source) {
    return move(source.remaining(), 1, READ);
  }

  /** Moves as many bytes as can be, and tells the other direction. */
  private int move(int most, int sign, int told) {
    while (true) {
      if (gone) {
        throw new AssertionError("used after the last user left");
      }
      int before = held.get();
      int count = Math.min(most, sign > 0 ? CAPACITY - before : before);
      if (count == 0) {
        return NOT_READY;
      }
      if (held.compareAndSet(before, before + sign * count)) {
        readiness.ready(told);
        return count;
      }
    }
  }

  @Override
  public void deregister(boolean isShared) {
    if (gone) {
      throw new AssertionError("left twice");
    }
    gone = true;
  }

  boolean isGone() {
    return gone;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.IOException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/**
 * One flow: a thread that sends and one that receives. The sender keeps no more packets under way
 * than the socket has room for, so that none is lost and every one that was paid for counts.
 *
 * <p>The sender announces that it waits, looks again, and parks; the receiver counts first and then
 * looks whether somebody waits. So one of them sees the other.
 */
final class DatagramFlow implements AutoCloseable {
  private static final int LEAST_UNDER_WAY = 128;

  private final DatagramEnds ends;
  private final int limit; // packets under way
  private volatile boolean isRunning; // written by the thread that obeys only
  private volatile boolean isClosed; // written by the thread that obeys only
  private volatile boolean hasFailed; // set by either thread
  private volatile long sent; // written by the sender only
  private volatile long received; // written by the receiver only
  private volatile long lost; // written by the thread that obeys only
  private long seen = -1; // what was received when we looked last; the thread that obeys only
  private volatile Thread waiting; // the sender while it waits, else null; written by it only

  /** Starts both threads; nothing is sent yet. */
  DatagramFlow(DatagramEnds ends, ThreadFactory threads) {
    this.ends = ends;
    limit = Math.max(LEAST_UNDER_WAY, 2 * ends.burst());
    threads.newThread(this::receiveAll).start();
    threads.newThread(this::sendAll).start();
  }

  private void sendAll() {
    try {
      while (!isClosed) {
        if (mayGo()) {
          sent += ends.burst(); // before they are received
          ends.send();
        } else {
          await();
        }
      }
    } catch (IOException _) {
      hasFailed = !isClosed;
    }
  }

  private boolean mayGo() {
    return isRunning && underWay() + ends.burst() <= limit;
  }

  private void await() {
    waiting = Thread.currentThread();
    if (!mayGo() && !isClosed) {
      LockSupport.park(this);
    }
    waiting = null;
  }

  private void receiveAll() {
    try {
      while (true) {
        received += ends.receive();
        Thread sender = waiting;
        if (sender != null && isRunning && underWay() <= limit / 2) {
          LockSupport.unpark(sender);
        }
      }
    } catch (IOException _) {
      hasFailed = !isClosed;
    }
  }

  long underWay() {
    return sent - received - lost;
  }

  long received() {
    return received;
  }

  long lost() {
    return lost;
  }

  boolean hasFailed() {
    return hasFailed;
  }

  /** Whether nothing will be sent before it is told to go. */
  boolean isAtRest() {
    return hasFailed || (waiting != null && !isRunning);
  }

  void go() {
    isRunning = true;
    wake();
  }

  void stop() {
    isRunning = false;
  }

  /** Gives up what has not come since the last look. */
  void look() {
    long now = received;
    if (now == seen && underWay() > 0) {
      giveUp();
    }
    seen = now;
  }

  /** Waits no longer for what is under way. */
  void giveUp() {
    lost += Math.max(0, underWay());
    wake();
  }

  private void wake() {
    Thread sender = waiting;
    if (sender != null) {
      LockSupport.unpark(sender);
    }
  }

  @Override
  public void close() throws IOException {
    isClosed = true;
    wake();
    ends.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.packetloom.ConnectorUri;
import org.packetloom.message.DisconnectReason;

/**
 * Serves the connections that share one lock: a client's only one, or those of one shard of a
 * server.
 *
 * <p>The {@link SocketReader} takes datagrams in and does what is due; threads of the application
 * send what they queue themselves. Both do so under the lock, in {@link #send}: it composes and
 * hands to the socket whatever may go now, and tells the reader when there is something to do next,
 * in case that is earlier than it knew.
 *
 * <p>If the socket takes no more, what was composed waits ({@code isStuck}) for a thread of its own
 * to send it patiently; meanwhile nothing else is composed. Only that thread touches the outlet
 * then, without the lock.
 */
abstract class Driver {
  /** After a turn that left something due, as nothing could be sent. */
  private static final long LEAST_REST_NANOS = 50_000;

  static final long NEVER = Long.MAX_VALUE;

  /** Guards all connections of this driver, and their endpoints. */
  final ReentrantLock endpointLock = new ReentrantLock();

  private final ConnectorUri uri;
  private final Outlet outlet; // guarded by endpointLock, unless isStuck
  private final ThreadFactory threads;

  /** Set before the reader starts. */
  private SocketReader reader;

  private boolean isStuck; // guarded by endpointLock
  private boolean isReleased; // guarded by endpointLock

  /** Threads to be woken when the reader gives the lock up; guarded by endpointLock. */
  private final List<Thread> sleepers = new ArrayList<>();

  /** Whether the reader has the lock; guarded by endpointLock. */
  private boolean isReading;

  /** Until when messages may wait for others to go with; guarded by endpointLock. */
  private long sendBy = NEVER;

  /** When there is something to do; written under endpointLock. */
  private volatile long dueAt;

  Driver(ConnectorUri uri, Outlet outlet, ThreadFactory threads) {
    this.uri = uri;
    this.outlet = outlet;
    this.threads = threads;
    this.dueAt = System.nanoTime();
  }

  final void servedBy(SocketReader itsReader) {
    reader = itsReader;
  }

  final SocketReader reader() {
    return reader;
  }

  final ConnectorUri uri() {
    return uri;
  }

  final long dueAt() {
    return dueAt;
  }

  final Outlet outlet() {
    return outlet;
  }

  // ---- what kinds of drivers do, all with the lock held

  /** Takes a datagram in. */
  abstract void receive(ByteBuffer datagram, Optional<SocketAddress> from, long now);

  /** Does what is due. */
  abstract void advance(long now);

  /** Composes a datagram and adds it to the outlet; false if there is none now. */
  abstract boolean compose(Outlet into, long now);

  abstract long nextDeadline();

  /** Looks what has become of the connections, and wakes who waits for it. */
  abstract void settle(long now);

  /** Wakes who waits for room. */
  abstract void relieve();

  /** A connection may have something to send. */
  abstract void touch(DrivenConnection connection);

  /** Ends a connection, and tells the other side. */
  abstract void end(DrivenConnection connection, DisconnectReason reason);

  /** The system has refused a datagram, or told that one was. */
  abstract void refused(IOException failure);

  /** Whether there is nothing left to do, ever. */
  abstract boolean isOver();

  /** The socket has failed, or was closed: ends everything. */
  abstract void fail(IOException failure);

  // ---- what threads of the application call

  /** Waits until nothing is left of a connection that was closed here; without the lock. */
  abstract void awaitClosed(DrivenConnection connection);

  // ---- moving datagrams

  /** Everything after datagrams were taken in, or when something is due; the lock is held. */
  final void turn(long now) {
    advance(now);
    settle(now);
    send(now);
    relieve();
  }

  /** Wakes a thread; if the reader has the lock, then when it has given it up. */
  public final void wake(Thread thread) {
    if (isReading) {
      sleepers.add(thread);
    } else {
      LockSupport.unpark(thread);
    }
  }

  /** The reader takes the lock. */
  final void beginReading() {
    endpointLock.lock();
    isReading = true;
  }

  /**
   * The reader gives the lock up, and then wakes those who wait for what it took in: they would
   * only have had to wait for the lock.
   *
   * @param woken an empty list of the reader's own
   */
  final void endReading(List<Thread> woken) {
    isReading = false;
    woken.addAll(sleepers);
    sleepers.clear();
    endpointLock.unlock();
    woken.forEach(LockSupport::unpark);
    woken.clear();
  }

  /** Sends what may go now; the lock is held. */
  final void send(long now) {
    if (isStuck || isReleased) {
      return;
    }
    sendBy = NEVER;
    try {
      boolean isAll = false;
      while (!isAll && !isStuck) {
        while (!outlet.isFull() && compose(outlet, now)) {
          // as many as there is room for
        }
        isAll = !outlet.isFull();
        if (!outlet.trySend()) {
          waitForTheSocket();
        }
      }
      outlet.failure().ifPresent(this::refused);
    } catch (IOException e) {
      fail(e);
    }
    plan(now);
  }

  private void waitForTheSocket() {
    isStuck = true;
    try {
      threads.newThread(this::sendPatiently).start();
    } catch (RuntimeException | Error e) {
      isStuck = false;
      outlet.dropAll();
      throw e;
    }
  }

  /** Has what is queued sent at a time, if not before; the lock is held. */
  final void sendBy(long time) {
    if (time < sendBy && !isStuck) {
      sendBy = time;
      if (time < dueAt) {
        dueAt = time;
        reader.hurry(time);
      }
    }
  }

  private void plan(long now) {
    long next = isOver() ? now : isStuck ? NEVER : nextDeadline();
    long due = next <= now ? now + LEAST_REST_NANOS : next;
    dueAt = due;
    reader.hurry(due);
  }

  private void sendPatiently() {
    IOException failure = null;
    try {
      outlet.sendPatiently();
    } catch (IOException e) {
      failure = e;
    }
    endpointLock.lock();
    try {
      isStuck = false;
      if (isReleased) {
        outlet.close();
      } else if (failure != null) {
        fail(failure);
      } else {
        turn(System.nanoTime());
      }
    } finally {
      endpointLock.unlock();
    }
  }

  /** The reader has ended: nothing is sent any more. */
  final void release() {
    endpointLock.lock();
    try {
      isReleased = true;
      if (!isStuck) {
        outlet.close();
      }
    } finally {
      endpointLock.unlock();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;
import org.packetloom.Datagram;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;

/**
 * The receiving half of {@link SimulatedDatagrams}: a thread takes datagrams from the connector
 * when they come, and puts them on the link; those who receive take them from there, at their
 * times.
 */
final class SimulatedInput extends SimulatedSide {
  private static final String RECEIVE = "receive";

  /** How often a thread that does not receive looks whether the connector was closed. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final int LARGEST_INTERNET = 1 << 16;
  private static final int LARGEST_OTHER = 1 << 18;

  /** Signalled when the thread may take more, or has to end. */
  private final Condition mayGoOn = lock.newCondition();

  /** What the thread came upon, for the next call; guarded by lock. */
  private @Nullable IOException failure;

  /** Whose datagrams are received; all if empty; guarded by lock. */
  private Optional<SocketAddress> chosen = Optional.empty();

  SimulatedInput(
      SimulatedDatagrams owner, DatagramConnector connector, LinkConditions conditions, long seed) {
    super(owner, connector, conditions, seed);
  }

  /** From now on, datagrams of one peer only are received, or all. */
  void choose(Optional<SocketAddress> peer) {
    lock.lock();
    try {
      chosen = peer;
    } finally {
      lock.unlock();
    }
  }

  // ---- calls

  Datagram receive(ByteBuffer destination) throws IOException {
    return line.call(RECEIVE, isBlocking, arriving(now -> take(destination, now)))
        .orElse(Datagram.NONE);
  }

  Optional<Datagram> tryReceive(ByteBuffer destination) throws IOException {
    return line.tryCall(RECEIVE, now -> take(destination, now));
  }

  int receive(HeapBatch batch) throws IOException {
    return line.call(RECEIVE, isBlocking, arriving(now -> take(batch, now))).orElse(0);
  }

  int tryReceive(HeapBatch batch) throws IOException {
    return line.<Integer>tryCall(RECEIVE, now -> take(batch, now)).orElse(0);
  }

  boolean awaitReadable(Deadline deadline) throws IOException {
    return line.call("await readable", true, untilReadable(deadline)).orElse(false);
  }

  /** An attempt that is worth repeating when the next datagram arrives. */
  private <T> CallLine.Attempt<T> arriving(CallLine.Attempt<T> attempt) {
    return new CallLine.Attempt<>() {
      @Override
      public Optional<T> at(long now) throws IOException {
        return attempt.at(now);
      }

      @Override
      public long resumeAt() {
        return link.nextDelivery();
      }
    };
  }

  private CallLine.Attempt<Boolean> untilReadable(Deadline deadline) {
    return new CallLine.Attempt<>() {
      @Override
      public Optional<Boolean> at(long now) {
        boolean isReadable = failure != null || hasArrived(now);
        return isReadable || deadline.hasPassed() ? Optional.of(isReadable) : Optional.empty();
      }

      @Override
      public long resumeAt() {
        long next = link.nextDelivery();
        boolean isNext = next != CallLine.NEVER;
        Deadline due = isNext ? deadline.earliest(Deadline.atNanoTime(next)) : deadline;
        return due.isLimited() ? due.nanoTime() : CallLine.NEVER;
      }
    };
  }

  // ---- under the lock

  private Optional<Datagram> take(ByteBuffer destination, long now) throws IOException {
    tellFailure();
    return hasArrived(now) ? Optional.of(takeFirst(destination)) : Optional.empty();
  }

  private Optional<Integer> take(HeapBatch batch, long now) throws IOException {
    batch.ensureOpen();
    tellFailure();
    int count = 0;
    while (count < batch.capacity() && hasArrived(now)) {
      batch.received(count, takeFirst(batch.room(count)));
      count++;
    }
    return count == 0 ? Optional.empty() : Optional.of(count);
  }

  private void tellFailure() throws IOException {
    IOException known = failure;
    if (known != null) {
      failure = null;
      mayGoOn.signal();
      throw known;
    }
  }

  /** Whether there is a datagram that is wanted, after dropping those that are not. */
  private boolean hasArrived(long now) {
    while (link.hasArrived(now)) {
      if (chosen.isEmpty() || chosen.equals(first().sender())) {
        return true;
      }
      removeFirst();
    }
    return false;
  }

  private Datagram first() {
    if (link.inFlight().firstCompanion() instanceof Datagram datagram) {
      return datagram;
    }
    throw new IllegalStateException("a datagram that came from nowhere");
  }

  private Datagram takeFirst(ByteBuffer destination) {
    Datagram sent = first();
    int size = Math.min(link.inFlight().firstSize(), destination.remaining());
    destination.put(link.inFlight().firstBytes(), 0, size);
    removeFirst();
    return new Datagram(size, sent.fullSize(), sent.sender());
  }

  private void removeFirst() {
    link.removeFirst();
    mayGoOn.signal();
  }

  // ---- the thread

  /** Takes datagrams from the connector until that is closed. */
  void run() {
    try {
      boolean isInternet = connector.localAddress().orElse(null) instanceof InetSocketAddress;
      ByteBuffer buffer = ByteBuffer.allocateDirect(isInternet ? LARGEST_INTERNET : LARGEST_OTHER);
      while (awaitRoom()) {
        takeNext(buffer.clear());
      }
    } finally {
      owner.end(); // nobody receives without the thread, however it ended
    }
  }

  private void takeNext(ByteBuffer buffer) {
    try {
      Datagram datagram = next(buffer);
      put(buffer.flip(), datagram);
    } catch (IOException e) {
      fail(e);
    } catch (Throwable e) {
      fail(new IOException(RECEIVE + " " + owner + ": " + e, e));
    }
  }

  private Datagram next(ByteBuffer buffer) throws IOException {
    Datagram datagram = isBlocking ? connector.receive(buffer) : Datagram.NONE;
    while (!datagram.isPresent()) {
      connector.awaitReadable(Deadline.NONE);
      datagram = connector.tryReceive(buffer).orElse(Datagram.NONE);
    }
    return datagram;
  }

  private void put(ByteBuffer bytes, Datagram datagram) {
    lock.lock();
    try {
      link.send(bytes, datagram, System.nanoTime());
      line.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits while the link is full, or a failure is not told; false if the line was closed. */
  private boolean awaitRoom() {
    lock.lock();
    try {
      while (!line.isClosed() && (failure != null || SimulatedDatagrams.isFull(link))) {
        mayGoOn.awaitNanos(LOOK_NANOS);
        if (!connector.isOpen()) {
          return true; // taking the next one ends the line
        }
      }
      return !line.isClosed();
    } catch (InterruptedException _) {
      return true; // nobody who knows the thread does that
    } finally {
      lock.unlock();
    }
  }

  private void fail(IOException cause) {
    if (!connector.isOpen()) {
      owner.end();
      return;
    }
    lock.lock();
    try {
      failure = cause;
      line.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends all calls, and the thread. */
  void close() {
    lock.lock();
    try {
      line.close();
      mayGoOn.signal();
    } finally {
      lock.unlock();
    }
  }
}

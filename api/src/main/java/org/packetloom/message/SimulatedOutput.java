// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.packetloom.ConnectionRefusedException;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;

/**
 * The sending half of {@link SimulatedDatagrams}: those who send put datagrams on the link, and
 * hand those whose time has come to the connector, if it takes them at once. All others are sent by
 * a thread, at their times.
 *
 * <p>The thread waits for the connector without the lock. While it does nobody else hands anything
 * over, so that datagrams do not overtake one another there.
 */
final class SimulatedOutput extends SimulatedSide {
  private static final String SEND = "send";
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Signalled when the thread has to look again. */
  private final Condition work = lock.newCondition();

  /** When the thread looks again by itself; guarded by lock. */
  private long threadWakes = CallLine.NEVER;

  /** Whether the thread is about to hand something over; guarded by lock. */
  private boolean isThreadSending;

  /** Why a datagram could not be sent that had been taken, for the next call; guarded by lock. */
  private @Nullable IOException failure;

  /**
   * Where a datagram goes; each has one of its own, by which it is known.
   *
   * @param peer empty into a device
   * @param isChosen whether it is the chosen peer, or was
   */
  record Destination(Optional<SocketAddress> peer, boolean isChosen) {}

  SimulatedOutput(
      SimulatedDatagrams owner, DatagramConnector connector, LinkConditions conditions, long seed) {
    super(owner, connector, conditions, seed);
  }

  // ---- calls

  void send(ByteBuffer source, Destination destination) throws IOException {
    line.call(SEND, isBlocking, now -> put(source, destination, now));
  }

  boolean trySend(ByteBuffer source, Destination destination) throws IOException {
    return line.tryCall(SEND, now -> put(source, destination, now)).isPresent();
  }

  void send(HeapBatch batch) throws IOException {
    line.call(SEND, isBlocking, new WholeBatch(batch));
  }

  int trySend(HeapBatch batch) throws IOException {
    int before = batch.position();
    line.tryCall(SEND, new WholeBatch(batch));
    return batch.position() - before;
  }

  boolean awaitWritable(Deadline deadline) throws IOException {
    return line.call("await writable", true, untilWritable(deadline)).orElse(false);
  }

  private CallLine.Attempt<Boolean> untilWritable(Deadline deadline) {
    return new CallLine.Attempt<>() {
      @Override
      public Optional<Boolean> at(long now) {
        boolean isWritable = failure != null || !SimulatedDatagrams.isFull(link);
        return isWritable || deadline.hasPassed() ? Optional.of(isWritable) : Optional.empty();
      }

      @Override
      public long resumeAt() {
        return deadline.isLimited() ? deadline.nanoTime() : CallLine.NEVER;
      }
    };
  }

  /** Sends what is left of a batch. */
  private final class WholeBatch implements CallLine.Attempt<Boolean> {
    private final HeapBatch batch;
    private long bytesMoved;

    private WholeBatch(HeapBatch batch) {
      this.batch = batch;
    }

    @Override
    public Optional<Boolean> at(long now) throws IOException {
      batch.ensureOpen();
      while (batch.position() < batch.count()) {
        int index = batch.position();
        Destination destination = owner.destination(batch.peer(index));
        if (!hasRoom()) {
          return Optional.empty();
        }
        enter(batch.data(index), batch.segmentSize(index), destination, now);
        bytesMoved += batch.size(index);
        batch.position(index + 1);
      }
      return Optional.of(true);
    }

    @Override
    public long bytesMoved() {
      return bytesMoved;
    }
  }

  // ---- under the lock

  private Optional<Boolean> put(ByteBuffer source, Destination destination, long now)
      throws IOException {
    if (!hasRoom()) {
      return Optional.empty();
    }
    enter(source, destination, now);
    return Optional.of(true);
  }

  private boolean hasRoom() throws IOException {
    IOException known = failure;
    if (known != null) {
      failure = null;
      throw known;
    }
    return !SimulatedDatagrams.isFull(link);
  }

  /** Puts the datagrams of an entry on the link. */
  private void enter(ByteBuffer data, int segment, Destination destination, long now)
      throws IOException {
    int end = data.limit();
    if (segment == 0 || end <= segment) {
      enter(data, destination, now);
      return;
    }
    for (int from = 0; from < end; from += segment) {
      enter(data.limit(Math.min(end, from + segment)).position(from), destination, now);
    }
  }

  private void enter(ByteBuffer source, Destination destination, long now) throws IOException {
    int start = source.position();
    Destination own = new Destination(destination.peer(), destination.isChosen());
    link.send(source, own, now);
    try {
      handOver(own, now);
    } catch (IOException | RuntimeException e) {
      source.position(start);
      throw e;
    }
  }

  /** Hands over what is due; throws what happens to the caller's own datagram. */
  private void handOver(Destination own, long now) throws IOException {
    boolean isTaken = true;
    while (isTaken && !isThreadSending && link.hasArrived(now)) {
      Destination first = first();
      try {
        isTaken = tryHandOver(firstBytes(), first);
      } catch (IOException | RuntimeException e) {
        link.removeFirst();
        if (first == own) {
          throw e;
        }
        failed(e);
        continue;
      }
      if (isTaken) {
        link.removeFirst();
      }
    }
    if (!isTaken || link.nextDelivery() < threadWakes) {
      work.signal();
    }
  }

  private Destination first() {
    if (link.inFlight().firstCompanion() instanceof Destination destination) {
      return destination;
    }
    throw new IllegalStateException("a datagram that goes nowhere");
  }

  private ByteBuffer firstBytes() {
    return ByteBuffer.wrap(link.inFlight().firstBytes(), 0, link.inFlight().firstSize());
  }

  private boolean tryHandOver(ByteBuffer bytes, Destination to) throws IOException {
    return isForChosen(to)
        ? connector.trySend(bytes)
        : connector.trySend(bytes, to.peer().orElseThrow());
  }

  private boolean isForChosen(Destination to) {
    return to.isChosen() && connector.peerAddress().equals(to.peer());
  }

  private void failed(Exception cause) {
    failure = cause instanceof IOException e ? e : new IOException(SEND + " " + owner, cause);
  }

  // ---- the thread

  /** Sends datagrams at their times until the line is closed. */
  void run() {
    lock.lock();
    try {
      while (!line.isClosed()) {
        if (link.hasArrived(System.nanoTime())) {
          sendFirst();
        } else {
          awaitNext();
        }
      }
    } finally {
      lock.unlock();
      owner.end(); // nobody sends without the thread, however it ended
    }
  }

  @SuppressWarnings("WaitNotInLoop") // the caller looks again
  private void awaitNext() {
    threadWakes = link.nextDelivery();
    try {
      if (threadWakes == CallLine.NEVER) {
        work.await();
      } else {
        work.awaitNanos(threadWakes - System.nanoTime());
      }
    } catch (InterruptedException _) {
      // nobody who knows the thread does that: look again
    } finally {
      threadWakes = CallLine.NEVER;
    }
  }

  private void sendFirst() {
    Destination to = first();
    byte[] copy = new byte[link.inFlight().firstSize()];
    firstBytes().get(copy);
    link.removeFirst();
    isThreadSending = true;
    line.signal();
    lock.unlock();
    Optional<Exception> thrown = Optional.empty();
    try {
      sendTwice(ByteBuffer.wrap(copy), to);
    } catch (IOException | RuntimeException e) {
      thrown = Optional.of(e);
    } finally {
      lock.lock();
      isThreadSending = false;
    }
    if (thrown.isPresent() && !line.isClosed()) {
      failed(thrown.get());
      line.signal();
    }
  }

  /** Sends, and once more if the failure was about an earlier datagram. */
  private void sendTwice(ByteBuffer bytes, Destination to) throws IOException {
    try {
      sendWaiting(bytes, to);
    } catch (ConnectionRefusedException e) {
      sendWaiting(bytes, to);
      throw e;
    }
  }

  private void sendWaiting(ByteBuffer bytes, Destination to) throws IOException {
    if (!isBlocking) {
      while (!tryHandOver(bytes, to)) {
        LockSupport.parkNanos(owner, RETRY_NANOS); // a plain send does not wait here
      }
    } else if (isForChosen(to)) {
      connector.send(bytes);
    } else {
      connector.send(bytes, to.peer().orElseThrow());
    }
  }

  /** Ends all calls, and the thread. */
  void close() {
    lock.lock();
    try {
      line.close();
      work.signal();
    } finally {
      lock.unlock();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.packetloom.Behaviour;
import org.packetloom.Deadline;
import org.packetloom.StreamConnector;

/**
 * Writes that never wait: what is offered is queued, and written in the background as soon as the
 * connector takes it.
 *
 * {@snippet :
 * try (var connection = loom.connect("tcp://localhost:7000");
 *     var queue = connection.writeQueue(1 << 20)) {
 *   while (!queue.offer(message)) { // full: the peer is slow
 *     queue.awaitRoom(message.remaining(), Deadline.NONE);
 *   }
 *   queue.flush(Deadline.after(Duration.ofSeconds(5))); // false if that took longer
 * }
 * }
 *
 * <p><b>Order.</b> Offers are written in the order in which they were accepted, whichever threads
 * they come from, several of them with one system call; each is whole: writes of other threads to
 * the same connector, and those of other queues, come before or after it. On a connector of records
 * each offer is one record.
 *
 * <p><b>Bounds.</b> Bytes that were accepted and not yet taken by the system are at most the
 * capacity. A lent buffer and a record count as 256 bytes at least, for what it takes to keep them.
 * While nothing is queued there is no thread; otherwise there is one, a virtual one of the
 * connector's toolkit. A thread that repeats a refused offer without waiting may keep the processor
 * from it: {@link #awaitRoom} waits, and {@link WriteQueueListener#roomFreed} tells.
 *
 * <p><b>Failures.</b> The queue writes as others do: the connector's write deadline and timeout
 * hold, and closing the connector ends it. The first write that fails, for whatever reason, fails
 * the queue for good: what is queued is dropped, the {@link WriteQueueListener} is told, and every
 * further call throws the same exception. The connector is not closed; but the peer may have
 * received a part of an offer ({@link #writtenBytes} tells how much went out in all), so that
 * little else can be done with it.
 *
 * <p><b>Waiting.</b> Calls that wait obey the waiting contract: the ambient deadline, interrupts by
 * the connector's policy, and {@link #close()}, which they tell by the exceptions that {@link
 * StreamConnector} lists. They throw {@link IllegalStateException} in a callback of this queue,
 * whose thread is the one that would have to write.
 *
 * <p>Safe for use by any thread. After {@link #close()} calls throw {@link
 * org.packetloom.ConnectorClosedException}, whether or not the connector is open.
 */
public interface WriteQueue extends AutoCloseable {
  /**
   * Queues a copy of all remaining bytes, or nothing; never waits.
   *
   * @param source is drained if it was accepted, and untouched otherwise; the caller's again in any
   *     case. An empty one is accepted, and nothing is written but an empty record
   * @return whether it was accepted; false if there is no room for it now
   * @throws IllegalArgumentException if it is larger than the capacity
   * @throws IOException what failed the queue; {@link org.packetloom.ConnectorClosedException} if
   *     the queue or the connector is closed. It was not accepted then
   */
  boolean offer(ByteBuffer source) throws IOException;

  /**
   * Queues a buffer without copying it, or does nothing; never waits.
   *
   * @param source if it is accepted it belongs to the queue until it is given back, its position
   *     then behind the last byte that was written; it is read-only or not, direct or not
   * @param release is given the buffer once if it was accepted, and never otherwise: when it has
   *     been written or dropped, on any thread; must not wait. {@link #flush} returns after those
   *     of the buffers it stands for
   * @return whether it was accepted; false if there is no room for it now
   * @throws IllegalArgumentException if it is larger than the capacity
   * @throws IOException as {@link #offer(ByteBuffer)}
   */
  boolean offer(ByteBuffer source, Consumer<? super ByteBuffer> release) throws IOException;

  /**
   * Waits until everything that was offered before is taken by the system, or dropped.
   *
   * @param deadline when to stop waiting
   * @return false if the deadline passed first
   * @throws IllegalStateException in a callback of this queue
   * @throws IOException what failed the queue, or as the class comment lists
   */
  boolean flush(Deadline deadline) throws IOException;

  /**
   * Waits until an offer of a size would be accepted. Another thread may take the room first.
   *
   * @param bytes how many
   * @param deadline when to stop waiting
   * @return false if the deadline passed first
   * @throws IllegalArgumentException if {@code bytes} is negative or more than the capacity
   * @throws IllegalStateException in a callback of this queue
   * @throws IOException what failed the queue, or as the class comment lists
   */
  boolean awaitRoom(int bytes, Deadline deadline) throws IOException;

  /**
   * The most that may be queued.
   *
   * @return bytes, at least 1
   */
  long capacityBytes();

  /**
   * What was accepted and is neither written nor dropped.
   *
   * @return bytes, at most the capacity
   */
  long queuedBytes();

  /**
   * What the system has taken from this queue so far, parts of failed writes included.
   *
   * @return bytes, never less than before
   */
  long writtenBytes();

  /**
   * Accepts nothing more, waits until what is queued is taken by the system, and closes.
   *
   * @param deadline when to drop the rest
   * @return false if the deadline passed first, or if another call closed the queue and something
   *     was dropped
   * @throws IllegalStateException in a callback of this queue
   * @throws IOException as {@link #flush}; the queue is closed all the same
   */
  boolean close(Deadline deadline) throws IOException;

  /**
   * Drops what is queued, and gives lent buffers back; does nothing if closed. The connector stays
   * open.
   *
   * <p>No offer is torn: the write that is in progress, of 128 KiB or one larger offer at most,
   * goes on in the background, and its buffers are given back when it has ended; closing the
   * connector ends it at once.
   */
  @Override
  void close();

  /**
   * Opens a queue, for those who write connectors; others call {@link
   * QueuedWriting#writeQueue(long)}.
   *
   * @param connector what to write to
   * @param behaviour {@link Behaviour#SEQPACKET} if each write of it is a record
   * @param threads makes the thread that writes, each time there is something to write
   * @param capacityBytes the most that may be queued
   * @param listener hears of failures
   * @return the queue
   * @throws IllegalArgumentException if {@code capacityBytes} is less than 1, or the connector has
   *     {@code blocking=no}: the queue never makes the caller wait anyway
   */
  static WriteQueue over(
      QueuedWriting connector,
      Behaviour behaviour,
      ThreadFactory threads,
      long capacityBytes,
      WriteQueueListener listener) {
    return new ConnectorWriteQueue(connector, behaviour, threads, capacityBytes, listener);
  }
}

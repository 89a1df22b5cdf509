// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.packetloom.Deadline;
import org.packetloom.StreamConnector;
import org.packetloom.event.WriteQueue;
import org.packetloom.event.WriteQueueListener;

/** The words that topics about write queues share. */
public interface WriteQueueRow extends StreamRow {
  /** More than one block of copies, and less than several. */
  int CAPACITY = 200_000;

  /** Where {@link #zeros} come from. */
  ByteBuffer ZEROS = ByteBuffer.allocateDirect(MORE_THAN_BUFFERS).asReadOnlyBuffer();

  /** How many bytes are more than any pair of ends of this row holds. */
  default int moreThanBuffers() {
    return MORE_THAN_BUFFERS;
  }

  /** What a listener was told. */
  record Told(List<IOException> failures, List<WriteQueue> rooms) implements WriteQueueListener {
    /** Nothing yet. */
    public Told() {
      this(new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
    }

    @Override
    public void writeFailed(WriteQueue queue, IOException failure) {
      failures.add(failure);
    }

    @Override
    public void roomFreed(WriteQueue queue) {
      rooms.add(queue);
    }
  }

  /** Lent buffers that were given back. */
  record Returned(List<ByteBuffer> buffers) implements Consumer<ByteBuffer> {
    /** None yet. */
    public Returned() {
      this(new CopyOnWriteArrayList<>());
    }

    @Override
    public void accept(ByteBuffer buffer) {
      buffers.add(buffer);
    }
  }

  /** Opens two ends, or skips the test if this row has no write queues. */
  default Ends openForQueues() throws Exception {
    assumeHas(Feature.WRITE_QUEUES);
    return open();
  }

  /** The connector of an end. */
  default StreamConnector connector(StreamEnd end) {
    return ((ConnectorEnd) end).connector();
  }

  /** A queue over an end. */
  default WriteQueue queue(StreamEnd end) {
    return connector(end).writeQueue(CAPACITY);
  }

  /**
   * A queue that is full, and stays so until the peer reads {@link #moreThanBuffers}: of one offer
   * that is lent.
   */
  default WriteQueue stalledQueue(
      StreamEnd end, WriteQueueListener listener, Consumer<ByteBuffer> release) throws IOException {
    WriteQueue queue = connector(end).writeQueue(moreThanBuffers(), listener);
    assertThat(queue.offer(zeros(), release)).isTrue();
    return queue;
  }

  /** The same for a test that does not care for what is told. */
  default WriteQueue stalledQueue(StreamEnd end) throws IOException {
    return stalledQueue(end, WriteQueueListener.NONE, _ -> {});
  }

  /** {@link #moreThanBuffers} of them. */
  default ByteBuffer zeros() {
    return ZEROS.duplicate().limit(moreThanBuffers());
  }

  /** Offers a copy, and waits for room as long as there is none. */
  default void offer(WriteQueue queue, ByteBuffer source) throws IOException {
    while (!queue.offer(source)) {
      queue.awaitRoom(source.remaining(), Deadline.NONE);
    }
  }

  /** Reads so many bytes and drops them. */
  default void skip(StreamEnd end, long count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    for (long left = count; left > 0; ) {
      int n = end.read(bytes.clear().limit((int) Math.min(left, bytes.capacity())));
      assertThat(n).isPositive();
      left -= n;
    }
  }
}

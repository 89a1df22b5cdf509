// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.DatagramBatch;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;

/**
 * Sends datagrams through a connector, many with one call where it has batches. Each is composed in
 * {@link #room} and {@link #add added}; then all are sent. Belongs to one thread at a time.
 *
 * <p>A datagram that the system refuses is dropped, as a network might do: whoever needs it sends
 * it again.
 */
abstract sealed class Outlet implements AutoCloseable {
  private static final int MOST = 64;

  /** How long a datagram may wait for a receiver that is full before it is dropped. */
  private static final Duration PATIENCE = Duration.ofMillis(5);

  final DatagramConnector connector;

  /** Datagrams that were composed, and the first of them that was not sent. */
  int count;

  int position;

  private long droppedDatagrams;

  /** Why a datagram was refused last; written by the thread it belongs to. */
  private volatile Optional<IOException> failure = Optional.empty();

  private Outlet(DatagramConnector connector) {
    this.connector = connector;
  }

  static Outlet of(DatagramConnector connector, int maxDatagramSize) throws IOException {
    try {
      return new Many(connector, connector.batch(MOST, maxDatagramSize));
    } catch (CapabilityException _) {
      return new Single(connector, maxDatagramSize);
    }
  }

  /** Where the next datagram is composed; there must be room. */
  abstract ByteBuffer room();

  /** Adds what was composed in {@link #room}. */
  abstract void add(ByteBuffer composed, SocketAddress to);

  /** Adds what was composed in {@link #room}, for the chosen peer. */
  abstract void add(ByteBuffer composed);

  /** How many it can hold. */
  abstract int capacity();

  /** Sends what the system takes now, from the position on; moves it. */
  abstract void attempt() throws IOException;

  /** Sends all from the position on, waiting; moves it. */
  abstract void insist() throws IOException;

  final boolean isFull() {
    return count == capacity();
  }

  final boolean isEmpty() {
    return count == 0;
  }

  final long droppedDatagrams() {
    return droppedDatagrams;
  }

  final Optional<IOException> failure() {
    return failure;
  }

  /**
   * Sends what the system takes now.
   *
   * @return whether nothing is left
   * @throws IOException if the connector is closed
   */
  final boolean trySend() throws IOException {
    while (position < count) {
      int before = position;
      try {
        attempt();
        if (position == before) {
          return false;
        }
      } catch (IOException e) {
        refused(e);
      }
    }
    clear();
    return true;
  }

  /** Sends what is left; drops what a receiver has no room for. */
  final void sendPatiently() throws IOException {
    while (position < count) {
      connector.writeDeadline(Deadline.after(PATIENCE));
      try {
        insist();
      } catch (ConnectorTimeoutException _) {
        drop();
      } catch (IOException e) {
        refused(e);
      }
    }
    clear();
  }

  /** Drops the first of what is left: its receiver is full. */
  final void dropFirst() {
    drop();
  }

  /** Drops what is left. */
  final void dropAll() {
    droppedDatagrams += count - position;
    clear();
  }

  private void clear() {
    count = 0;
    position = 0;
  }

  private void refused(IOException e) throws IOException {
    if (!connector.isOpen()) {
      throw e;
    }
    failure = Optional.of(e);
    drop();
  }

  private void drop() {
    position++;
    droppedDatagrams++;
  }

  @Override
  public abstract void close();

  private static final class Many extends Outlet {
    private final DatagramBatch batch;

    private Many(DatagramConnector connector, DatagramBatch batch) {
      super(connector);
      this.batch = batch;
    }

    @Override
    ByteBuffer room() {
      return batch.room(count);
    }

    @Override
    void add(ByteBuffer composed, SocketAddress to) {
      batch.peer(count, to);
      add(composed);
    }

    @Override
    void add(ByteBuffer composed) {
      batch.size(count++, composed.position());
    }

    @Override
    int capacity() {
      return MOST;
    }

    @Override
    void attempt() throws IOException {
      batch.count(count).position(position);
      try {
        connector.trySend(batch);
      } finally {
        position = batch.position();
      }
    }

    @Override
    void insist() throws IOException {
      batch.count(count).position(position);
      try {
        connector.send(batch);
      } finally {
        position = batch.position();
      }
    }

    @Override
    public void close() {
      batch.close();
    }
  }

  private static final class Single extends Outlet {
    private final ByteBuffer buffer;
    private Optional<SocketAddress> peer = Optional.empty();

    private Single(DatagramConnector connector, int bytes) {
      super(connector);
      buffer = ByteBuffer.allocate(bytes);
    }

    @Override
    ByteBuffer room() {
      return buffer.clear();
    }

    @Override
    void add(ByteBuffer composed, SocketAddress to) {
      peer = Optional.of(to);
      count++;
      buffer.flip();
    }

    @Override
    void add(ByteBuffer composed) {
      peer = Optional.empty();
      count++;
      buffer.flip();
    }

    @Override
    int capacity() {
      return 1;
    }

    @Override
    void attempt() throws IOException {
      boolean isTaken =
          peer.isPresent() ? connector.trySend(buffer, peer.get()) : connector.trySend(buffer);
      position += isTaken ? 1 : 0;
    }

    @Override
    void insist() throws IOException {
      if (peer.isPresent()) {
        connector.send(buffer, peer.get());
      } else {
        connector.send(buffer);
      }
      position++;
    }

    @Override
    public void close() {}
  }
}

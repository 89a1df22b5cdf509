// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.packetloom.CapabilityException;
import org.packetloom.Datagram;
import org.packetloom.DatagramBatch;
import org.packetloom.DatagramConnector;

/**
 * Receives datagrams from a connector, many with one call where it has batches. Belongs to one
 * thread at a time; what was received stays until the next call.
 */
abstract sealed class Intake implements AutoCloseable {
  /** Datagrams received with one call, at most. */
  static final int MOST = 64;

  private static final int LEAST_BYTES = 2048;

  final DatagramConnector connector;

  private Intake(DatagramConnector connector) {
    this.connector = connector;
  }

  /** Opens one for datagrams as large as own ones, or a little larger. */
  static Intake of(DatagramConnector connector, int maxDatagramSize) throws IOException {
    int bytes = Math.max(maxDatagramSize, LEAST_BYTES);
    try {
      return new Many(connector, connector.batch(MOST, bytes));
    } catch (CapabilityException _) {
      return new Single(connector, bytes);
    }
  }

  /** Waits for datagrams; tells how many there are. */
  abstract int receive() throws IOException;

  /** Takes datagrams that are there; tells how many. */
  abstract int tryReceive() throws IOException;

  /** The bytes of a datagram; empty if it was larger than the room for it. */
  abstract ByteBuffer data(int index);

  /** Where it came from. */
  abstract Optional<SocketAddress> sender(int index);

  @Override
  public abstract void close();

  private static final class Many extends Intake {
    private final DatagramBatch batch;

    private Many(DatagramConnector connector, DatagramBatch batch) {
      super(connector);
      this.batch = batch;
    }

    @Override
    int receive() throws IOException {
      return connector.receive(batch);
    }

    @Override
    int tryReceive() throws IOException {
      return connector.tryReceive(batch);
    }

    @Override
    ByteBuffer data(int index) {
      ByteBuffer data = batch.data(index);
      return batch.fullSize(index) > data.remaining() ? data.limit(data.position()) : data;
    }

    @Override
    Optional<SocketAddress> sender(int index) {
      return batch.peer(index);
    }

    @Override
    public void close() {
      batch.close();
    }
  }

  private static final class Single extends Intake {
    private final ByteBuffer buffer;
    private Optional<SocketAddress> sender = Optional.empty();

    private Single(DatagramConnector connector, int bytes) {
      super(connector);
      buffer = ByteBuffer.allocate(bytes);
    }

    @Override
    int receive() throws IOException {
      return took(connector.receive(buffer.clear()));
    }

    @Override
    int tryReceive() throws IOException {
      Optional<Datagram> datagram = connector.tryReceive(buffer.clear());
      return datagram.isEmpty() ? 0 : took(datagram.get());
    }

    private int took(Datagram datagram) {
      if (!datagram.isPresent()) {
        return 0;
      }
      sender = datagram.sender();
      buffer.flip();
      if (datagram.isTruncated()) {
        buffer.limit(0);
      }
      return 1;
    }

    @Override
    ByteBuffer data(int index) {
      return buffer;
    }

    @Override
    Optional<SocketAddress> sender(int index) {
      return sender;
    }

    @Override
    public void close() {}
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.packetloom.DatagramBatch;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;

/** Our datagrams: one by one, in batches, or as entries that the kernel cuts into packets. */
final class PacketloomDatagrams {
  private static final String URI =
      "udp4://127.0.0.1:0?receive-buffer=" + DatagramEnds.BUFFER_BYTES;
  private static final int BATCH = 64;

  private static final int MOST_SEGMENTS = 64;
  private static final int ENTRY_BYTES = 60_000; // at most
  private static final int BURST_BYTES = 120_000; // of entries that leave together
  private static final int MOST_ENTRIES = 16;
  private static final int RECEIVED_ENTRIES = 8;
  private static final int RECEIVED_BYTES = 1 << 16;

  private PacketloomDatagrams() {}

  static DatagramEnds open(Packetloom loom, String way, int size) throws IOException {
    DatagramConnector near = loom.bind(URI);
    DatagramConnector far = loom.bind(URI);
    SocketAddress address = far.localAddress().orElseThrow();
    return switch (way) {
      case "single" -> new Single(near, far, address, size);
      case "batch" -> {
        DatagramBatch out = near.batch(BATCH, size);
        fill(out, size, address);
        yield new Batches(near, far, out, far.batch(BATCH, size), size, 1);
      }
      case "offload" -> offloaded(near, far.receiveOffload(true), address, size);
      default -> throw new IllegalArgumentException("datagram " + way);
    };
  }

  private static DatagramEnds offloaded(
      DatagramConnector near, DatagramConnector far, SocketAddress address, int size)
      throws IOException {
    int each = Math.clamp(ENTRY_BYTES / size, 1, MOST_SEGMENTS);
    int entries = Math.clamp(BURST_BYTES / (each * size), 1, MOST_ENTRIES);
    DatagramBatch out = near.batch(entries, each * size);
    fill(out, each * size, address);
    for (int i = 0; i < entries; i++) {
      out.segmentSize(i, each == 1 ? 0 : size);
    }
    return new Batches(near, far, out, far.batch(RECEIVED_ENTRIES, RECEIVED_BYTES), size, each);
  }

  private static void fill(DatagramBatch batch, int bytes, SocketAddress address) {
    while (batch.count() < batch.capacity()) {
      batch.add(ByteBuffer.allocate(bytes), address);
    }
  }

  private static final class Single implements DatagramEnds {
    private final DatagramConnector near;
    private final DatagramConnector far;
    private final SocketAddress address; // of far
    private final ByteBuffer source;
    private final ByteBuffer destination;

    Single(DatagramConnector near, DatagramConnector far, SocketAddress address, int size) {
      this.near = near;
      this.far = far;
      this.address = address;
      source = ByteBuffer.allocateDirect(size);
      destination = ByteBuffer.allocateDirect(size + 1);
    }

    @Override
    public int burst() {
      return 1;
    }

    @Override
    public void send() throws IOException {
      near.send(source.clear(), address);
    }

    @Override
    public int receive() throws IOException {
      far.receive(destination.clear());
      if (destination.position() != source.capacity()) {
        throw new IOException("received " + destination.position() + " bytes");
      }
      return 1;
    }

    @Override
    public void close() throws IOException {
      near.close();
      far.close();
    }
  }

  private record Batches(
      DatagramConnector near,
      DatagramConnector far,
      DatagramBatch out,
      DatagramBatch in,
      int size,
      int each)
      implements DatagramEnds {
    @Override
    public int burst() {
      return each * out.capacity();
    }

    @Override
    public void send() throws IOException {
      near.send(out.position(0));
    }

    @Override
    public int receive() throws IOException {
      int entries = far.receive(in);
      int packets = 0;
      for (int i = 0; i < entries; i++) {
        packets += in.fullSize(i) / size;
        if (in.fullSize(i) % size != 0) {
          throw new IOException("received " + in.fullSize(i) + " bytes");
        }
      }
      return packets;
    }

    @Override
    public void close() throws IOException {
      near.close();
      far.close();
      out.close();
      in.close();
    }
  }
}

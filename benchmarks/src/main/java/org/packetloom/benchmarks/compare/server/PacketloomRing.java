// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.packetloom.Connector;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;
import org.packetloom.Pair;

/** A ring of ours. */
final class PacketloomRing {
  private PacketloomRing() {}

  /** A ring whose connectors can be watched. */
  interface Watchable extends Ring {
    /** The connector that {@link #read} of an index reads from. */
    Connector readable(int index);
  }

  static Watchable open(Packetloom loom, String kind, int count) throws IOException {
    return switch (kind) {
      case "udp" -> Datagrams.open(loom, count);
      case "pipe" -> Pipes.open(loom, count);
      default -> throw new IllegalArgumentException("cascade " + kind);
    };
  }

  /**
   * Buffers are over arrays, which is the cheaper way here. Addresses are in an array, as what
   * comes out of a list is cast: the processor would fetch an object that nobody looks at.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Datagrams(
      DatagramConnector[] places,
      SocketAddress[] addresses,
      ByteBuffer[] destinations,
      ByteBuffer[] sources)
      implements Watchable {
    static Datagrams open(Packetloom loom, int count) throws IOException {
      DatagramConnector[] places = new DatagramConnector[count];
      SocketAddress[] addresses = new SocketAddress[count];
      for (int i = 0; i < count; i++) {
        places[i] = loom.bind("udp4://127.0.0.1:0");
        addresses[i] = places[i].localAddress().orElseThrow();
      }
      return new Datagrams(places, addresses, buffers(count), buffers(count + 1));
    }

    private static ByteBuffer[] buffers(int count) {
      return Stream.generate(() -> ByteBuffer.allocate(1)).limit(count).toArray(ByteBuffer[]::new);
    }

    @Override
    public Connector readable(int index) {
      return places[index];
    }

    @Override
    public int read(int index) throws IOException {
      ByteBuffer destination = destinations[index].clear();
      places[index].receive(destination);
      return destination.get(0) & 0xff;
    }

    @Override
    public void write(int from, int to, int value) throws IOException {
      ByteBuffer source = sources[from].clear().put(0, (byte) value);
      places[from % places.length].send(source, addresses[to]);
    }

    @Override
    public void close() throws IOException {
      for (DatagramConnector place : places) {
        place.close();
      }
    }
  }

  /**
   * One pipe for each place, as the others have. Reads into buffers that are longer than a byte: a
   * read that does not fill one found the end.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Pipes(List<Pair> places, List<ByteBuffer> received, byte[][] sources)
      implements Watchable {
    private static final int BUFFER_BYTES = 16;

    static Pipes open(Packetloom loom, int count) throws IOException {
      List<Pair> places = new ArrayList<>();
      List<ByteBuffer> received = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        places.add(loom.pair("anon://?direction=write"));
        received.add(ByteBuffer.allocate(BUFFER_BYTES).limit(0));
      }
      return new Pipes(places, received, new byte[count + 1][1]);
    }

    @Override
    public Connector readable(int index) {
      return places.get(index).second();
    }

    @Override
    public int read(int index) throws IOException {
      ByteBuffer buffer = received.get(index);
      if (!buffer.hasRemaining()) {
        int n = places.get(index).second().read(buffer.array());
        if (n < 1) {
          throw new EOFException("end of pipe");
        }
        buffer.position(0).limit(n);
      }
      return buffer.get() & 0xff;
    }

    @Override
    public void write(int from, int to, int value) throws IOException {
      sources[from][0] = (byte) value;
      places.get(to).first().write(sources[from]);
    }

    @Override
    public void close() throws IOException {
      for (Pair place : places) {
        place.close();
      }
    }
  }
}

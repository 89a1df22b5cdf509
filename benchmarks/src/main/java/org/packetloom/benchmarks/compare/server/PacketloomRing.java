// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.packetloom.Connector;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;

/** A ring of ours. */
final class PacketloomRing {
  private PacketloomRing() {}

  /** A ring whose connectors can be watched. */
  interface Watchable extends Ring {
    /** The connector that {@link #read} of an index reads from. */
    Connector readable(int index);
  }

  static Watchable open(Packetloom loom, String kind, int count, Ring.Buffers buffers)
      throws IOException {
    return switch (kind) {
      case "udp" -> Datagrams.open(loom, count, buffers);
      case "pipe" -> Pipes.open(loom, count, buffers);
      default -> throw new IllegalArgumentException("cascade " + kind);
    };
  }

  /**
   * Buffers are over arrays, which is the cheaper way here. Addresses are in an array, as what
   * comes out of a list is cast: the processor would fetch an object that nobody looks at. The one
   * thread that reads from all places does not wait for any of them.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Datagrams(
      DatagramConnector[] places,
      SocketAddress[] addresses,
      ByteBuffer[] destinations,
      ByteBuffer[] sources,
      boolean isWaiting)
      implements Watchable {
    static Datagrams open(Packetloom loom, int count, Buffers buffers) throws IOException {
      DatagramConnector[] places = new DatagramConnector[count];
      SocketAddress[] addresses = new SocketAddress[count];
      for (int i = 0; i < count; i++) {
        places[i] = loom.bind("udp4://127.0.0.1:0");
        addresses[i] = places[i].localAddress().orElseThrow();
      }
      return new Datagrams(
          places,
          addresses,
          buffers.fill(new ByteBuffer[count], () -> ByteBuffer.allocate(1)),
          buffers.fill(new ByteBuffer[count + 1], () -> ByteBuffer.allocate(1)),
          buffers == Buffers.OF_PLACES);
    }

    @Override
    public Connector readable(int index) {
      return places[index];
    }

    @Override
    public int read(int index) throws IOException {
      ByteBuffer destination = destinations[index].clear();
      if (isWaiting) {
        places[index].receive(destination);
      } else if (places[index].tryReceive(destination).isEmpty()) {
        return -1;
      }
      return destination.get(0) & 0xff;
    }

    @Override
    public void write(int from, int to, int value) throws IOException {
      ByteBuffer source = sources[from].clear().put(0, (byte) value);
      DatagramConnector place = places[from % places.length];
      if (isWaiting) {
        place.send(source, addresses[to]);
      } else if (!place.trySend(source, addresses[to])) {
        throw new IOException("no room for one byte");
      }
    }

    @Override
    public void close() throws IOException {
      for (DatagramConnector place : places) {
        place.close();
      }
    }
  }

  /**
   * One pipe for each place, as the others have. Reads into arrays that are longer than a byte: a
   * read that does not fill one found the end.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Pipes(
      StreamConnector[] readers,
      StreamConnector[] writers,
      byte[][] rest,
      byte[][] destinations,
      byte[][] sources)
      implements Watchable {
    private static final int DESTINATION_BYTES = 16;

    static Pipes open(Packetloom loom, int count, Buffers buffers) throws IOException {
      StreamConnector[] readers = new StreamConnector[count];
      StreamConnector[] writers = new StreamConnector[count];
      for (int i = 0; i < count; i++) {
        Pair pipe = loom.pair("anon://?direction=write");
        readers[i] = pipe.second();
        writers[i] = pipe.first();
      }
      return new Pipes(
          readers,
          writers,
          new byte[count][], // nothing
          buffers.fill(new byte[count][], () -> new byte[DESTINATION_BYTES]),
          buffers.fill(new byte[count + 1][], () -> new byte[1]));
    }

    @Override
    public Connector readable(int index) {
      return readers[index];
    }

    @Override
    public int read(int index) throws IOException {
      byte[] before = rest[index];
      if (before != null) {
        return take(index, before, before.length);
      }
      byte[] destination = destinations[index];
      int n = readers[index].read(destination);
      if (n < 1) {
        throw new EOFException("end of pipe");
      }
      return n == 1 ? destination[0] & 0xff : take(index, destination, n);
    }

    /** The first of several bytes; the others are kept. */
    private int take(int index, byte[] bytes, int count) {
      rest[index] = count > 1 ? Arrays.copyOfRange(bytes, 1, count) : null;
      return bytes[0] & 0xff;
    }

    @Override
    public void write(int from, int to, int value) throws IOException {
      byte[] source = sources[from];
      source[0] = (byte) value;
      writers[to].write(source);
    }

    @Override
    public void close() throws IOException {
      for (int i = 0; i < readers.length; i++) {
        readers[i].close();
        writers[i].close();
      }
    }
  }
}

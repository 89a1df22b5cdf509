// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;

/**
 * A ring of the JDK's {@link DatagramChannel}s or {@link Pipe}s. Buffers are direct, which is the
 * JDK's cheaper way; everything is in arrays, as in ours.
 */
abstract sealed class JdkRing implements Ring {
  private final ByteBuffer[] destinations;
  private final ByteBuffer[] sources;

  private JdkRing(int count, Buffers buffers) {
    destinations = buffers.fill(new ByteBuffer[count], JdkRing::buffer);
    sources = buffers.fill(new ByteBuffer[count + 1], JdkRing::buffer);
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocateDirect(1);
  }

  static JdkRing open(String kind, int count, Buffers buffers) throws IOException {
    return switch (kind) {
      case "udp" -> new Datagrams(count, buffers);
      case "pipe" -> new Pipes(count, buffers);
      default -> throw new IllegalArgumentException("cascade " + kind);
    };
  }

  /** What a selector watches. */
  abstract SelectableChannel readable(int index);

  abstract int read(int index, ByteBuffer destination) throws IOException;

  abstract int write(int from, int to, ByteBuffer source) throws IOException;

  @Override
  public final int read(int index) throws IOException {
    ByteBuffer destination = destinations[index].clear();
    int n = read(index, destination);
    return n == 1 ? destination.get(0) & 0xff : -1;
  }

  @Override
  public final void write(int from, int to, int value) throws IOException {
    ByteBuffer source = sources[from].clear().put(0, (byte) value);
    if (write(from, to, source) != 1) {
      throw new IOException("no room for one byte");
    }
  }

  private static final class Datagrams extends JdkRing {
    private final DatagramChannel[] places;
    private final SocketAddress[] addresses;

    Datagrams(int count, Buffers buffers) throws IOException {
      super(count, buffers);
      places = new DatagramChannel[count];
      addresses = new SocketAddress[count];
      for (int i = 0; i < count; i++) {
        places[i] = DatagramChannel.open(StandardProtocolFamily.INET);
        places[i].bind(new InetSocketAddress("127.0.0.1", 0));
        addresses[i] = places[i].getLocalAddress();
      }
    }

    @Override
    SelectableChannel readable(int index) {
      return places[index];
    }

    @Override
    int read(int index, ByteBuffer destination) throws IOException {
      return places[index].receive(destination) == null ? 0 : destination.position();
    }

    @Override
    int write(int from, int to, ByteBuffer source) throws IOException {
      return places[from % places.length].send(source, addresses[to]);
    }

    @Override
    public void close() throws IOException {
      for (DatagramChannel place : places) {
        place.close();
      }
    }
  }

  private static final class Pipes extends JdkRing {
    private final Pipe.SourceChannel[] readers;
    private final Pipe.SinkChannel[] writers;

    Pipes(int count, Buffers buffers) throws IOException {
      super(count, buffers);
      readers = new Pipe.SourceChannel[count];
      writers = new Pipe.SinkChannel[count];
      for (int i = 0; i < count; i++) {
        Pipe pipe = Pipe.open();
        readers[i] = pipe.source();
        writers[i] = pipe.sink();
      }
    }

    @Override
    SelectableChannel readable(int index) {
      return readers[index];
    }

    @Override
    int read(int index, ByteBuffer destination) throws IOException {
      int n = readers[index].read(destination);
      if (n < 0) {
        throw new IOException("end of pipe");
      }
      return n;
    }

    @Override
    int write(int from, int to, ByteBuffer source) throws IOException {
      return writers[to].write(source);
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

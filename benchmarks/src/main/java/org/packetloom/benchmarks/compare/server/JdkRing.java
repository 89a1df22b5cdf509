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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A ring of the JDK's {@link DatagramChannel}s or {@link Pipe}s. */
final class JdkRing implements Ring {
  /** One connector. */
  private interface Place {
    SelectableChannel readable();

    int read(ByteBuffer destination) throws IOException;

    int write(Place writer, ByteBuffer source) throws IOException;

    void close() throws IOException;
  }

  private final List<Place> places;
  private final List<ByteBuffer> destinations; // one for each place, so for each thread
  private final List<ByteBuffer> sources; // and one more

  private JdkRing(List<Place> places) {
    this.places = places;
    destinations = buffers(places.size());
    sources = buffers(places.size() + 1);
  }

  private static List<ByteBuffer> buffers(int count) {
    return Stream.generate(() -> ByteBuffer.allocateDirect(1)).limit(count).toList();
  }

  static JdkRing open(String kind, int count) throws IOException {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      places.add(
          switch (kind) {
            case "udp" -> UdpPlace.open();
            case "pipe" -> new PipePlace(Pipe.open());
            default -> throw new IllegalArgumentException("cascade " + kind);
          });
    }
    return new JdkRing(places);
  }

  /** What a selector watches. */
  SelectableChannel readable(int index) {
    return places.get(index).readable();
  }

  @Override
  public int read(int index) throws IOException {
    ByteBuffer destination = destinations.get(index).clear();
    int n = places.get(index).read(destination);
    return n == 1 ? destination.get(0) & 0xff : -1;
  }

  @Override
  public void write(int from, int to, int value) throws IOException {
    ByteBuffer source = sources.get(from).clear().put(0, (byte) value);
    Place writer = places.get(from % places.size());
    if (places.get(to).write(writer, source) != 1) {
      throw new IOException("no room for one byte");
    }
  }

  @Override
  public void close() throws IOException {
    for (Place place : places) {
      place.close();
    }
  }

  private record UdpPlace(DatagramChannel channel, SocketAddress address) implements Place {
    static UdpPlace open() throws IOException {
      DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
      channel.bind(new InetSocketAddress("127.0.0.1", 0));
      return new UdpPlace(channel, channel.getLocalAddress());
    }

    @Override
    public SelectableChannel readable() {
      return channel;
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
      return channel.receive(destination) == null ? 0 : destination.position();
    }

    @Override
    public int write(Place writer, ByteBuffer source) throws IOException {
      return ((UdpPlace) writer).channel.send(source, address);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private record PipePlace(Pipe pipe) implements Place {
    @Override
    public SelectableChannel readable() {
      return pipe.source();
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
      int n = pipe.source().read(destination);
      if (n < 0) {
        throw new IOException("end of pipe");
      }
      return n;
    }

    @Override
    public int write(Place writer, ByteBuffer source) throws IOException {
      return pipe.sink().write(source);
    }

    @Override
    public void close() throws IOException {
      pipe.source().close();
      pipe.sink().close();
    }
  }
}

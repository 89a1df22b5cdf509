// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** The JDK's {@link DatagramChannel}, which sends and receives one packet at a time. */
final class JdkDatagrams implements DatagramEnds {
  private final DatagramChannel near;
  private final DatagramChannel far;
  private final SocketAddress address; // of far
  private final ByteBuffer source;
  private final ByteBuffer destination;

  private JdkDatagrams(DatagramChannel near, DatagramChannel far, int size) throws IOException {
    this.near = near;
    this.far = far;
    address = far.getLocalAddress();
    source = ByteBuffer.allocateDirect(size);
    destination = ByteBuffer.allocateDirect(size + 1);
  }

  static JdkDatagrams open(int size) throws IOException {
    return new JdkDatagrams(channel(), channel(), size);
  }

  private static DatagramChannel channel() throws IOException {
    return DatagramChannel.open(StandardProtocolFamily.INET)
        .setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES)
        .bind(new InetSocketAddress("127.0.0.1", 0));
  }

  @Override
  public int burst() {
    return 1;
  }

  @Override
  public void send() throws IOException {
    if (near.send(source.clear(), address) != source.capacity()) {
      throw new IOException("sent in part");
    }
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

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.packetloom.suite.VacantPort;

/** What the rows of datagram channels have. */
public interface DatagramChannelRow extends ChannelRow {
  /** How the channels are opened. */
  DatagramKind kind();

  default DatagramChannel openDatagrams() throws IOException {
    return kind().open(provider());
  }

  /** A channel bound to this machine. */
  default DatagramChannel openBound() throws IOException {
    return openDatagrams().bind(kind().anyPort());
  }

  /** An address at which nobody receives. */
  default SocketAddress nobody() throws IOException {
    return VacantPort.like(kind().anyPort());
  }

  /** An address that has no port yet. */
  default InetSocketAddress unresolved() {
    return InetSocketAddress.createUnresolved("somewhere.test", 1);
  }

  /** Sends bytes as one datagram. */
  default void send(DatagramChannel from, SocketAddress to, int... bytes) throws IOException {
    assertThat(from.send(buffer(bytes), to)).isEqualTo(bytes.length);
  }

  /** A buffer of these bytes. */
  default ByteBuffer buffer(int... bytes) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
    for (int each : bytes) {
      buffer.put((byte) each);
    }
    return buffer.flip();
  }

  /** Receives one datagram. */
  default byte[] receiveBytes(DatagramChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(100);
    assertThat(channel.receive(buffer)).isNotNull();
    return bytesOf(buffer);
  }

  /** What was put into a buffer of an array. */
  default byte[] bytesOf(ByteBuffer filled) {
    byte[] bytes = new byte[filled.position()];
    filled.flip().get(bytes);
    return bytes;
  }
}

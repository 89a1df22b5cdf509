// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import org.packetloom.suite.Task;

/** The words that the topics of datagram sockets share. */
public interface PacketRow extends SocketRow {
  /** A socket at a port of its own of the loopback interface. */
  default DatagramSocket bound() throws IOException {
    return sockets().newDatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** A socket that is not bound. */
  default DatagramSocket unbound() throws IOException {
    return sockets().newDatagramSocket(null);
  }

  /** A packet to this socket. */
  default DatagramPacket packetTo(DatagramSocket to, int... bytes) {
    return packet(to.getLocalSocketAddress(), bytes);
  }

  /** A packet to this address. */
  default DatagramPacket packet(SocketAddress to, int... bytes) {
    DatagramPacket packet = plainPacket(bytes);
    packet.setSocketAddress(to);
    return packet;
  }

  /** A packet without an address. */
  default DatagramPacket plainPacket(int... bytes) {
    byte[] block = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      block[i] = (byte) bytes[i];
    }
    return new DatagramPacket(block, block.length);
  }

  /** An empty packet with room for so many bytes. */
  default DatagramPacket room(int size) {
    return new DatagramPacket(new byte[size], size);
  }

  /** The bytes of the packet's data. */
  default byte[] dataOf(DatagramPacket packet) {
    return Arrays.copyOfRange(
        packet.getData(), packet.getOffset(), packet.getOffset() + packet.getLength());
  }

  /** The bytes of the next datagram. */
  default byte[] receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = room(100);
    socket.receive(packet);
    return dataOf(packet);
  }

  /** Starts a receive that must wait, as nobody sends. */
  default Task<byte[]> startReceive(DatagramSocket socket) {
    return startWaiting(() -> receive(socket));
  }

  /** Sends a datagram from one to the other. */
  default void assertArrives(DatagramSocket from, DatagramSocket to) throws IOException {
    from.send(packetTo(to, 42, 43));
    assertThat(receive(to)).containsExactly(42, 43);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.packetloom.Datagram;
import org.packetloom.TransferFailure;

/** The hook of the datagram contract, and the words its topics share. */
public interface DatagramRow extends Row {
  /**
   * Opens two sockets, bound and not connected: the one thing that a row must do.
   *
   * @param parameters of the URI, such as {@code blocking=no}, or nothing
   */
  DatagramEnds open(String parameters) throws Exception;

  /** Opens two sockets as usual. */
  default DatagramEnds open() throws Exception {
    return open("");
  }

  /** How often sockets are opened and closed to look for lost descriptors. */
  default int openingRounds() {
    return Scale.rounds(300);
  }

  /** Starts a receive that must wait, as nobody sends, and waits until it does. */
  default Task<Datagram> startBlockedReceive(DatagramEnd end) {
    return startBlockedReceive(end, ByteBuffer.allocate(100));
  }

  /** Starts a receive that must wait, as nobody sends, and waits until it does. */
  default Task<Datagram> startBlockedReceive(DatagramEnd end, ByteBuffer destination) {
    return start(() -> end.receive(destination)).awaitParked();
  }

  /** Receives one datagram and gives its bytes. */
  default byte[] receive(DatagramEnd end, int room) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(room);
    Datagram datagram = end.receive(buffer);
    assertThat(buffer.position()).isEqualTo(datagram.size());
    byte[] bytes = new byte[datagram.size()];
    buffer.get(0, bytes);
    return bytes;
  }

  /** Sends a datagram from one end to the other. */
  default void send(DatagramEnd from, DatagramEnd to, int... bytes) throws IOException {
    ByteBuffer source = ByteBuffer.allocate(bytes.length);
    for (int value : bytes) {
      source.put((byte) value);
    }
    from.send(source.flip(), to.address());
  }

  /** Sends a datagram each way. */
  default void assertTalk(DatagramEnds ends) throws IOException {
    send(ends.near(), ends.far(), 1, 2);
    assertThat(receive(ends.far(), 10)).containsExactly(1, 2);
    send(ends.far(), ends.near(), 3);
    assertThat(receive(ends.near(), 10)).containsExactly(3);
  }

  /** Checks the type of a failure, and that it says that nothing was moved. */
  default void assertFailed(Throwable thrown, DatagramEnd end, Failure failure) {
    assertThat(thrown).isInstanceOf(end.type(failure));
    if (features().contains(Feature.BYTES_MOVED)) {
      assertThat(thrown)
          .isInstanceOfSatisfying(TransferFailure.class, f -> assertThat(f.bytesMoved()).isZero());
    }
  }
}

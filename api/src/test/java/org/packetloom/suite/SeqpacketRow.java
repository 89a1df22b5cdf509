// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;

/** The hook of the contract of records, and the words its topics share. */
public interface SeqpacketRow extends Row {
  /**
   * Opens two ends connected to each other: the one thing that a row must do.
   *
   * @param parameters of the URI, such as {@code blocking=no}, or nothing
   */
  Pair open(String parameters) throws Exception;

  /** Opens two ends as usual. */
  default Pair open() throws Exception {
    return open("");
  }

  /** Reads one record. */
  default byte[] read(StreamConnector end, int room) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(room);
    int size = end.read(buffer);
    assertThat(size).as("size").isEqualTo(buffer.position());
    byte[] record = new byte[size];
    buffer.get(0, record);
    return record;
  }

  /** A record of so many bytes that differ. */
  default byte[] record(int size) {
    byte[] bytes = Seed.bytes(size + 1);
    return java.util.Arrays.copyOf(bytes, size);
  }

  /** Starts a read that must wait, as nobody writes, and waits until it does. */
  default Task<Integer> startBlockedRead(StreamConnector end, ByteBuffer destination) {
    return start(() -> end.read(destination)).awaitParked();
  }

  /** Writes until the peer's queue is full; tells how many records went. */
  default int fill(StreamConnector end) throws IOException {
    int count = 0;
    while (end.tryWrite(ByteBuffer.allocate(1000)) > 0) {
      count++;
    }
    assertThat(count).isPositive();
    return count;
  }

  /** Sends a record each way. */
  default void assertTalk(Pair pair) throws IOException {
    pair.first().write(record(10));
    assertThat(read(pair.second(), 10)).isEqualTo(record(10));
    pair.second().write(record(20));
    assertThat(read(pair.first(), 100)).isEqualTo(record(20));
  }
}

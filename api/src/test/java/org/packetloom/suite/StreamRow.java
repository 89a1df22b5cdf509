// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.packetloom.TransferFailure;

/** The hook of the stream contract, and the words its topics share. */
public interface StreamRow extends Row {
  /** More bytes than any pair of ends holds in its buffers. */
  int MORE_THAN_BUFFERS = 32 << 20;

  /** Opens two ends connected to each other: the one thing that a row must do. */
  Ends open() throws Exception;

  /** How often connections are opened and closed to look for lost descriptors. */
  default int openingRounds() {
    return Scale.rounds(500);
  }

  /** Starts a write that must wait, as nobody reads, and waits until it does. */
  default Task<Integer> startBlockedWrite(StreamEnd end, ByteBuffer source) {
    return start(() -> end.write(source)).awaitParked();
  }

  /** Starts a read that must wait, as nobody writes, and waits until it does. */
  default Task<Integer> startBlockedRead(StreamEnd end, ByteBuffer destination) {
    return start(() -> end.read(destination)).awaitParked();
  }

  /** A buffer of zeros that no pair of ends takes whole. */
  default ByteBuffer tooMuch() {
    return ByteBuffer.allocate(MORE_THAN_BUFFERS);
  }

  /** Reads and drops until the end of the stream, and tells how many bytes there were. */
  default long drain(StreamEnd end) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    long count = 0;
    for (int n = end.read(bytes.clear()); n >= 0; n = end.read(bytes.clear())) {
      count += n;
    }
    return count;
  }

  /** Sends a few bytes there and back. */
  default void assertRoundTrip(Ends ends) throws IOException {
    assertArrives(ends.near(), ends.far());
    assertArrives(ends.far(), ends.near());
  }

  /** Sends a few bytes one way. */
  default void assertArrives(StreamEnd from, StreamEnd to) throws IOException {
    byte[] sent = Seed.bytes(100);
    from.write(sent);
    byte[] received = new byte[sent.length];
    to.readFully(ByteBuffer.wrap(received));
    assertThat(received).isEqualTo(sent);
  }

  /** Checks the type of a failure, and how many bytes it says it moved. */
  default void assertFailed(Throwable thrown, StreamEnd end, Failure failure, long bytesMoved) {
    assertThat(thrown).isInstanceOf(end.type(failure));
    if (features().contains(Feature.BYTES_MOVED)) {
      assertThat(thrown)
          .isInstanceOfSatisfying(
              TransferFailure.class, f -> assertThat(f.bytesMoved()).isEqualTo(bytesMoved));
    }
  }

  /** An array of one value. */
  default byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}

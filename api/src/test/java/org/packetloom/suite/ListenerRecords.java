// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.packetloom.MessageTooLargeException;
import org.packetloom.StreamConnector;

/** What listeners of records add: a row whose streams are not of bytes has this as well. */
public interface ListenerRecords extends LoomRow {
  private static byte[] record(int size) {
    return Arrays.copyOf(Seed.bytes(size + 1), size);
  }

  private static byte[] read(StreamConnector end) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(100_000);
    int size = end.read(buffer);
    return Arrays.copyOf(buffer.array(), size);
  }

  /** Connects a client that does not block. */
  private Connection connectNonBlocking() throws Exception {
    var listener = loom().listen(listenUri());
    var client = loom().connect(LoomRow.with(listener.uri(), "blocking=no"));
    return new Connection(listener, client, listener.accept());
  }

  @Test
  default void recordsKeepTheirBoundariesBothWays() throws Exception {
    try (var connection = connect(loom().listen(listenUri()))) {
      for (int size : new int[] {1, 70_000, 3}) {
        connection.client().write(record(size));
        connection.accepted().write(record(size + 1));
        assertThat(read(connection.accepted())).isEqualTo(record(size));
        assertThat(read(connection.client())).isEqualTo(record(size + 1));
      }
    }
  }

  @Test
  default void recordsOfAClientThatLeftAreStillThere() throws Exception {
    try (var listener = loom().listen(listenUri())) {
      try (var client = loom().connect(listener.uri())) {
        client.write(record(5));
        client.write(new byte[0]);
        client.write(record(2));
      }
      try (var accepted = listener.accept()) {
        assertThat(read(accepted)).isEqualTo(record(5));
        assertThat(accepted.read(ByteBuffer.allocate(9))).as("empty").isZero();
        assertThat(read(accepted)).isEqualTo(record(2));
        assertThat(accepted.read(ByteBuffer.allocate(9))).as("end").isEqualTo(-1);
      }
    }
  }

  @Test
  default void aNonBlockingWriteIsAWholeRecordOrNone() throws Exception {
    try (var connection = connectNonBlocking()) {
      var client = connection.client();
      ByteBuffer late = tooMuchFor(client);
      assertThat(client.write(late)).as("not now").isZero();
      assertThat(client.write(new byte[1000])).as("not now").isZero();
      assertThat(late.position()).isZero();
      var reader = start(() -> readUntil(connection.accepted(), 7));
      ByteBuffer last = ByteBuffer.wrap(record(7));
      Await.until("the rest is written", () -> writeOn(client, late) && writeOn(client, last));
      assertThat(reader.result()).isEqualTo(record(7));
    }
  }

  /** Reads whole records until one has this size. */
  private static byte[] readUntil(StreamConnector end, int size) throws IOException {
    byte[] record = read(end);
    while (record.length != size) {
      assertThat(record).hasSize(1000);
      record = read(end);
    }
    return record;
  }

  private static boolean writeOn(StreamConnector end, ByteBuffer record) {
    try {
      if (record.hasRemaining()) {
        int size = record.remaining();
        assertThat(end.write(record)).isIn(0, size);
      }
      return !record.hasRemaining();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  default void aRecordThatNeverFitsIsNoMatterOfTime() throws Exception {
    try (var connection = connectNonBlocking()) {
      ByteBuffer huge = ByteBuffer.allocate(64 << 20);
      assertThatThrownBy(() -> connection.client().write(huge))
          .isInstanceOf(MessageTooLargeException.class);
      assertThat(huge.position()).isZero();
      assertTalk(connection.client(), connection.accepted());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;

/** With {@code blocking=no} plain calls never wait: "not now" is a result, never an error. */
public interface ListenerNonBlocking extends LoomRow {
  /** Connects a client that does not block to a listener that does. */
  private Connection connectNonBlocking(Listener listener) throws IOException {
    var client = start(() -> loom().connect(LoomRow.with(listener.uri(), "blocking=no")));
    StreamConnector accepted = listener.accept();
    return new Connection(listener, client.result(), accepted);
  }

  private static int read(StreamConnector end, ByteBuffer destination) {
    try {
      return end.read(destination);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitFull(StreamConnector end, ByteBuffer destination) {
    Await.until(
        "bytes are there", () -> read(end, destination) >= 0 && !destination.hasRemaining());
  }

  @Test
  default void aNonBlockingReadReturnsZeroWhenNothingIsThere() throws Exception {
    try (var connection = connectNonBlocking(loom().listen(listenUri()))) {
      var near = connection.client();
      assertThat(near.read(ByteBuffer.allocate(5))).isZero();
      assertThat(near.read(new byte[5])).isZero();
      assertThat(near.read(new ByteBuffer[] {ByteBuffer.allocate(5)})).isZero();
      connection.accepted().write(new byte[] {1, 2, 3});
      ByteBuffer buffer = ByteBuffer.allocate(3);
      awaitFull(near, buffer);
      assertThat(buffer.array()).containsExactly(1, 2, 3);
      assertThat(near.read(new byte[5])).isZero();
    }
  }

  @Test
  default void aNonBlockingReadReportsTheEnd() throws Exception {
    try (var connection = connectNonBlocking(loom().listen(listenUri()))) {
      connection.accepted().close();
      Await.until("end is seen", () -> read(connection.client(), ByteBuffer.allocate(1)) == -1);
    }
  }

  @Test
  default void aNonBlockingWriteTakesWhatFits() throws Exception {
    assumeHas(Feature.BYTE_STREAMS);
    try (var connection = connectNonBlocking(loom().listen(listenUri()))) {
      var near = connection.client();
      ByteBuffer source = ByteBuffer.allocate(StreamRow.MORE_THAN_BUFFERS);
      int first = near.write(source);
      assertThat(first).isPositive().isLessThan(StreamRow.MORE_THAN_BUFFERS);
      assertThat(source.position()).isEqualTo(first);
      long count = first;
      for (int n = near.write(source); n > 0; n = near.write(source)) {
        count += n;
      }
      count += near.write(new byte[StreamRow.MORE_THAN_BUFFERS / 2]);
      near.close();
      ByteBuffer received = ByteBuffer.allocate((int) count);
      connection.accepted().readFully(received);
      assertThat(connection.accepted().read(new byte[1])).isEqualTo(-1);
    }
  }

  @Test
  default void aNonBlockingWriteGoesOnWhenThereIsRoom() throws Exception {
    assumeHas(Feature.BYTE_STREAMS);
    byte[] sent = Seed.bytes(StreamRow.MORE_THAN_BUFFERS);
    try (var connection = connectNonBlocking(loom().listen(listenUri()))) {
      var reader =
          start(
              () -> {
                byte[] received = new byte[sent.length];
                connection.accepted().readFully(received);
                return received;
              });
      ByteBuffer source = ByteBuffer.wrap(sent);
      Await.until("all is written", () -> writeOn(connection.client(), source));
      assertThat(Arrays.mismatch(reader.result(), sent)).isEqualTo(-1);
    }
  }

  private static boolean writeOn(StreamConnector end, ByteBuffer source) {
    try {
      end.write(source);
      return !source.hasRemaining();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  default void readFullyWaitsAllTheSame() throws Exception {
    try (var connection = connectNonBlocking(loom().listen(listenUri()))) {
      ByteBuffer buffer = ByteBuffer.allocate(3);
      var reader = startAction(() -> connection.client().readFully(buffer)).awaitParked();
      connection.accepted().write(new byte[] {1, 2});
      connection.accepted().write(new byte[] {3});
      reader.result();
      assertThat(buffer.array()).containsExactly(1, 2, 3);
    }
  }

  @Test
  default void acceptedStreamsInheritNonBlockingMode() throws Exception {
    try (var listener = loom().listen(LoomRow.with(listenUri(), "blocking=no"));
        var client = loom().connect(LoomRow.without(listener.uri(), "blocking=no"))) {
      Await.until("client waits", () -> isAccepted(listener, client));
    }
  }

  private static boolean isAccepted(Listener listener, StreamConnector client) {
    try {
      var accepted = listener.tryAccept();
      if (accepted.isEmpty()) {
        return false;
      }
      try (var far = accepted.get()) {
        assertThat(far.read(new byte[1])).isZero();
        client.write(new byte[] {1});
        awaitFull(far, ByteBuffer.allocate(1));
      }
      return true;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

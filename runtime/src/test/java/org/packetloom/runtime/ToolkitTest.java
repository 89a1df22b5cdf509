// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Await;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Task;
import org.packetloom.suite.Watchdog;

/** What tests of whole toolkits have in common: threads, a watchdog, and round trips. */
@ExtendWith(Watchdog.class)
abstract class ToolkitTest {
  /** Prepares a toolkit. */
  static LoomBuilder builder(String engine, String poller) {
    LoomBuilder builder = new LoomBuilder();
    builder.engine(engine).poller(poller);
    return builder;
  }

  static Packetloom open(String engine, String poller) throws IOException {
    return Looms.open(engine, poller);
  }

  /** Starts a call in a virtual thread. */
  static <T> Task<T> start(Callable<T> call) {
    return Task.start(Thread.ofVirtual().name("test-", 0).factory(), call);
  }

  /** Starts an action in a virtual thread. */
  static Task<Void> startAction(Task.Action action) {
    return start(
        () -> {
          action.run();
          return null;
        });
  }

  /** Reads one byte; −1 at the end. */
  static int readByte(StreamConnector stream) throws IOException {
    byte[] one = new byte[1];
    return stream.read(one) < 0 ? -1 : one[0] & 0xff;
  }

  static void writeByte(StreamConnector stream, int value) throws IOException {
    stream.write(new byte[] {(byte) value});
  }

  /** Sends some bytes there and back, the receiver waiting first. */
  static void assertRoundTrip(StreamConnector near, StreamConnector far) throws IOException {
    assertArrives(near, far);
    assertArrives(far, near);
  }

  static void assertRoundTrip(Pair pair) throws IOException {
    assertRoundTrip(pair.first(), pair.second());
  }

  private static void assertArrives(StreamConnector from, StreamConnector to) throws IOException {
    ByteBuffer received = ByteBuffer.allocate(5);
    Task<Void> reader = startAction(() -> to.readFully(received)).awaitParked();
    from.write(new byte[] {1, 2, 3, 4, 5});
    reader.result();
    assertThat(received.array()).containsExactly(1, 2, 3, 4, 5);
  }

  /** Waits until no more descriptors are open than before, where they can be counted. */
  static void assertNoneLost(int before) {
    if (OpenDescriptors.canBeCounted()) {
      Await.until("descriptors are closed: " + before, () -> OpenDescriptors.count() <= before);
    }
  }
}

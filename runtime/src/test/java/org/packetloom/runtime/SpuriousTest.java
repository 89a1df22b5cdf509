// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.platform.FaultyPlatform;
import org.packetloom.platform.FaultyPlatform.Mischief;
import org.packetloom.platform.Platform;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;

/** Events that are late, told twice or without cause change nothing. */
class SpuriousTest extends ToolkitTest {
  private static Platform faulty() {
    return FaultyPlatform.over(new TestedPlatform(), Seed.VALUE, Mischief.values());
  }

  @Nested
  class VirtualEpollTcp extends PlatformStreamContract {
    VirtualEpollTcp() {
      super(faulty(), "virtual", "epoll", "tcp4://127.0.0.1:0");
    }
  }

  @Nested
  @Tag("matrix")
  class VirtualPollLocal extends PlatformStreamContract {
    VirtualPollLocal() {
      super(faulty(), "virtual", "poll", "local://");
    }
  }

  @Nested
  class ThreadEpollAnon extends PlatformStreamContract {
    ThreadEpollAnon() {
      super(faulty(), "thread", "epoll", "anon://");
    }
  }

  @Nested
  class LoopUringTcp extends PlatformStreamContract {
    LoopUringTcp() {
      super(faulty(), "loop", "io_uring", "tcp4://127.0.0.1:0");
    }
  }

  @EachEngine
  void listenersAcceptEveryoneOnce(String engine, String poller) throws Exception {
    int clients = Scale.rounds(200);
    try (Packetloom loom = builder(engine, poller).open(faulty());
        var listener = loom.listen("tcp4://127.0.0.1:0")) {
      List<Task<Integer>> acceptors = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        acceptors.add(start(() -> acceptAndRead(listener)));
      }
      List<Task<Void>> senders = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int value = i & 0xff;
        senders.add(startAction(() -> connectAndWrite(loom, listener, value)));
      }
      senders.forEach(Task::result);
      int sum = acceptors.stream().mapToInt(Task::result).sum();
      int expected = 0;
      for (int i = 0; i < clients; i++) {
        expected += i & 0xff;
      }
      assertThat(sum).isEqualTo(expected);
      assertThat(listener.tryAccept()).isEmpty();
    }
  }

  private static int acceptAndRead(Listener listener) throws IOException {
    try (StreamConnector stream = listener.accept()) {
      return readByte(stream);
    }
  }

  private static void connectAndWrite(Packetloom loom, Listener listener, int value)
      throws IOException {
    try (StreamConnector stream = loom.connect(listener.uri())) {
      writeByte(stream, value);
    }
  }

  @EachEngine
  void aConnectInProgressIsNotTakenForAConnection(String engine, String poller) throws Exception {
    try (var hole = new BlackHole();
        Packetloom loom = builder(engine, poller).open(faulty());
        var noise = loom.pair("local://")) {
      Deadline deadline = Deadline.after(Duration.ofMillis(50));
      Task<?> connect = start(() -> loom.connect(hole.uri(), deadline));
      while (!connect.hasEnded()) {
        assertRoundTrip(noise); // gives the poller occasions
      }
      connect.assertFailure().isInstanceOf(ConnectorTimeoutException.class);
      assertThat(deadline.hasPassed()).as("not early").isTrue();
    }
  }
}

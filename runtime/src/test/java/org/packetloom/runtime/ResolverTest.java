// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.UnresolvedHostException;
import org.packetloom.platform.Platforms;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Task;

/** Connecting to names: the wait for a look-up that takes long obeys all rules. */
class ResolverTest extends ToolkitTest {
  private static final String SLOW = "tcp://slow.example:80";

  private final CountDownLatch answered = new CountDownLatch(1);

  @AfterEach
  void letThreadsGo() {
    answered.countDown();
  }

  private InetAddress[] answerLate(String host) {
    boolean isInterrupted = false;
    while (true) {
      try {
        answered.await();
        break;
      } catch (InterruptedException _) {
        isInterrupted = true; // as the system's look-up, it does not care
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
    return new InetAddress[] {InetAddress.getLoopbackAddress()};
  }

  private static Packetloom open(Resolver.LookUp names) throws Exception {
    return new LoomBuilder().open(Platforms.current(), names);
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @Test
  void closingTheToolkitEndsLookUpsRunningAndQueued() throws Exception {
    try (var loom = open(this::answerLate)) {
      List<Task<?>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        all.add(start(() -> loom.connect(SLOW)).awaitParked());
      }
      loom.close();
      all.forEach(
          task -> task.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class));
    }
  }

  @Test
  void aLookUpThatRacesWithCloseFailsWithATypeOfOurs() throws Exception {
    int rounds = Scale.rounds(50);
    for (int i = 0; i < rounds; i++) {
      Packetloom loom = open(InetAddress::getAllByName);
      List<Task<?>> all = new ArrayList<>();
      for (int k = 0; k < 4; k++) {
        all.add(
            start(
                () -> {
                  while (true) {
                    loom.listen("tcp4://localhost:0").close();
                  }
                }));
      }
      loom.close();
      all.forEach(task -> task.assertFailure().isInstanceOf(ClosedChannelException.class));
    }
  }

  @Test
  void aDeadlineEndsTheWait() throws Exception {
    try (var loom = open(this::answerLate)) {
      Deadline deadline = Deadline.after(Duration.ofMillis(20));
      assertThatThrownBy(() -> loom.connect(SLOW, deadline).close())
          .isInstanceOf(ConnectorTimeoutException.class)
          .hasMessageContaining(SLOW);
      assertThat(deadline.hasPassed()).as("not early").isTrue();
    }
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    try (var loom = open(this::answerLate)) {
      var connect = start(() -> loom.connect(SLOW)).awaitParked();
      connect.interrupt();
      connect.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
      assertThat(connect.endedInterrupted()).isTrue();
    }
  }

  @Test
  void aWaitGoesOnWhenTheAnswerComes() throws Exception {
    try (var loom = open(this::answerLate);
        var listener = loom.listen("tcp4://127.0.0.1:0")) {
      int port = ((java.net.InetSocketAddress) listener.localAddress().orElseThrow()).getPort();
      var connect = start(() -> loom.connect("tcp://slow.example:" + port)).awaitParked();
      answered.countDown();
      try (var stream = connect.result()) {
        assertThat(stream.isConnected()).isTrue();
      }
    }
  }

  @Test
  void whateverALookUpThrowsBecomesTheFailure() throws Exception {
    Resolver.LookUp broken =
        _ -> {
          throw new StackOverflowError("deep");
        };
    try (var loom = open(broken)) {
      assertThatThrownBy(() -> loom.connect(SLOW).close())
          .isInstanceOf(UnresolvedHostException.class)
          .hasRootCauseInstanceOf(StackOverflowError.class)
          .hasMessageContaining("slow.example");
    }
  }

  @Test
  void closedToolkitsDoNotLookUp() throws IOException, Exception {
    Packetloom loom = open(this::answerLate);
    loom.close();
    assertThatThrownBy(() -> loom.connect(SLOW)).isInstanceOf(ConnectorClosedException.class);
  }
}

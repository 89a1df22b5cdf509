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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.ConnectorUri;
import org.packetloom.ConnectorUriException;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.UnresolvedHostException;
import org.packetloom.platform.Platforms;
import org.packetloom.suite.Await;
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

  @Test
  void aNameThatManyWantIsLookedUpOnce() throws Exception {
    AtomicInteger lookUps = new AtomicInteger();
    Resolver.LookUp counting =
        host -> {
          lookUps.incrementAndGet();
          return answerLate(host);
        };
    try (var loom = open(counting)) {
      List<Task<List<ConnectorUri>>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        all.add(start(() -> loom.resolve(SLOW)).awaitParked());
      }
      answered.countDown();
      for (Task<List<ConnectorUri>> task : all) {
        assertThat(task.result()).isNotEmpty();
      }
      assertThat(lookUps).hasValue(1);
      loom.resolve(SLOW);
      assertThat(lookUps).as("later ones ask anew").hasValue(2);
    }
  }

  @Test
  void whoeverLeavesBeforeItBeginsIsNotLookedUp() throws Exception {
    Set<String> asked = ConcurrentHashMap.newKeySet();
    try (var loom = open(recording(asked))) {
      List<Task<List<ConnectorUri>>> holding =
          hang(loom, LookUpThreads.MOST_AWAITED, "hold", asked);
      for (int i = 0; i < 5; i++) {
        int number = i;
        var leaving = start(() -> loom.resolve("tcp://leaves" + number + ":1")).awaitParked();
        leaving.interrupt();
        leaving.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
      }
      answered.countDown();
      holding.forEach(Task::result);
      loom.resolve("tcp://after:1");
      assertThat(asked).contains("after").noneMatch(host -> host.startsWith("leaves"));
    }
  }

  @Test
  void lookUpsThatHangWithoutACallerHoldNobodyUp() throws Exception {
    Set<String> asked = ConcurrentHashMap.newKeySet();
    Resolver.LookUp some =
        host ->
            host.equals("live")
                ? new InetAddress[] {InetAddress.getLoopbackAddress()}
                : recording(asked).addresses(host);
    try (var loom = open(some)) {
      for (var hanging : hang(loom, LookUpThreads.MOST_AWAITED, "hang", asked)) {
        hanging.interrupt();
        hanging.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
      }
      assertThat(loom.resolve("tcp://live:1")).hasSize(1);
    }
  }

  @Test
  void tooManyLookUpsAreRefusedAndLaterOnesServed() throws Exception {
    Set<String> asked = ConcurrentHashMap.newKeySet();
    try (var loom = open(recording(asked))) {
      List<Task<List<ConnectorUri>>> all = hang(loom, LookUpThreads.MOST_AWAITED, "hang", asked);
      for (int i = 0; i < LookUpThreads.MOST_QUEUED; i++) {
        int number = i;
        all.add(start(() -> loom.resolve("tcp://queued" + number + ":1")).awaitParked());
      }
      assertThatThrownBy(() -> loom.resolve("tcp://one-more:1"))
          .isInstanceOf(UnresolvedHostException.class)
          .hasMessageContaining("one-more")
          .hasMessageContaining("look-ups are waiting");
      answered.countDown();
      all.forEach(Task::result);
      assertThat(loom.resolve("tcp://one-more:1")).hasSize(1);
    }
  }

  @Test
  void threadsThatHangAreBounded() throws Exception {
    Set<String> asked = ConcurrentHashMap.newKeySet();
    try (var loom = open(recording(asked))) {
      for (int i = 0; i < LookUpThreads.MOST_THREADS; i++) {
        for (var hanging : hang(loom, 1, "hang" + i + "x", asked)) {
          hanging.interrupt();
          hanging.awaitEnd();
        }
      }
      Deadline deadline = Deadline.after(Duration.ofMillis(20));
      assertThatThrownBy(() -> loom.connect("tcp://late:1", deadline).close())
          .isInstanceOf(ConnectorTimeoutException.class);
      assertThat(asked).hasSize(LookUpThreads.MOST_THREADS).doesNotContain("late");
      answered.countDown();
      assertThat(loom.resolve("tcp://late:1")).hasSize(1);
    }
  }

  private Resolver.LookUp recording(Set<String> asked) {
    return host -> {
      asked.add(host);
      return answerLate(host);
    };
  }

  /** Starts look-ups that hang, and waits until all of them run. */
  private static List<Task<List<ConnectorUri>>> hang(
      Packetloom loom, int count, String name, Set<String> asked) {
    List<Task<List<ConnectorUri>>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String host = name + i;
      all.add(start(() -> loom.resolve("tcp://" + host + ":1")).awaitParked());
      Await.until(host + " is looked up", () -> asked.contains(host));
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a..b",
        ".a",
        "a%00b",
        "a%0ab",
        "a%20b",
        "-a",
        "a-",
        "b%c3%bccher",
        "1.2.3",
        "0x7f000001",
        "user@host"
      })
  void aNameThatIsNoneIsRefusedWithoutALookUp(String host) throws Exception {
    try (var loom = open(ResolverTest::noLookUp)) {
      assertThatThrownBy(() -> loom.connect("tcp://" + host + ":1").close())
          .isInstanceOf(ConnectorUriException.class);
    }
  }

  @Test
  void aNameThatIsTooLongIsRefusedWithoutALookUp() throws Exception {
    String label = "a".repeat(63);
    String longest = String.join(".", label, label, label, "a".repeat(61));
    Set<String> asked = ConcurrentHashMap.newKeySet();
    answered.countDown();
    try (var loom = open(recording(asked))) {
      for (String host : List.of("a" + label, longest + "a", longest + ".a")) {
        assertThatThrownBy(() -> loom.resolve("tcp://" + host + ":1"))
            .isInstanceOf(ConnectorUriException.class)
            .hasMessageContaining("bytes");
      }
      assertThat(asked).isEmpty();
      assertThat(loom.resolve("tcp://" + longest + ":1")).hasSize(1);
    }
  }

  private static InetAddress[] noLookUp(String host) {
    throw new AssertionError("looked up " + host);
  }

  @Test
  void aNameWithoutAddressIsAFailureNotAnEmptyList() throws Exception {
    try (var loom = open(_ -> new InetAddress[0])) {
      assertThatThrownBy(() -> loom.resolve("tcp://nobody:1"))
          .isInstanceOf(UnresolvedHostException.class)
          .hasMessageContaining("'nobody'");
      assertThatThrownBy(() -> loom.listen("tcp://nobody:1").close())
          .isInstanceOf(UnresolvedHostException.class);
    }
  }
}

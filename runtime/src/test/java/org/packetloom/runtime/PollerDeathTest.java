// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.PollerFailedException;
import org.packetloom.StreamConnector;
import org.packetloom.runtime.MortalPlatform.MortalPoller;
import org.packetloom.suite.Await;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Task;

/** A poller that dies takes those who wait on it along, by name, and nobody else. */
class PollerDeathTest extends ToolkitTest {
  private static final String REASON = "the poller was told to die";
  private static final int ENOUGH_FOR_BOTH = 12;
  private static final int MORE_THAN_BUFFERS = 4 << 20;

  private final int before = OpenDescriptors.count();
  private final Silence silence = new Silence();
  private final MortalPlatform platform = new MortalPlatform();

  /** The JDK keeps descriptors of its own from the first socket on. */
  @BeforeAll
  static void openSocketsOfTheJdk() throws IOException {
    new BlackHole().close();
  }

  @AfterEach
  void nothingIsLeft() {
    silence.close();
    assertNoneLost(before);
  }

  private Packetloom openTwo(String engine, String poller) throws IOException {
    LoomBuilder builder = builder(engine, poller);
    builder.pollers(2);
    return builder.open(platform);
  }

  /** Waiting threads of one connector, the first of which has the turn. */
  private record Waiting<C>(C connector, List<Task<?>> tasks) {
    void assertAlive() {
      assertThat(tasks).as("%s", connector).noneMatch(Task::hasEnded);
    }
  }

  private static void assertDied(Task<?> task) {
    task.assertFailure()
        .isInstanceOf(PollerFailedException.class)
        .cause()
        .hasMessageContaining(REASON);
  }

  private static List<Pair> pairs(Packetloom loom) throws IOException {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < ENOUGH_FOR_BOTH; i++) {
      pairs.add(loom.pair("local://"));
    }
    return pairs;
  }

  private static List<StreamConnector> ends(List<Pair> pairs) {
    return pairs.stream().flatMap(pair -> Stream.of(pair.first(), pair.second())).toList();
  }

  private static Waiting<StreamConnector> startReaders(StreamConnector end) {
    List<Task<?>> readers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      readers.add(start(() -> readByte(end)).awaitParked());
    }
    return new Waiting<>(end, readers);
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @EachEngine
  void readersAreToldAndThoseOfOtherPollersGoOn(String engine, String poller) throws Exception {
    try (var loom = openTwo(engine, poller)) {
      MortalPoller doomed = platform.opened().getFirst();
      var waiting = ends(pairs(loom)).stream().map(PollerDeathTest::startReaders).toList();
      doomed.die(REASON);
      for (var each : waiting) {
        if (doomed.serves(each.connector())) {
          each.tasks().forEach(PollerDeathTest::assertDied);
        }
      }
      var living = waiting.stream().filter(each -> !doomed.serves(each.connector())).toList();
      assertThat(living).hasSizeBetween(1, waiting.size() - 1);
      living.forEach(Waiting::assertAlive);
      loom.close();
      living.forEach(each -> each.tasks().forEach(Task::awaitEnd));
    }
  }

  @EachEngine
  void livingConnectorsAndNewOnesWork(String engine, String poller) throws Exception {
    try (var loom = openTwo(engine, poller)) {
      MortalPoller doomed = platform.opened().getFirst();
      var pairs = pairs(loom);
      var victim =
          ends(pairs).stream().filter(doomed::serves).map(PollerDeathTest::startReaders).toList();
      doomed.die(REASON);
      victim.forEach(each -> each.tasks().forEach(PollerDeathTest::assertDied));
      int living = 0;
      for (Pair pair : pairs) {
        if (!doomed.serves(pair.first()) && !doomed.serves(pair.second())) {
          assertRoundTrip(pair);
          living++;
        }
      }
      assertThat(living).as("pairs whose ends are both on the living poller").isPositive();
      for (Pair pair : pairs(loom)) {
        assertRoundTrip(pair);
      }
    }
  }

  @EachEngine
  void aConnectorThatNeverWaitedLearnsOfTheDeathWhenItHasTo(String engine, String poller)
      throws Exception {
    try (var loom = openTwo(engine, poller)) {
      MortalPoller doomed = platform.opened().getFirst();
      var pairs = pairs(loom);
      var first = ends(pairs).stream().filter(doomed::serves).findFirst().orElseThrow();
      Task<?> reader = start(() -> readByte(first)).awaitParked();
      doomed.die(REASON);
      assertDied(reader);
      for (StreamConnector end : ends(pairs)) {
        if (doomed.serves(end)) {
          assertThatThrownBy(() -> readByte(end)).isInstanceOf(PollerFailedException.class);
          assertThatThrownBy(() -> end.write(new byte[MORE_THAN_BUFFERS]))
              .isInstanceOf(PollerFailedException.class);
          assertThatThrownBy(() -> end.tryRead(ByteBuffer.allocate(1)))
              .isInstanceOf(PollerFailedException.class);
          assertThat(end.isOpen()).isTrue();
        }
      }
    }
  }

  @EachEngine
  void writersAreToldHowMuchTheyWrote(String engine, String poller) throws Exception {
    try (var loom = openTwo(engine, poller)) {
      MortalPoller doomed = platform.opened().getFirst();
      record Writing(StreamConnector end, ByteBuffer source, Task<?> task, Task<?> queued) {}
      List<Writing> all = new ArrayList<>();
      for (StreamConnector end : ends(pairs(loom))) {
        ByteBuffer source = ByteBuffer.allocate(MORE_THAN_BUFFERS);
        Task<?> writer = start(() -> end.write(source)).awaitParked();
        Task<?> queued = start(() -> end.write(new byte[10])).awaitParked();
        all.add(new Writing(end, source, writer, queued));
      }
      doomed.die(REASON);
      for (Writing each : all) {
        if (doomed.serves(each.end())) {
          assertDied(each.task());
          assertDied(each.queued());
          var failure = (PollerFailedException) each.task().failure();
          assertThat(failure.bytesMoved()).isEqualTo(each.source().position()).isPositive();
          assertThat(((PollerFailedException) each.queued().failure()).bytesMoved()).isZero();
        }
      }
    }
  }

  @EachEngine
  void acceptorsAreToldAndThoseOfOtherPollersGoOn(String engine, String poller) throws Exception {
    try (var loom = openTwo(engine, poller)) {
      MortalPoller doomed = platform.opened().getFirst();
      List<Waiting<Listener>> all = new ArrayList<>();
      for (int i = 0; i < ENOUGH_FOR_BOTH; i++) {
        Listener listener = loom.listen("tcp4://127.0.0.1:0");
        Task<?> first = start(listener::accept).awaitParked();
        Task<?> second = start(listener::accept).awaitParked();
        all.add(new Waiting<>(listener, List.of(first, second)));
      }
      doomed.die(REASON);
      List<Listener> living = new ArrayList<>();
      for (var each : all) {
        if (doomed.serves(each.connector())) {
          each.tasks().forEach(PollerDeathTest::assertDied);
        } else {
          living.add(each.connector());
        }
      }
      assertThat(living).hasSizeBetween(1, all.size() - 1);
      for (var each : all) {
        if (living.contains(each.connector())) {
          each.assertAlive();
          var first = loom.connect(each.connector().uri());
          var second = loom.connect(each.connector().uri());
          assertRoundTrip(first, (StreamConnector) each.tasks().getFirst().result());
          assertRoundTrip(second, (StreamConnector) each.tasks().getLast().result());
        }
      }
    }
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @EachEngine
  void connectsInProgressAreTold(String engine, String poller) throws Exception {
    try (var hole = new BlackHole();
        var loom = openTwo(engine, poller)) {
      MortalPoller doomed = platform.opened().getFirst();
      List<Task<?>> all = new ArrayList<>();
      for (int i = 0; i < ENOUGH_FOR_BOTH; i++) {
        all.add(start(() -> loom.connect(hole.uri())).awaitParked());
      }
      int victims = doomed.attachedCount();
      assertThat(victims).isBetween(1, ENOUGH_FOR_BOTH - 1);
      doomed.die(REASON);
      Await.until("they end", () -> all.stream().filter(Task::hasEnded).count() >= victims);
      List<Task<?>> died = all.stream().filter(Task::hasEnded).toList();
      died.forEach(PollerDeathTest::assertDied);
      all.removeAll(died);
      assertThat(all).hasSize(ENOUGH_FOR_BOTH - victims).noneMatch(Task::hasEnded);
      loom.close();
      all.forEach(
          task -> task.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class));
    }
  }

  @EachEngine
  void whenAllPollersAreDeadEveryWaitFails(String engine, String poller) throws Exception {
    try (var loom = openTwo(engine, poller)) {
      var waiting = ends(pairs(loom)).stream().map(PollerDeathTest::startReaders).toList();
      platform.opened().getFirst().die(REASON);
      platform.opened().get(1).die(REASON);
      waiting.forEach(each -> each.tasks().forEach(PollerDeathTest::assertDied));
      try (var late = loom.pair("local://")) {
        writeByte(late.first(), 1);
        assertThat(readByte(late.second())).as("no wait, no poller").isEqualTo(1);
        assertThatThrownBy(() -> readByte(late.second())).isInstanceOf(PollerFailedException.class);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"virtual,epoll"})
  void theDeathOfThePollerOfPollersIsToldToEveryone(String engine, String poller) throws Exception {
    try (var loom = openTwo(engine, poller)) {
      assertThat(platform.opened()).as("two and their master").hasSize(3);
      var waiting = ends(pairs(loom)).stream().map(PollerDeathTest::startReaders).toList();
      platform.opened().getLast().die(REASON);
      waiting.forEach(each -> each.tasks().forEach(PollerDeathTest::assertDied));
    }
  }
}

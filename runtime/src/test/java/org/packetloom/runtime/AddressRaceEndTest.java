// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.packetloom.Cancellation;
import org.packetloom.ConnectorClosedByInterruptException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.NativeFailure;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Await;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;

/** Attempts to connect to several addresses end together: by deadline, interrupt and close. */
class AddressRaceEndTest extends RaceTest {
  private static final String FAST = RACE + "?attempt-delay=10ms";

  @EachEngine
  void oneDeadlineEndsAllAttempts(String engine, String poller) throws Exception {
    try (var refusing = new RefusingPort();
        var hole = new BlackHole();
        var other = new BlackHole();
        var loom =
            racing(
                builder(engine, poller),
                Looms.platform(poller),
                refusing.uri(),
                hole.uri(),
                other.uri())) {
      warmUp(loom);
      var warm = start(() -> loom.connect(FAST)); // so that later the look-up takes no time
      awaitAttempts(loom, 2);
      warm.interrupt();
      warm.awaitEnd();
      String refused = refusing.uri().substring(7) + " ECONNREFUSED, ";
      String unanswered = hole.uri().substring(7) + " no answer";
      assertLeavesNothing(
          () ->
              assertThat(failureOfSome(loom, refused, unanswered))
                  .hasMessageContaining(refused)
                  .hasMessageContaining(unanswered)
                  .hasMessageContaining("timed out after")
                  .satisfies(
                      failure ->
                          assertThat(failure.getSuppressed())
                              .singleElement()
                              .isInstanceOf(NativeFailure.class)));
    }
  }

  /** What a deadline says that leaves time for both outcomes, on a machine however busy. */
  private static Throwable failureOfSome(Packetloom loom, String one, String other) {
    Throwable failure = null;
    boolean hasBoth = false;
    for (int millis = 250; !hasBoth && millis <= 16_000; millis *= 4) {
      Deadline deadline = Deadline.after(Duration.ofMillis(millis));
      failure = catchThrowable(() -> loom.connect(FAST, deadline).close());
      assertThat(failure).isInstanceOf(ConnectorTimeoutException.class);
      assertThat(deadline.hasPassed()).as("not early").isTrue();
      String message = failure.getMessage();
      hasBoth = message.contains(one) && message.contains(other);
    }
    return failure;
  }

  @Test
  void theAmbientDeadlineEndsAllAttempts() throws Exception {
    try (var hole = new BlackHole();
        var other = new BlackHole();
        var loom = racing(hole.uri(), other.uri())) {
      Deadline deadline = Deadline.after(Duration.ofMillis(40));
      assertThatThrownBy(() -> deadline.call(() -> loom.connect(FAST)).close())
          .isInstanceOf(ConnectorTimeoutException.class);
      assertThat(deadline.hasPassed()).as("not early").isTrue();
      assertThatThrownBy(() -> deadline.call(() -> loom.connect(FAST)).close())
          .as("that has passed")
          .isInstanceOf(ConnectorTimeoutException.class);
    }
  }

  @EachEngine
  void anInterruptEndsAllAttempts(String engine, String poller) throws Exception {
    try (var hole = new BlackHole();
        var other = new BlackHole();
        var loom =
            racing(builder(engine, poller), Looms.platform(poller), hole.uri(), other.uri())) {
      warmUp(loom);
      assertLeavesNothing(
          () -> {
            var connect = start(() -> loom.connect(FAST));
            awaitAttempts(loom, 2);
            connect.interrupt();
            connect.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
            assertThat(connect.endedInterrupted()).isTrue();
            var closing = start(() -> loom.connect(FAST + "&interrupt=close"));
            awaitAttempts(loom, 2);
            closing.interrupt();
            closing.assertFailure().isInstanceOf(ConnectorClosedByInterruptException.class);
            assertThat(closing.endedInterrupted()).isTrue();
          });
    }
  }

  @Test
  void anInterruptThatIsDeferredLetsTheRaceGoOn() throws Exception {
    HeldPlatform platform = new HeldPlatform();
    try (var hole = new BlackHole();
        var plain = Packetloom.open();
        var listener = plain.listen("tcp4://127.0.0.1:0");
        var loom = racing(new LoomBuilder(), platform, hole.uri(), listener.uri().toString())) {
      var connect = start(() -> loom.connect(RACE + "?attempt-delay=100ms&interrupt=defer"));
      awaitAttempts(loom, 1);
      connect.interrupt();
      platform.letGo();
      try (var stream = connect.result();
          var accepted = listener.accept()) {
        assertRoundTrip(stream, accepted);
        assertThat(connect.endedInterrupted()).isTrue();
      }
    }
  }

  @Test
  void aCancellationIsRequestedOnceAndTheRaceGoesOn() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    HeldPlatform platform = new HeldPlatform();
    try (var hole = new BlackHole();
        var plain = Packetloom.open();
        var listener = plain.listen("tcp4://127.0.0.1:0");
        var other = new BlackHole();
        var loom =
            racing(
                new LoomBuilder(), platform, hole.uri(), other.uri(), listener.uri().toString())) {
      var connect =
          start(
              () ->
                  Cancellation.onInterrupt(
                      requests::incrementAndGet,
                      () -> loom.connect(RACE + "?attempt-delay=100ms")));
      awaitAttempts(loom, 1);
      connect.interrupt();
      platform.letGo();
      try (var stream = connect.result()) {
        assertThat(stream.isOpen()).isTrue();
        Await.until("it is requested", () -> requests.get() == 1);
        assertThat(connect.endedInterrupted()).isTrue();
      }
    }
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @EachEngine
  void closingTheToolkitEndsAllAttempts(String engine, String poller) throws Exception {
    try (var hole = new BlackHole();
        var other = new BlackHole()) {
      int before = OpenDescriptors.count();
      try (var loom =
          racing(builder(engine, poller), Looms.platform(poller), hole.uri(), other.uri())) {
        var connect = start(() -> loom.connect(FAST));
        awaitAttempts(loom, 2);
        loom.close();
        connect.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
      }
      assertNoneLost(before);
    }
  }

  @Test
  void aPollerThatDiesFailsTheAttemptsThatItServes() throws Exception {
    MortalPlatform platform = new MortalPlatform();
    LoomBuilder builder = builder("thread", "epoll");
    builder.pollers(1);
    try (var silence = new Silence();
        var hole = new BlackHole();
        var other = new BlackHole();
        var loom = racing(builder, platform, hole.uri(), other.uri())) {
      assertThat(silence).isNotNull();
      var connect = start(() -> loom.connect(FAST));
      awaitAttempts(loom, 2);
      platform.opened().getFirst().die("the test says so");
      connect.assertFailure().isInstanceOf(IOException.class);
    }
  }

  private static void awaitAttempts(Packetloom loom, int count) {
    Await.until("attempts are under way: " + loom.dump(), () -> connectors(loom).size() == count);
  }

  @Test
  void whateverCallFailsNothingIsLeft() throws Exception {
    FailingPlatform platform = new FailingPlatform();
    try (var silence = new Silence();
        var hole = new BlackHole();
        var plain = Packetloom.open();
        var listener = plain.listen("tcp4://127.0.0.1:0");
        var loom = racing(new LoomBuilder(), platform, hole.uri(), listener.uri().toString())) {
      assertThat(silence).isNotNull();
      loom.connect(FAST).close();
      int before = OpenDescriptors.count();
      boolean hasFailed = true;
      int number = 0;
      while (hasFailed) {
        platform.failAt(++number);
        boolean isConnected = connectOrFail(loom);
        hasFailed = platform.stop();
        assertThat(connectors(loom)).as("open after failure %d", number).isEmpty();
        assertNoneLost(before);
        if (!hasFailed && !isConnected) { // on a busy machine, before as many calls were made
          hasFailed = true;
          number--;
        }
      }
      assertThat(number).as("calls that could fail").isBetween(6, 60);
    }
  }

  /** Connects if the attempt that works is not the one whose call fails; whether it did. */
  private static boolean connectOrFail(Packetloom loom) {
    Deadline enough = Deadline.after(Duration.ofMillis(100));
    try (StreamConnector stream = loom.connect(FAST, enough)) {
      assertThat(stream.isOpen()).isTrue();
      return true;
    } catch (ConnectorTimeoutException e) {
      assertThat(enough.hasPassed()).as("not early").isTrue();
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("ENOBUFS");
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage(FailingPlatform.REASON);
    }
    return false;
  }

  @Test
  void racesThatEndAtAnyMomentLeaveNothing() throws Exception {
    Random random = Seed.random();
    int rounds = Scale.rounds(150);
    try (var hole = new BlackHole();
        var other = new BlackHole();
        var refusing = new RefusingPort();
        var plain = Packetloom.open();
        var four = plain.listen("tcp4://127.0.0.1:0?backlog=1000");
        var six = plain.listen("tcp6://[::1]:0?backlog=1000");
        var loom =
            racing(
                hole.uri(),
                refusing.uri(),
                six.uri().toString(),
                other.uri(),
                four.uri().toString())) {
      warmUp(loom);
      int before = OpenDescriptors.count();
      for (int i = 0; i < rounds; i++) {
        Task<Void> connect =
            startAction(() -> loom.connector(FAST).connectTimeout(limit(random)).connect().close());
        if (random.nextBoolean()) {
          Await.passed(Deadline.after(Duration.ofNanos(random.nextInt(15_000_000))));
          connect.interrupt();
        }
        connect.awaitEnd();
        six.tryAccept().ifPresent(RaceTest::close);
        four.tryAccept().ifPresent(RaceTest::close);
      }
      assertThat(connectors(loom)).isEmpty();
      assertNoneLost(before);
    }
  }

  private static Duration limit(Random random) {
    return Duration.ofNanos(1 + random.nextInt(30_000_000));
  }
}

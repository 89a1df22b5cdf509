// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static java.lang.Thread.State.RUNNABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectorBuilder;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorOptions;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;

/** The waiting contract of {@code connect}: a listener with a full queue is the black hole. */
public interface ListenerConnect extends LoomRow {
  /**
   * A listener that lets nobody in any more, and the clients in its queue.
   *
   * <p>How many the queue takes is learned by waiting for long, once for each scheme. Later ones
   * wait as long only while they fill it, and make sure with a short look.
   */
  final class BlackHole implements AutoCloseable {
    private static final Duration LONG = Duration.ofMillis(500);
    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Map<String, Integer> ROOM = new ConcurrentHashMap<>();

    private final Listener listener;
    private final List<StreamConnector> clients = new ArrayList<>();

    BlackHole(Packetloom loom, String uri) throws IOException {
      listener = loom.connector(uri).option(ConnectorOptions.BACKLOG, 1).listen();
      try {
        fill(loom);
      } catch (Throwable failure) {
        close();
        throw failure;
      }
    }

    private void fill(Packetloom loom) throws IOException {
      int room = ROOM.getOrDefault(listener.uri().scheme(), Integer.MAX_VALUE);
      try {
        while (clients.size() < 100) {
          clients.add(connectWithin(clients.size() < room ? LONG : SHORT, loom));
        }
      } catch (ConnectorTimeoutException full) {
        ROOM.merge(listener.uri().scheme(), clients.size(), Math::max);
        return;
      }
      throw new AssertionError("the queue of " + listener + " is never full");
    }

    private StreamConnector connectWithin(Duration limit, Packetloom loom) throws IOException {
      return loom.connector(listener.uri()).deadline(Deadline.after(limit)).connect();
    }

    @Override
    public void close() throws IOException {
      for (var client : clients) {
        client.close();
      }
      listener.close();
    }
  }

  private ConnectorBuilder connectorTo(BlackHole hole) throws IOException {
    return loom().connector(hole.listener.uri());
  }

  @Test
  default void connectWaitsUntilItsDeadline() throws Exception {
    assumeHas(Feature.FULL_QUEUE_WAITS);
    try (var hole = new BlackHole(loom(), listenUri())) {
      Deadline deadline = Deadline.after(Duration.ofMillis(30));
      assertThatThrownBy(() -> connectorTo(hole).deadline(deadline).connect().close())
          .isInstanceOf(ConnectorTimeoutException.class);
      assertThat(deadline.hasPassed()).as("not early").isTrue();
    }
  }

  @Test
  default void connectObeysItsTimeout() throws Exception {
    assumeHas(Feature.FULL_QUEUE_WAITS);
    try (var hole = new BlackHole(loom(), listenUri())) {
      Duration timeout = Duration.ofMillis(30);
      Deadline earliest = Deadline.after(timeout);
      assertThatThrownBy(() -> connectorTo(hole).connectTimeout(timeout).connect().close())
          .isInstanceOf(ConnectorTimeoutException.class);
      assertThat(earliest.hasPassed()).as("not early").isTrue();
    }
  }

  @Test
  default void connectObeysTheAmbientDeadline() throws Exception {
    assumeHas(Feature.FULL_QUEUE_WAITS);
    try (var hole = new BlackHole(loom(), listenUri())) {
      Deadline deadline = Deadline.after(Duration.ofMillis(30));
      assertThatThrownBy(() -> deadline.call(() -> connectorTo(hole).connect()).close())
          .isInstanceOf(ConnectorTimeoutException.class);
      assertThat(deadline.hasPassed()).as("not early").isTrue();
    }
  }

  @Test
  default void anInterruptEndsConnect() throws Exception {
    assumeHas(Feature.FULL_QUEUE_WAITS);
    try (var hole = new BlackHole(loom(), listenUri())) {
      for (var policy : List.of(InterruptPolicy.KEEP_OPEN, InterruptPolicy.CLOSE)) {
        var connector = start(() -> connectorTo(hole).interruptPolicy(policy).connect());
        connector.awaitParked().interrupt();
        if (policy == InterruptPolicy.KEEP_OPEN) {
          connector.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
        } else {
          connector.assertFailure().isInstanceOf(IOException.class);
        }
        assertThat(connector.endedInterrupted()).isTrue();
      }
    }
  }

  @Test
  default void aDeferredInterruptLetsConnectGoOn() throws Exception {
    assumeHas(Feature.FULL_QUEUE_WAITS);
    try (var hole = new BlackHole(loom(), listenUri())) {
      int millis = 100;
      while (!isInterruptDeferred(hole, Deadline.after(Duration.ofMillis(millis)))) {
        millis *= 2;
      }
    }
  }

  /** False if the machine was too busy for the interrupt to come before the deadline. */
  private boolean isInterruptDeferred(BlackHole hole, Deadline deadline) throws IOException {
    ConnectorBuilder builder =
        connectorTo(hole).interruptPolicy(InterruptPolicy.DEFER).deadline(deadline);
    var connector = start(builder::connect);
    Await.until(
        "it waits", () -> connector.hasEnded() || connector.thread().getState() != RUNNABLE);
    connector.interrupt();
    boolean isLate = deadline.hasPassed();
    connector.assertFailure().isInstanceOf(ConnectorTimeoutException.class);
    assertThat(deadline.hasPassed()).as("not early").isTrue();
    if (!isLate) {
      assertThat(connector.endedInterrupted()).isTrue();
    }
    return !isLate;
  }

  @Test
  default void connectGoesOnWhenThereIsRoomAgain() throws Exception {
    assumeHas(Feature.FULL_QUEUE_WAITS);
    try (var hole = new BlackHole(loom(), listenUri())) {
      var connector = start(() -> connectorTo(hole).connect()).awaitParked();
      var acceptor =
          startAction(
              () -> {
                while (!connector.hasEnded()) {
                  hole.listener.tryAccept().ifPresent(hole.clients::add);
                  Await.passed(Deadline.after(Duration.ofMillis(1)));
                }
              });
      connector.result().close();
      acceptor.result();
    }
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @Test
  default void closingTheToolkitWakesAWaitingConnect() throws Exception {
    assumeHas(Feature.FULL_QUEUE_WAITS);
    try (var hole = new BlackHole(loom(), listenUri());
        var other = openLoom()) {
      var connector = start(() -> other.connect(hole.listener.uri())).awaitParked();
      other.close();
      connector.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
    }
  }

  @Test
  default void abandonedConnectsLeaveNoDescriptor() throws Exception {
    assumeHas(Feature.FULL_QUEUE_WAITS);
    assumeHas(Feature.DESCRIPTOR_FOLDER);
    try (var hole = new BlackHole(loom(), listenUri())) {
      int before = OpenDescriptors.count();
      for (int i = 0; i < 20; i++) {
        Deadline deadline = Deadline.after(Duration.ofMillis(1));
        assertThatThrownBy(() -> connectorTo(hole).deadline(deadline).connect().close())
            .isInstanceOf(ConnectorTimeoutException.class);
      }
      Await.until(
          "descriptors are closed",
          () -> OpenDescriptors.count() <= before + StreamDescriptors.SLACK);
    }
  }

  @Test
  default void aPastDeadlineEndsConnectAtOnce() throws Exception {
    try (var listener = loom().listen(listenUri())) {
      Deadline past = Deadline.after(Duration.ZERO);
      assertThatThrownBy(() -> loom().connect(listener.uri().toString(), past).close())
          .isInstanceOf(ConnectorTimeoutException.class);
    }
  }
}

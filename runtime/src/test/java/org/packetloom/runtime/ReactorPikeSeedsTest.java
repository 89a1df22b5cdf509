// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectorClosedException;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Events;
import org.packetloom.event.Occurrence;
import org.packetloom.event.Reactor;
import org.packetloom.event.ReactorClosedException;
import org.packetloom.event.Registration;
import org.packetloom.event.Repetition;
import org.packetloom.suite.Await;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Task;

/** The notifier for embedders: lines ZN1 to ZN9 of what pike could. */
@EachPoller
class ReactorPikeSeedsTest extends ReactorContract {
  /** What a dispatcher was handed. */
  private record Batch(List<Runnable> tasks, boolean isUrgent) {
    void run() {
      tasks.forEach(Runnable::run);
    }
  }

  private final List<Batch> batches = new ArrayList<>();

  private Reactor embedded() throws IOException {
    return reactor(0)
        .dispatcher((tasks, isUrgent) -> batches.add(new Batch(tasks, isUrgent)))
        .open();
  }

  @Test
  void zn1ToolkitsOpenAndCloseOverAndOver() throws Exception {
    int open = OpenDescriptors.count();
    for (int i = 0; i < 3; i++) {
      Packetloom other = Looms.open("auto", poller);
      Reactor reactor = other.reactor().poller(poller).open();
      other.close();
      other.close();
      assertThatThrownBy(() -> reactor.fire(Events.USER))
          .isInstanceOf(ReactorClosedException.class);
    }
    ToolkitTest.assertNoneLost(open);
  }

  // On purpose: the poller is chosen when the reactor is opened, and not when it is built.
  @Test
  void zn2ReactorsOfDifferentPollersLiveInOneToolkit() throws Exception {
    List<Reactor> all = new ArrayList<>();
    List<String> names =
        PollersUnderTest.names().contains("kqueue")
            ? List.of("kqueue", "poll")
            : List.of("epoll", "poll", "io_uring");
    for (String name : names) {
      all.add(loom.reactor().poller(name).workers(1).open());
    }
    try (Pair pair = pair()) {
      for (Reactor each : all) {
        each.register(pair.first(), Events.WRITE, note(each.poller()), Repetition.ONCE);
      }
      List<Object> told = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        told.add(next());
      }
      assertThat(told).containsExactlyInAnyOrder(names.toArray());
    }
    all.forEach(Reactor::close);
  }

  // On purpose: readiness is told as long as it holds (level), where it was told once (edge); a
  // connector that cannot be watched is refused, where it was passed over; and it can be undone.
  @Test
  void zn3RegisteringIsByLevelAndFailuresAreTold() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      Registration registration = reactor.register(pair.first(), Events.READ, note());
      send(pair.second(), 1);
      reactor.processEvents(LONG);
      reactor.processEvents(LONG);
      assertThat(all()).containsExactly(Events.READ, Events.READ);
      registration.cancel();
      assertThat(reactor.processEvents(Duration.ZERO)).isZero();
      pair.first().close();
      assertThatThrownBy(() -> reactor.register(pair.first(), Events.READ, note()))
          .isInstanceOf(ConnectorClosedException.class);
    }
  }

  @Test
  void zn4OnePollStepHandsOverABatch() throws Exception {
    try (Reactor reactor = embedded();
        Pair one = pair();
        Pair other = pair()) {
      reactor.register(one.first(), Events.READ, note("one"));
      reactor.register(other.first(), Events.READ, note("other"));
      assertThat(reactor.processEvents(Duration.ZERO)).as("nothing, no failure").isZero();
      assertThat(batches).isEmpty();
      send(one.second(), 1);
      send(other.second(), 1);
      assertThat(reactor.processEvents(LONG)).isEqualTo(2);
      assertThat(batches).hasSize(1);
      assertThat(told).isEmpty();
      batches.getFirst().run();
      assertThat(all()).containsExactlyInAnyOrder("one", "other");
    }
  }

  @Test
  void zn4MoreThanABatchOfTheSystemIsHandedOverInTheEnd() throws Exception {
    int count = 300;
    List<Pair> pairs = new ArrayList<>();
    try (Reactor reactor = embedded()) {
      for (int i = 0; i < count; i++) {
        Pair pair = pair();
        pairs.add(pair);
        reactor.register(pair.first(), Events.READ, note());
        send(pair.second(), 1);
      }
      int sum = 0;
      while (sum < count) {
        sum += reactor.processEvents(LONG);
      }
      assertThat(sum).isEqualTo(count);
      batches.forEach(Batch::run);
      assertThat(told).hasSize(count);
    } finally {
      for (Pair each : pairs) {
        each.close();
      }
    }
  }

  @Test
  void zn4NothingIsToldOfAConnectorUntilItsTaskRan() throws Exception {
    try (Reactor reactor = embedded();
        Pair pair = pair()) {
      reactor.register(pair.first(), Events.READ, o -> told.add(drain(pair.first())));
      send(pair.second(), 1);
      reactor.processEvents(LONG);
      send(pair.second(), 1);
      assertThat(reactor.processEvents(Duration.ZERO)).isZero();
      Task<Integer> pumping = start(() -> reactor.processEvents(LONG)).awaitParked();
      batches.getFirst().run(); // by another thread than the one that pumps
      send(pair.second(), 1);
      assertThat(pumping.result()).isEqualTo(1);
      batches.getLast().run();
      assertThat(all()).containsExactly(2, 1);
    }
  }

  @Test
  void zn5TheEndOfThePeerIsToldAsClose() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = tcp()) {
      reactor.register(pair.first(), Events.CLOSE, note());
      pair.second().shutdownOutput();
      assertThat(reactor.processEvents(LONG)).isEqualTo(1);
      assertThat(all()).containsExactly(Events.CLOSE);
      assertThat(reactor.processEvents(Duration.ZERO)).as("told once").isZero();
    }
  }

  // On purpose: in the order of registration, where writers had come before readers.
  @Test
  void zn6HandlersOfAConnectorAreCalledInTheOrderOfRegistration() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      reactor.register(pair.first(), Events.READ, note("reader"));
      reactor.register(pair.first(), Events.WRITE, note("writer"));
      reactor.register(pair.first(), Events.CLOSE, note("end"));
      pair.second().close();
      reactor.processEvents(LONG);
      assertThat(all()).containsExactly("reader", "writer", "end");
    }
  }

  /** What has a connector and a handler of its own, as a handle had. */
  private static final class Owner {
    private final StreamConnector stream;
    private final Queue<Object> told;

    Owner(StreamConnector stream, Queue<Object> told) {
      this.stream = stream;
      this.told = told;
    }

    void wake(Occurrence occurrence) throws IOException {
      told.add(occurrence.connector() == stream ? drain(stream) : "another");
    }
  }

  private WeakReference<Owner> registerOwner(Reactor reactor, StreamConnector stream)
      throws IOException {
    Owner owner = new Owner(stream, told);
    reactor.register(stream, Events.READ, owner::wake);
    return new WeakReference<>(owner);
  }

  // On purpose: nothing is registered by its place in memory. An owner may move, and be forgotten
  // by everyone else: it is told all the same, until it is unregistered.
  @Test
  void zn7AnOwnerThatEveryoneForgotIsToldUntilItIsUnregistered() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      WeakReference<Owner> owner = registerOwner(reactor, pair.first());
      System.gc();
      send(pair.second(), 3);
      reactor.processEvents(LONG);
      assertThat(all()).containsExactly(3);
      assertThat(reactor.unregister(pair.first())).isOne();
      Await.until(
          "nobody holds the owner any more",
          () -> {
            settle(reactor);
            System.gc();
            return owner.refersTo(null);
          });
      send(pair.second(), 1);
      assertThat(reactor.processEvents(Duration.ZERO)).isZero();
    }
  }

  @Test
  void zn7OneConnectorHasManyOwnersAndOneOwnerManyConnectors() throws Exception {
    try (Reactor reactor = pump();
        Pair one = pair();
        Pair other = pair()) {
      EventHandler owner = o -> told.add(o.connector());
      reactor.register(one.first(), Events.READ, owner);
      reactor.register(other.first(), Events.READ, owner);
      reactor.register(other.first(), Events.READ, note("second"));
      send(one.second(), 1);
      send(other.second(), 1);
      assertThat(reactor.processEvents(LONG)).as("tasks, one for each connector").isEqualTo(2);
      assertThat(all()).containsExactlyInAnyOrder(one.first(), other.first(), "second");
    }
  }

  @Test
  void zn8WritersAndEndsAreUrgentAndReadersAreNot() throws Exception {
    try (Reactor reactor = embedded();
        Pair reading = pair();
        Pair writing = pair();
        Pair ending = pair()) {
      reactor.register(reading.first(), Events.READ, note("read"));
      reactor.register(writing.first(), Events.WRITE, note("write"));
      reactor.register(ending.first(), Events.CLOSE, note("close"));
      send(reading.second(), 1);
      ending.second().close();
      assertThat(reactor.processEvents(LONG)).isEqualTo(3);
      assertThat(batches).hasSize(2);
      assertThat(batches.getFirst().isUrgent()).isTrue();
      assertThat(batches.getLast().isUrgent()).isFalse();
      batches.getFirst().run();
      assertThat(all()).containsExactlyInAnyOrder("write", "close");
      batches.getLast().run();
      assertThat(all()).containsExactly("read");
    }
  }

  @Test
  void zn8AFailureOfATaskIsReportedAndNotThrown() throws Exception {
    try (Reactor reactor = embedded()) {
      reactor.register(
          Events.USER,
          o -> {
            throw new IOException("in a task");
          });
      reactor.fire(Events.USER);
      reactor.processEvents(LONG);
      batches.getFirst().run();
      assertThat(reported).singleElement().hasFieldOrPropertyWithValue("message", "in a task");
    }
  }

  @Test
  void zn9BatchesAreTheReceiversToJoinAndToKeep() throws Exception {
    try (Reactor reactor = embedded()) {
      reactor.register(Events.USER, note());
      reactor.register(Events.USER << 1, note());
      reactor.fire(Events.USER);
      reactor.processEvents(LONG);
      reactor.fire(Events.USER << 1);
      reactor.processEvents(LONG);
      List<Runnable> joined = batches.getFirst().tasks();
      joined.addAll(batches.getLast().tasks());
      joined.removeLast().run(); // in any order
      joined.removeFirst().run();
      assertThat(joined).isEmpty();
      assertThat(all()).containsExactly(Events.USER << 1, Events.USER);
    }
  }

  @Test
  void zn8ADispatcherIsForPumpsAlone() {
    assertThatThrownBy(() -> reactor(2).dispatcher((tasks, isUrgent) -> {}).open())
        .isInstanceOf(IllegalStateException.class);
  }
}

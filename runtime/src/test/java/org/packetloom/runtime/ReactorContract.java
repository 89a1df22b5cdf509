// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Reactor;
import org.packetloom.event.ReactorStatistics;
import org.packetloom.suite.Await;
import org.packetloom.suite.Feature;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Row;

/** What tests of reactors have in common: a toolkit and a reactor of the row's poller. */
abstract class ReactorContract implements Row {
  static final Duration LONG = Duration.ofSeconds(30);

  /** What was told, in that order. */
  final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

  /** What was reported to the failure listener. */
  final List<Throwable> reported = new CopyOnWriteArrayList<>();

  @Parameter(0)
  String poller = "";

  Packetloom loom;
  private int before;

  /**
   * Has Java open the descriptors that it keeps from their first use on, such as that of random
   * numbers: for classes whose tests probe, or use sockets of Java, so that none counts as lost.
   */
  static void openWhatJavaKeeps() throws IOException {
    new BlackHole().close();
    try (Packetloom other = Looms.open("auto", PollersUnderTest.names().getFirst())) {
      assertThat(other.probe().findings()).isNotEmpty();
    }
  }

  @BeforeEach
  final void openToolkit() throws IOException {
    before = OpenDescriptors.count();
    loom = Looms.open("auto", poller);
  }

  @AfterEach
  final void closeToolkit() {
    loom.close();
    ToolkitTest.assertNoneLost(before);
  }

  @Override
  public Set<Feature> features() {
    return EnumSet.allOf(Feature.class);
  }

  Reactor.Builder reactor(int workers) {
    return loom.reactor()
        .poller(poller)
        .workers(workers)
        .onFailure((handler, occurrence, failure) -> reported.add(failure));
  }

  Reactor pump() throws IOException {
    return reactor(0).open();
  }

  Pair pair() throws IOException {
    return loom.pair("local://");
  }

  Pair tcp() throws IOException {
    try (var listener = loom.listen("tcp4://127.0.0.1:0")) {
      var client = loom.connect(listener.uri());
      return new Pair(client, listener.accept());
    }
  }

  /** A handler that notes what it is told. */
  EventHandler note() {
    return o -> told.add(o.events());
  }

  /** A handler that notes a name. */
  EventHandler note(String name) {
    return o -> told.add(name);
  }

  /** Waits for the next that is told. */
  Object next() throws InterruptedException {
    Object next = told.poll(LONG.toSeconds(), TimeUnit.SECONDS);
    assertThat(next).as("told").isNotNull();
    return next;
  }

  /** All that was told so far, which is forgotten. */
  List<Object> all() {
    List<Object> all = new ArrayList<>();
    told.drainTo(all);
    return all;
  }

  static void send(StreamConnector stream, int count) throws IOException {
    stream.write(new byte[count]);
  }

  /** Takes what can be read without waiting; how many bytes, -1 if there was the end. */
  static int drain(StreamConnector stream) throws IOException {
    ByteBuffer some = ByteBuffer.allocate(1_024);
    int sum = 0;
    for (int n; (n = stream.tryRead(some.clear())) != 0; sum += n) {
      if (n < 0) {
        return -1;
      }
    }
    return sum;
  }

  /** Fills the buffers until nothing more can be written without waiting. */
  static void fill(StreamConnector stream) throws IOException {
    ByteBuffer much = ByteBuffer.allocate(1 << 16);
    while (stream.tryWrite(much.clear()) > 0) {
      continue;
    }
  }

  /** Pumps until nothing is ready. */
  static void settle(Reactor pump) {
    while (pump.processEvents(Duration.ZERO) > 0) {
      continue;
    }
  }

  /**
   * Waits until a reactor with workers has told everything that there was to tell, if that is not
   * without end.
   */
  static void settleWorkers(Reactor reactor) throws IOException {
    for (int round = 0; round < 3; round++) { // what the workers leave is found by the next look
      reactor.event().post();
      Await.until("workers are idle", () -> isQuiet(reactor.statistics()));
    }
  }

  private static boolean isQuiet(ReactorStatistics now) {
    return now.active() == 0 && now.queued() == 0;
  }

  /** Waits until a reactor has nothing registered. */
  static void assertNothingRegistered(Reactor reactor) {
    Await.until("no connectors", () -> reactor.statistics().connectors() == 0);
  }

  /** The number of a file that this process has open. */
  static int descriptorOf(Path file) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(each -> leadsTo(each, file))
          .mapToInt(each -> Integer.parseInt(each.getFileName().toString()))
          .findFirst()
          .orElseThrow();
    }
  }

  private static boolean leadsTo(Path link, Path file) {
    try {
      return Files.readSymbolicLink(link).equals(file.toRealPath());
    } catch (IOException e) { // closed since
      return false;
    }
  }
}

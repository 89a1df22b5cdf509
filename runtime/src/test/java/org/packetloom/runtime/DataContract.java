// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.packetloom.ConnectorUri;
import org.packetloom.Packetloom;
import org.packetloom.event.DataConnection;
import org.packetloom.event.DataHandler;
import org.packetloom.event.Reactor;
import org.packetloom.event.ReactorClosedException;
import org.packetloom.suite.Await;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Task;
import org.packetloom.suite.Watchdog;

/** What tests of connections that a reactor serves have in common, in either mode of it. */
@ParameterizedClass(name = "{0}/{1}")
@ArgumentsSource(PollersUnderTest.InModes.class)
@Tag("each-poller")
@ExtendWith(Watchdog.class)
abstract class DataContract {
  static final String TCP = "tcp4://127.0.0.1:0";
  static final String LOCAL = "local:///%00";
  static final String NEAR = "near://here";

  /** What was told, in that order. */
  final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  /** What was reported to the reactor's listener. */
  final List<Throwable> reported = new CopyOnWriteArrayList<>();

  final NearScheme near = new NearScheme();

  @Parameter(0)
  String poller = "";

  @Parameter(1)
  String mode = "";

  Packetloom loom;
  Reactor reactor;
  private Optional<Task<Void>> pump = Optional.empty();
  private int before;

  @BeforeEach
  final void openReactor() throws IOException {
    before = OpenDescriptors.count();
    loom = Looms.open(Packetloom.builder().scheme(near), poller);
    reactor =
        loom.reactor()
            .poller(poller)
            .workers(isPump() ? 0 : 2)
            .onFailure((handler, events, failure) -> reported.add(failure))
            .open();
    if (isPump()) {
      Reactor own = reactor;
      pump = Optional.of(Task.start(loom.threadFactory(), () -> pump(own)));
    }
  }

  boolean isPump() {
    return mode.equals("pump");
  }

  private static Void pump(Reactor reactor) {
    try {
      while (true) {
        reactor.processEvents(Duration.ofSeconds(-1));
      }
    } catch (ReactorClosedException _) {
      return null;
    }
  }

  @AfterEach
  final void closeReactor() {
    reactor.close();
    pump.ifPresent(Task::result);
    loom.close();
    ToolkitTest.assertNoneLost(before);
    assertThat(reactor.statistics().connectors()).isZero();
    assertThat(reactor.readBuffers().idle()).isEqualTo(reactor.readBuffers().allocated());
  }

  /** Notes what is told of a connection; its subclass decides what happens. */
  class Noting implements DataHandler {
    private final String name;

    Noting(String name) {
      this.name = name;
    }

    @Override
    public void opened(DataConnection connection) throws Exception {
      told.add(name + " opened");
    }

    @Override
    public void received(DataConnection connection, ByteBuffer data) throws Exception {
      told.add(name + " received " + data.remaining());
      data.position(data.limit());
    }

    @Override
    public void ended(DataConnection connection, ByteBuffer rest) throws Exception {
      told.add(name + " ended, left " + rest.remaining());
      DataHandler.super.ended(connection, rest);
    }

    @Override
    public void closed(DataConnection connection, Optional<Throwable> failure) throws Exception {
      String reason = failure.map(each -> " by " + each.getClass().getSimpleName()).orElse("");
      told.add(name + " closed" + reason);
    }
  }

  /** Waits until so much was told; all of it. */
  List<String> told(int count) {
    Await.until("told " + count + ", not " + told, () -> told.size() >= count);
    return List.copyOf(told);
  }

  String next() throws InterruptedException {
    String next = told.poll(30, TimeUnit.SECONDS);
    assertThat(next).as("told").isNotNull();
    return next;
  }

  void assertNothingRegistered() {
    Await.until("no connectors", () -> reactor.statistics().connectors() == 0);
  }

  static String text(ConnectorUri uri) {
    return uri.toString();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.BrokenPipeException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.ForeignDescriptors;
import org.packetloom.platform.ForwardingForeign;
import org.packetloom.platform.Readiness;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Task;

/** Blocking pipes that may not be opened again, read and written by threads that may wait. */
class WaitingTransferTest extends ToolkitTest {
  private static final int EACCES = 13;

  private final Guarded platform = new Guarded();
  private final Descriptors descriptors = platform.descriptors();

  /** A platform where nothing of others may be opened once more. */
  private static final class Guarded extends TestedPlatform {
    /** Whether everything seems to be ready, as for what the system cannot watch. */
    private volatile boolean isBlind;

    private final ForeignDescriptors foreign =
        new ForwardingForeign(real.foreign()) {
          @Override
          public int reopen(int descriptor, int direction) {
            return -EACCES;
          }

          @Override
          public int readiness(int descriptor) {
            return isBlind ? Readiness.READABLE | Readiness.WRITABLE : super.readiness(descriptor);
          }
        };

    @Override
    public ForeignDescriptors foreign() {
      return foreign;
    }
  }

  private int[] pipe() {
    int[] two = new int[2];
    assertThat(descriptors.pipe(two)).isZero();
    for (int end : two) {
      assertThat(platform.foreign().setBlocking(end, true)).isZero();
    }
    return two;
  }

  private void close(int... all) {
    for (int descriptor : all) {
      assertThat(platform.foreign().isBlocking(descriptor)).isEqualTo(1);
      assertThat(descriptors.close(descriptor)).isZero();
    }
  }

  private interface Body {
    void run(Packetloom loom, int[] pipe) throws IOException;
  }

  private void with(String poller, Body body) throws IOException {
    try (Packetloom loom = builder("virtual", poller).open(platform)) {
      loom.pair("anon://").close();
      int before = OpenDescriptors.count();
      int[] pipe = pipe();
      body.run(loom, pipe);
      close(pipe);
      assertNoneLost(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "poll", "io_uring"})
  void bytesComeThrough(String poller) throws IOException {
    with(
        poller,
        (loom, pipe) -> {
          try (StreamConnector in = loom.connect("fd:///" + pipe[0]);
              StreamConnector out = loom.connect("fd:///" + pipe[1])) {
            byte[] sent = new byte[500_000];
            new Random(5).nextBytes(sent);
            Task<Integer> writer = start(() -> out.write(sent));
            byte[] received = new byte[sent.length];
            in.readFully(received);
            assertThat(received).isEqualTo(sent);
            assertThat(writer.result()).isEqualTo(sent.length);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "epoll,false",
    "poll,false",
    "io_uring,false",
    "epoll,true",
    "poll,true",
    "io_uring,true"
  })
  void waitsEndAndWhatComesLaterIsKept(String poller, boolean isBlind) throws IOException {
    platform.isBlind = isBlind;
    with(
        poller,
        (loom, pipe) -> {
          try (StreamConnector in = loom.connect("fd:///" + pipe[0]);
              StreamConnector out = loom.connect("fd:///" + pipe[1])) {
            in.readDeadline(Deadline.after(Duration.ofMillis(30)));
            assertThatThrownBy(() -> in.read(new byte[2]))
                .isInstanceOf(ConnectorTimeoutException.class);
            in.readDeadline(Deadline.NONE);
            Task<Integer> interrupted = start(() -> in.read(new byte[2])).awaitParked();
            interrupted.interrupt();
            interrupted.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
            out.write(new byte[] {1, 2, 3});
            // a call that was given up has two of them by now, or takes them soon
            byte[] all = new byte[3];
            in.readFully(all);
            assertThat(all).containsExactly(1, 2, 3);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "epoll,false",
    "poll,false",
    "io_uring,false",
    "epoll,true",
    "poll,true",
    "io_uring,true"
  })
  void closeReturnsAtOnce(String poller, boolean isBlind) throws IOException {
    platform.isBlind = isBlind;
    with(
        poller,
        (loom, pipe) -> {
          StreamConnector in = loom.connect("fd:///" + pipe[0]);
          Task<Integer> reader = start(() -> in.read(new byte[2])).awaitParked();
          in.close();
          reader.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
          try (StreamConnector out = loom.connect("fd:///" + pipe[1])) {
            out.write(new byte[1]); // ends the call that was given up, if there is one
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "poll", "io_uring"})
  void fullPipesAreWaitedFor(String poller) throws IOException {
    with(
        poller,
        (loom, pipe) -> {
          try (StreamConnector out = loom.connect("fd:///" + pipe[1])) {
            out.writeTimeout(Duration.ofMillis(100));
            long[] moved = new long[1];
            assertThatThrownBy(() -> out.write(new byte[1_000_000]))
                .isInstanceOfSatisfying(
                    ConnectorTimeoutException.class, e -> moved[0] = e.bytesMoved());
            try (StreamConnector in = loom.connect("fd:///" + pipe[0])) {
              byte[] all = new byte[(int) moved[0]];
              in.readFully(all);
              assertThat(in.tryRead(java.nio.ByteBuffer.allocate(1))).isZero();
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "poll", "io_uring"})
  void endsAndErrorsAreTold(String poller) throws IOException {
    with(
        poller,
        (loom, pipe) -> {
          int[] other = pipe();
          StreamConnector in = loom.connect("fd:///" + other[0]);
          Task<Integer> reader = start(() -> in.read(new byte[1])).awaitParked();
          close(other[1]);
          assertThat(reader.result()).isEqualTo(-1);
          in.close();
          close(other[0]);
          int[] broken = pipe();
          try (StreamConnector out = loom.connect("fd:///" + broken[1])) {
            close(broken[0]);
            assertThatThrownBy(() -> out.write(new byte[1]))
                .isInstanceOf(BrokenPipeException.class);
          }
          close(broken[1]);
        });
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.packetloom.AddressInUseException;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.EndpointMissingException;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.event.DataConnection;
import org.packetloom.event.DataHandler;
import org.packetloom.event.DataServer;
import org.packetloom.event.Reactor;
import org.packetloom.platform.NamedPipes;
import org.packetloom.suite.Task;
import org.packetloom.suite.Watchdog;

/** What named pipes have beyond the contracts; skipped where there are none. */
@Tag("iocp")
@ExtendWith(Watchdog.class)
class IocpPipeTest {
  private static final int MUCH = 60_000;

  private Loom loom;
  private NamedPipes pipes;

  @BeforeEach
  void open() throws IOException {
    loom = (Loom) Packetloom.open();
    assumeTrue(loom.engine().platform().namedPipes().isPresent(), "named pipes");
    pipes = loom.engine().platform().namedPipes().get();
  }

  @AfterEach
  void close() {
    loom.close();
  }

  private static String uri(String query) {
    String name = ProcessHandle.current().pid() + "-" + Long.toHexString(new Random().nextLong());
    return "pipe:///packetloom-" + name + query;
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private static String bare(Listener listener) {
    ConnectorUri uri = listener.uri();
    return ConnectorUri.of(uri.scheme(), uri.target()).toString();
  }

  private static int descriptor(StreamConnector connector) {
    return ((DescriptorConnector) connector).handle().descriptor();
  }

  @Test
  void clientsHaveTheModeThatTheListenerChose() throws Exception {
    NamedPipes.Mode[] mode = new NamedPipes.Mode[1];
    for (String chosen : List.of("byte", "message")) {
      try (var listener = loom.listen(uri("?mode=" + chosen));
          var client = loom.connect(bare(listener));
          var accepted = listener.accept()) {
        assertThat(pipes.mode(descriptor(client), mode)).isZero();
        assertThat(mode[0].name()).isEqualToIgnoringCase(chosen);
        assertThat(pipes.mode(descriptor(accepted), mode)).isZero();
        assertThat(mode[0].name()).isEqualToIgnoringCase(chosen);
        String other = chosen.equals("byte") ? "message" : "byte";
        assertThatThrownBy(() -> loom.connect(bare(listener) + "?mode=" + other))
            .isInstanceOf(CapabilityException.class)
            .hasMessageContaining("its listener chose " + chosen);
      }
    }
  }

  @Test
  void outputOfAPipeOfBytesCannotBeShutDownAndStaysAsItIs() throws Exception {
    try (var pair = loom.pair(uri(""))) {
      assertThatThrownBy(() -> pair.first().shutdownOutput())
          .isInstanceOf(CapabilityException.class)
          .hasMessageContaining("mode=message");
      pair.first().write(new byte[] {1});
      assertThat(pair.second().read(new byte[2])).isOne();
    }
  }

  @Test
  void whatWasWrittenBeforeCloseIsReadThoughThePipeDoesNotHoldIt() throws Exception {
    byte[] sent = bytes(MUCH);
    for (boolean isByServer : new boolean[] {false, true}) {
      var pair = loom.pair(uri("?send-buffer=4096&receive-buffer=4096"));
      StreamConnector writer = isByServer ? pair.second() : pair.first();
      StreamConnector reader = isByServer ? pair.first() : pair.second();
      writer.write(sent);
      writer.close();
      assertThat(reader.inputStream().readAllBytes()).isEqualTo(sent);
      reader.close();
    }
  }

  @Test
  void closingTheToolkitGivesReadersTime() throws Exception {
    byte[] sent = bytes(MUCH);
    try (var other = Packetloom.open()) {
      var listener = loom.listen(uri("?send-buffer=4096&receive-buffer=4096"));
      try (var reader = other.connect(bare(listener))) {
        listener.accept().write(sent);
        Task<byte[]> reading =
            Task.start(other.threadFactory(), () -> reader.inputStream().readAllBytes());
        loom.close();
        assertThat(reading.result()).isEqualTo(sent);
      }
    }
  }

  @Test
  void aClientThatCameAndLeftIsAcceptedWithWhatItWrote() throws Exception {
    try (var listener = loom.listen(uri(""))) {
      var client = loom.connect(bare(listener));
      client.write(new byte[] {1, 2, 3});
      client.close();
      try (var accepted = listener.accept()) {
        assertThat(accepted.inputStream().readAllBytes()).containsExactly(1, 2, 3);
      }
    }
  }

  @SuppressWarnings("try") // one is closed before the block ends: that is the test
  @Test
  void instancesAreTheMostConnectionsAtOnce() throws Exception {
    try (var listener = loom.listen(uri("?instances=2"));
        var first = loom.connect(bare(listener));
        var second = loom.connect(bare(listener));
        var firstAccepted = listener.accept();
        var secondAccepted = listener.accept()) {
      Deadline soon = Deadline.after(Duration.ofMillis(50));
      assertThatThrownBy(() -> loom.connect(bare(listener), soon).close())
          .isInstanceOf(ConnectorTimeoutException.class);
      assertThat(listener.tryAccept()).isEmpty();
      firstAccepted.close();
      try (var third = loom.connect(bare(listener));
          var thirdAccepted = listener.accept()) {
        third.write(new byte[] {7});
        assertThat(thirdAccepted.read(new byte[2])).isOne();
        assertThat(first.read(new byte[1])).isEqualTo(-1);
        assertThat(second.isOpen() && secondAccepted.isOpen()).isTrue();
      }
    }
  }

  @Test
  void noClientSeesAGap() throws Exception {
    int clients = 8;
    int rounds = 20;
    try (var listener = loom.listen(uri("?backlog=1"))) {
      List<Task<Integer>> connecting = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        connecting.add(
            Task.start(
                loom.threadFactory(),
                () -> {
                  int done = 0;
                  while (done < rounds) {
                    try (var client = loom.connect(bare(listener))) {
                      client.write(new byte[] {1});
                      assertThat(client.read(new byte[1])).isOne();
                      done++;
                    }
                  }
                  return done;
                }));
      }
      for (int i = 0; i < clients * rounds; i++) {
        try (var accepted = listener.accept()) {
          assertThat(accepted.read(new byte[1])).isOne();
          accepted.write(new byte[] {2});
        }
      }
      for (Task<Integer> task : connecting) {
        assertThat(task.result()).isEqualTo(rounds);
      }
    }
  }

  @Test
  void aNameHasOneListenerAndGoesWithIt() throws Exception {
    String uri = uri("?access=D:P(A;;GA;;;WD)&instances=3");
    try (var listener = loom.listen(uri)) {
      assertThatThrownBy(() -> loom.listen(uri).close()).isInstanceOf(AddressInUseException.class);
      assertThat(listener.isOpen()).isTrue();
    }
    assertThatThrownBy(() -> loom.connect(uri).close())
        .isInstanceOf(EndpointMissingException.class);
    loom.listen(uri).close();
  }

  @Test
  void bothEndsKnowTheProcessOfTheOther() throws Exception {
    int own = (int) ProcessHandle.current().pid();
    try (var pair = loom.pair(uri(""))) {
      assertThat(pipes.peerProcess(descriptor(pair.first()))).isEqualTo(own);
      assertThat(pipes.peerProcess(descriptor(pair.second()))).isEqualTo(own);
    }
  }

  @Test
  void reactorsServePipes() throws Exception {
    byte[] sent = bytes(10 * MUCH);
    DataHandler echo =
        new DataHandler() {
          @Override
          public void received(DataConnection connection, ByteBuffer data) throws IOException {
            if (connection.offer(data.duplicate())) {
              data.position(data.limit());
            } else {
              connection.pause();
            }
          }

          @Override
          public void writable(DataConnection connection) throws IOException {
            connection.resume();
          }
        };
    try (Reactor reactor = loom.reactor().open();
        DataServer server = reactor.server(echo).listen(uri("")).start();
        var client = loom.connect(server.uri())) {
      Task<Integer> writing = Task.start(loom.threadFactory(), () -> client.write(sent));
      ByteBuffer received = ByteBuffer.allocate(sent.length);
      client.readFully(received);
      assertThat(received.array()).isEqualTo(sent);
      assertThat(writing.result()).isEqualTo(sent.length);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.ConnectorUri;
import org.packetloom.FailureListener;
import org.packetloom.StreamConnector;
import org.packetloom.event.DataConnection;
import org.packetloom.event.DataHandler;
import org.packetloom.event.DataLimits;
import org.packetloom.event.DataServer;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** What handlers of data are given, and what holds them and their peers back. */
class DataServerTest extends DataContract {
  private static final int MUCH = 1 << 20;

  /** Echoes messages that begin with their length; waits for room by leaving what is to come. */
  private static class FramedEcho implements DataHandler {
    @Override
    public void received(DataConnection connection, ByteBuffer data) throws Exception {
      while (data.remaining() >= 4 && data.remaining() >= 4 + data.getInt(data.position())) {
        ByteBuffer message = data.slice(data.position(), 4 + data.getInt(data.position()));
        if (!connection.offer(message)) {
          connection.pause();
          return;
        }
        data.position(data.position() + message.limit());
      }
    }
  }

  private static byte[] messages(int most, int longest) {
    Random random = new Random(longest);
    ByteBuffer all = ByteBuffer.allocate(most);
    while (all.remaining() > 4 + longest) {
      byte[] message = new byte[random.nextInt(longest + 1)];
      random.nextBytes(message);
      all.putInt(message.length).put(message);
    }
    return java.util.Arrays.copyOf(all.array(), all.position());
  }

  private void assertEchoes(ConnectorUri uri, byte[] sent) throws Exception {
    try (StreamConnector client = loom.connect(uri)) {
      Task<Void> writer =
          Task.start(
              loom.threadFactory(),
              () -> {
                client.write(sent);
                client.shutdownOutput();
                return null;
              });
      assertThat(client.inputStream().readAllBytes()).isEqualTo(sent);
      writer.result();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TCP, LOCAL, NEAR})
  void messagesComeWholeHoweverTheyArrive(String uri) throws Exception {
    DataLimits limits = DataLimits.DEFAULT.queueBytes(100_000);
    try (DataServer server = reactor.server(new FramedEcho()).listen(uri).limits(limits).start()) {
      byte[] sent = messages(MUCH, 9_000);
      assertEchoes(server.uri(), sent);
      Await.until("closed", () -> server.activeConnections() == 0);
      assertThat(server.statistics().bytesRead()).isEqualTo(sent.length);
      assertThat(server.statistics().bytesWritten()).isEqualTo(sent.length);
    }
    assertNothingRegistered();
    assertThat(reported).isEmpty();
  }

  @Test
  void dataAreLentInABufferAsIfItWereNew() throws Exception {
    DataHandler handler =
        (connection, data) -> {
          boolean isNew = data.order() == ByteOrder.BIG_ENDIAN && data.position() == 0;
          byte answer = isNew ? data.get() : -1;
          connection.offer(ByteBuffer.wrap(new byte[] {answer}));
          data.order(ByteOrder.LITTLE_ENDIAN);
        };
    try (DataServer server = reactor.server(handler).listen(TCP).start();
        StreamConnector client = loom.connect(server.uri())) {
      for (int i = 0; i < 3; i++) {
        client.write(new byte[] {(byte) i});
        assertThat(client.inputStream().read()).isEqualTo(i);
      }
    }
  }

  @Test
  void messagesMayBeLongerThanAReadIfTheLimitIs() throws Exception {
    DataLimits limits = new DataLimits(MUCH, 400_000);
    try (DataServer server = reactor.server(new FramedEcho()).listen(TCP).limits(limits).start()) {
      assertEchoes(server.uri(), messages(MUCH, 390_000));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 100_000})
  void aMessageBeyondTheLimitClosesItsConnection(int limit) throws Exception {
    DataHandler leaving =
        new Noting("server") {
          @Override
          public void received(DataConnection connection, ByteBuffer data) {
            assertThat(data.remaining()).isLessThanOrEqualTo(limit);
            assertThat(data.isReadOnly()).isTrue();
          }
        };
    DataLimits limits = DataLimits.DEFAULT.dataBytes(limit);
    try (DataServer server = reactor.server(leaving).listen(LOCAL).limits(limits).start();
        StreamConnector client = loom.connect(server.uri())) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  client.write(new byte[50]);
                }
              })
          .isInstanceOf(IOException.class);
      assertThat(told(2)).containsExactly("server opened", "server closed by IOException");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TCP, LOCAL, NEAR})
  void clientAndServerTalk(String uri) throws Exception {
    DataHandler server =
        new Noting("server") {
          @Override
          public void received(DataConnection connection, ByteBuffer data) throws Exception {
            assertThat(connection.offer(data)).isTrue();
          }
        };
    DataHandler client =
        new Noting("client") {
          @Override
          public void opened(DataConnection connection) throws Exception {
            super.opened(connection);
            connection.attach(new AtomicInteger());
            assertThat(connection.offer(ByteBuffer.wrap(new byte[1]))).isTrue();
          }

          @Override
          public void received(DataConnection connection, ByteBuffer data) throws Exception {
            if (connection.attachment(AtomicInteger.class).orElseThrow().incrementAndGet() < 10) {
              assertThat(connection.offer(data)).isTrue();
            } else {
              connection.close();
            }
          }
        };
    try (DataServer talking = reactor.server(server).listen(uri).start()) {
      DataConnection connection = reactor.connect(talking.uri().toString(), client);
      assertThat(told(5))
          .containsExactlyInAnyOrder(
              "server opened",
              "client opened",
              "client closed",
              "server ended, left 0",
              "server closed");
      assertThat(connection.isOpen()).isFalse();
      assertThat(connection.connector().bytesRead()).isEqualTo(10);
    }
    assertNothingRegistered();
    assertThat(reported).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {TCP, LOCAL, NEAR})
  void aPausedConnectionHoldsItsPeerBack(String uri) throws Exception {
    AtomicInteger received = new AtomicInteger();
    DataHandler slow =
        new DataHandler() {
          @Override
          public void opened(DataConnection connection) {
            connection.pause();
          }

          @Override
          public void received(DataConnection connection, ByteBuffer data) {
            received.addAndGet(data.remaining());
            data.position(data.limit());
          }
        };
    try (DataServer server = reactor.server(slow).listen(uri).start();
        StreamConnector client = loom.connect(server.uri())) {
      Await.until("served", () -> server.activeConnections() == 1);
      DataConnection connection = server.connections().getFirst();
      Await.until("paused", connection::isPaused);
      int sent = 0;
      ByteBuffer some = ByteBuffer.allocate(1 << 14);
      for (int n; (n = client.tryWrite(some.clear())) > 0; ) {
        sent += n;
      }
      reactor.event().post();
      assertThat(received).hasValue(0);
      connection.resume();
      int all = sent;
      Await.until("received", () -> received.get() == all);
    }
  }

  @Test
  void whatAPausedConnectionLeftComesWithoutMoreBehindIt() throws Exception {
    DataHandler halves =
        new Noting("server") {
          @Override
          public void received(DataConnection connection, ByteBuffer data) {
            connection.pause();
            told.add("received " + data.get() + " of " + (data.remaining() + 1));
          }
        };
    try (DataServer server = reactor.server(halves).listen(TCP).start();
        StreamConnector client = loom.connect(server.uri())) {
      client.write(new byte[] {1, 2, 3});
      assertThat(next()).isEqualTo("server opened");
      assertThat(next()).isEqualTo("received 1 of 3");
      DataConnection connection = server.connections().getFirst();
      connection.resume();
      assertThat(next()).isEqualTo("received 2 of 2");
      client.shutdownOutput();
      connection.resume();
      assertThat(next()).isEqualTo("received 3 of 1");
      connection.resume();
      assertThat(next()).isEqualTo("server ended, left 0");
      assertThat(next()).isEqualTo("server closed");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TCP, NEAR})
  void peersBeyondTheLimitWaitWithoutBeingAcceptedOrSpunUpon(String uri) throws Exception {
    try (DataServer server =
        reactor.server(new Noting("server")).listen(uri).maxConnections(2).start()) {
      List<StreamConnector> clients = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        clients.add(loom.connect(server.uri()));
      }
      Await.until("full", () -> server.activeConnections() == 2);
      reactor.event().post();
      long handled = reactor.statistics().handled();
      reactor.event().post();
      reactor.event().post();
      assertThat(reactor.statistics().handled() - handled).as("calls").isLessThan(9);
      assertThat(server.statistics().accepted()).isEqualTo(2);
      for (StreamConnector client : clients) {
        client.close();
      }
      Await.until("all served", () -> server.statistics().accepted() == 5);
      Await.until("all closed", () -> server.activeConnections() == 0);
    }
    assertThat(told).hasSize(15);
  }

  @Test
  void failuresToAcceptAreReportedAndTriedAgainAfterAPause() throws Exception {
    IOException planted = new IOException("planted");
    List<Throwable> heard = new CopyOnWriteArrayList<>();
    FailureListener listener =
        new FailureListener() {
          @Override
          public void connectionFailed(StreamConnector connection, Throwable failure) {
            heard.add(new AssertionError("of a connection", failure));
          }

          @Override
          public void acceptFailed(ConnectorUri uri, Throwable failure) {
            heard.add(failure);
          }
        };
    near.acceptFailures.addAll(List.of(planted, planted, planted));
    try (DataServer server =
            reactor.server(new Noting("server")).listen(NEAR).onFailure(listener).start();
        StreamConnector _ = loom.connect(server.uri())) {
      Await.until("served", () -> server.activeConnections() == 1);
      assertThat(heard).containsExactly(planted, planted, planted);
      assertThat(server.statistics().acceptFailures()).isEqualTo(3);
    }
  }

  @Test
  void twoHundredConnectionsAreServedByTwoWorkers() throws Exception {
    int count = 200;
    int rounds = 50;
    AtomicInteger done = new AtomicInteger();
    byte[] ping = "ping".getBytes(StandardCharsets.US_ASCII);
    DataHandler client =
        new DataHandler() {
          @Override
          public void opened(DataConnection connection) throws Exception {
            connection.attach(new AtomicInteger());
            connection.offer(ByteBuffer.wrap(ping));
          }

          @Override
          public void received(DataConnection connection, ByteBuffer data) throws Exception {
            if (data.remaining() < ping.length) {
              return;
            }
            data.position(data.limit());
            if (connection.attachment(AtomicInteger.class).orElseThrow().incrementAndGet()
                < rounds) {
              connection.offer(ByteBuffer.wrap(ping));
            } else {
              connection.close();
            }
          }

          @Override
          public void closed(DataConnection connection, Optional<Throwable> failure) {
            done.incrementAndGet();
          }
        };
    try (DataServer server = reactor.server((c, data) -> c.offer(data)).listen(LOCAL).start()) {
      for (int i = 0; i < count; i++) {
        DataConnection unused = reactor.connect(server.uri().toString(), client);
      }
      Await.until("all done", () -> done.get() == count);
      Await.until("all closed", () -> server.activeConnections() == 0);
      assertThat(server.statistics().accepted()).isEqualTo(count);
      assertThat(server.statistics().bytesRead()).isEqualTo((long) count * rounds * ping.length);
      assertThat(reactor.readBuffers().allocated()).as("buffers").isLessThanOrEqualTo(2);
    }
    assertNothingRegistered();
    assertThat(reported).isEmpty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.StreamConnector;
import org.packetloom.event.DataConnection;
import org.packetloom.event.DataHandler;
import org.packetloom.event.DataServer;
import org.packetloom.suite.Await;

/** What packetflinger promised and never had: a server, a connection, data that has been read. */
class DataSeedsTest extends DataContract {
  private final List<Integer> sizes =
      new CopyOnWriteArrayList<>(); // in the order of one connection

  /** Says what came, and takes it. */
  private final DataHandler taking =
      (connection, data) -> {
        sizes.add(data.remaining());
        told.add("data " + data.remaining());
        data.position(data.limit());
      };

  @ParameterizedTest
  @ValueSource(strings = {TCP, LOCAL, NEAR})
  void f2AServerListensOnAnyTypeOfSocket(String uri) throws Exception {
    try (DataServer server = reactor.server(taking).listen(uri).start();
        StreamConnector client = loom.connect(server.uri())) {
      client.write(new byte[7]);
      assertThat(next()).isEqualTo("data 7");
      assertThat(server.uris()).containsExactly(server.uri());
      assertThat(server.statistics().accepted()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TCP, LOCAL, NEAR})
  void f3AClientIsAConnectionAsThoseOfAServerAre(String uri) throws Exception {
    DataHandler echo = (connection, data) -> connection.offer(data);
    try (DataServer server = reactor.server(echo).listen(uri).start();
        DataConnection client = reactor.connect(server.uri().toString(), taking)) {
      assertThat(client.offer(ByteBuffer.wrap(new byte[9]))).isTrue();
      assertThat(next()).isEqualTo("data 9");
      DataConnection served = server.connections().getFirst();
      assertThat(served.peerAddress()).isEqualTo(client.connector().localAddress());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TCP, LOCAL, NEAR})
  void f4AWriteNeverWaitsAndTheBackendSendsWhatItTook(String uri) throws Exception {
    DataHandler flooding =
        (connection, data) -> {
          data.position(data.limit());
          ByteBuffer block = ByteBuffer.allocate(10_000);
          long offered = 0;
          while (connection.offer(block.clear())) {
            offered += block.capacity();
          }
          told.add(Long.toString(offered));
        };
    try (DataServer server = reactor.server(flooding).listen(uri).start();
        StreamConnector client = loom.connect(server.uri())) {
      client.write(new byte[1]);
      int offered = Integer.parseInt(next()); // the client reads nothing before
      assertThat(offered).isPositive();
      client.readFully(new byte[offered]);
      assertThat(client.tryRead(ByteBuffer.allocate(1))).as("no more than was taken").isZero();
    }
  }

  @Test
  void f5AnEventMeansThatDataHasBeenRead() throws Exception {
    try (DataServer server = reactor.server(taking).listen(TCP).start();
        StreamConnector client = loom.connect(server.uri())) {
      Await.until("served", () -> server.activeConnections() == 1);
      assertThat(reactor.readBuffers().allocated()).as("buffers without data").isZero();
      client.write(new byte[5]);
      assertThat(next()).isEqualTo("data 5");
      assertThat(server.connections().getFirst().connector().bytesRead()).isEqualTo(5);
    }
  }

  @Test
  void f5CallbacksRunInAsManyThreadsAsOneWants() throws Exception {
    CyclicBarrier both = new CyclicBarrier(isPump() ? 1 : 2);
    DataHandler meeting =
        (connection, data) -> {
          int unused = both.await(30, TimeUnit.SECONDS);
          taking.received(connection, data);
        };
    try (DataServer server = reactor.server(meeting).listen(LOCAL).start();
        StreamConnector first = loom.connect(server.uri());
        StreamConnector second = loom.connect(server.uri())) {
      first.write(new byte[1]);
      second.write(new byte[1]);
      assertThat(List.of(next(), next())).containsOnly("data 1");
    }
    assertThat(reported).isEmpty();
  }

  @Test
  void f5CallbacksOfOneConnectionDoNotOverlap() throws Exception {
    CountDownLatch isIn = new CountDownLatch(1);
    CountDownLatch mayGo = new CountDownLatch(1);
    DataHandler slow =
        (connection, data) -> {
          isIn.countDown();
          mayGo.await();
          taking.received(connection, data);
        };
    try (DataServer server = reactor.server(slow).listen(LOCAL).start();
        StreamConnector client = loom.connect(server.uri())) {
      client.write(new byte[1]);
      isIn.await();
      client.write(new byte[2]);
      assertThat(told).isEmpty();
      mayGo.countDown();
      assertThat(next()).isEqualTo("data 1");
      assertThat(next()).isEqualTo("data 2");
      assertThat(sizes).containsExactly(1, 2);
    }
  }

  @Test
  void f8BytesComeAsTheyAreReadWithoutFramesAndWithoutAQueue() throws Exception {
    CountDownLatch mayGo = new CountDownLatch(isPump() ? 0 : 1);
    DataHandler late =
        (connection, data) -> {
          mayGo.await();
          taking.received(connection, data);
        };
    try (DataServer server = reactor.server(late).listen(TCP).start();
        StreamConnector client = loom.connect(server.uri())) {
      for (int i = 0; i < 10; i++) {
        client.write(new byte[20_000]);
      }
      mayGo.countDown();
      client.shutdownOutput();
      Await.until("served", () -> server.statistics().bytesRead() == 200_000);
      Await.until("closed", () -> server.activeConnections() == 0);
      assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(200_000);
      assertThat(sizes).allMatch(size -> size <= 65_536, "one read of 64 KiB at most");
    }
  }
}

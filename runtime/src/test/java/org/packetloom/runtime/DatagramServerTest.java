// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.AddressInUseException;
import org.packetloom.ConnectorTarget;
import org.packetloom.DatagramConnector;
import org.packetloom.DatagramHandler;
import org.packetloom.DatagramServer;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.ReceivedDatagram;
import org.packetloom.suite.Await;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Task;

/** A server of datagrams: replies, order, workers, failures, and how it ends. */
@Timeout(60)
class DatagramServerTest {
  private static final String ANY = "udp4://127.0.0.1:0";
  private static final DatagramHandler ECHO = d -> d.reply(d.bytes());
  private static final Deadline FAR = Deadline.after(Duration.ofHours(1));

  @TempDir private Path folder;
  private Packetloom loom;

  @BeforeEach
  void open() throws IOException {
    loom = Packetloom.open();
  }

  @AfterEach
  void close() {
    loom.close();
  }

  private static SocketAddress address(DatagramServer server) {
    var host = (ConnectorTarget.Host) server.uri().target();
    return new InetSocketAddress(host.host(), host.port().orElseThrow());
  }

  private static void send(DatagramConnector from, SocketAddress to, String text)
      throws IOException {
    from.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), to);
  }

  private static String receive(DatagramConnector at) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(70_000);
    at.receive(bytes);
    return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
  }

  private static String text(ReceivedDatagram datagram) {
    return StandardCharsets.UTF_8.decode(datagram.bytes()).toString();
  }

  @EachEngine
  void eachDatagramIsHandledAndMayBeAnswered(String engine, String poller) throws Exception {
    try (Packetloom other = Looms.open(engine, poller);
        DatagramServer server = other.serveDatagrams(ANY, ECHO);
        DatagramConnector client = other.bind(ANY)) {
      for (int size : new int[] {5, 0, 60_000, 1}) {
        send(client, address(server), "x".repeat(size));
        assertThat(receive(client)).hasSize(size);
      }
      assertThat(server.receivedDatagrams()).isEqualTo(4);
      assertThat(server.failedDatagrams()).isZero();
    }
  }

  @Test
  void unixDomainSocketsAreServedToo() throws Exception {
    String uri = "local://" + folder.resolve("s") + "?behaviour=datagram";
    try (DatagramServer server = loom.serveDatagrams(uri, ECHO);
        DatagramConnector client =
            loom.bind("local://" + folder.resolve("c") + "?behaviour=datagram")) {
      send(client, UnixDomainSocketAddress.of(folder.resolve("s")), "hello");
      assertThat(receive(client)).isEqualTo("hello");
      assertThat(server.uri().toString()).startsWith("local://");
    }
  }

  @Test
  void oneWorkerKeepsTheOrder() throws Exception {
    List<String> seen = new ArrayList<>();
    try (DatagramServer server = loom.serveDatagrams(ANY, d -> seen.add(text(d)));
        DatagramConnector client = loom.bind(ANY)) {
      for (int i = 0; i < 200; i++) {
        send(client, address(server), "" + i);
        int sent = i + 1;
        if (i % 50 == 49) { // no more than the socket holds
          Await.until("they are handled", () -> server.receivedDatagrams() == sent);
        }
      }
      assertThat(server.drain(FAR)).isTrue();
    }
    assertThat(seen).containsExactlyElementsOf(numbers(200));
  }

  private static List<String> numbers(int count) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add("" + i);
    }
    return all;
  }

  @Test
  void severalWorkersHandleAtOnce() throws Exception {
    var all = new CountDownLatch(4);
    DatagramHandler meeting =
        d -> {
          all.countDown();
          all.await();
          d.reply(d.bytes());
        };
    try (DatagramServer server = loom.datagramServer(meeting).bind(ANY).workers(4).start();
        DatagramConnector client = loom.bind(ANY)) {
      for (int i = 0; i < 4; i++) {
        send(client, address(server), "" + i);
      }
      Set<String> answers = new HashSet<>();
      for (int i = 0; i < 4; i++) {
        answers.add(receive(client));
      }
      assertThat(answers).containsExactlyInAnyOrderElementsOf(numbers(4));
    }
  }

  @Test
  void shardsKeepEachSenderInOrder() throws Exception {
    Map<SocketAddress, Queue<String>> seen = new ConcurrentHashMap<>();
    DatagramHandler handler =
        d -> {
          seen.computeIfAbsent(d.sender().orElseThrow(), _ -> new ConcurrentLinkedQueue<>())
              .add(text(d));
          d.reply(d.bytes());
        };
    try (DatagramServer server = loom.datagramServer(handler).bind(ANY).reusePort(4).start()) {
      assertThat(server.uris()).hasSize(1);
      List<DatagramConnector> clients = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        clients.add(loom.bind(ANY));
      }
      for (int i = 0; i < 10; i++) {
        for (DatagramConnector client : clients) {
          send(client, address(server), "" + i);
        }
      }
      Await.until("all are handled", () -> server.receivedDatagrams() == 200);
      assertThat(server.drain(FAR)).isTrue();
    }
    assertThat(seen).hasSize(20);
    assertThat(seen.values())
        .allSatisfy(texts -> assertThat(texts).containsExactlyElementsOf(numbers(10)));
  }

  @Test
  void handlerThatFailsIsReportedAndHarmsNobody() throws Exception {
    var planted = new AssertionError("planted");
    Queue<Object> reports = new ConcurrentLinkedQueue<>();
    DatagramHandler handler =
        d -> {
          if (text(d).equals("bad")) {
            Thread.currentThread().interrupt();
            throw planted;
          }
          d.reply(d.bytes().flip());
        };
    try (DatagramServer server =
            loom.datagramServer(handler)
                .bind(ANY)
                .onFailure(
                    (_, sender, failure) -> {
                      reports.add(sender.orElseThrow());
                      reports.add(failure);
                      throw new IllegalStateException("planted in the listener");
                    })
                .start();
        DatagramConnector client = loom.bind(ANY);
        Silence silence = new Silence()) {
      assertThat(silence).isNotNull();
      send(client, address(server), "bad");
      send(client, address(server), "good");
      assertThat(receive(client)).isEqualTo("good");
      assertThat(server.failedDatagrams()).isEqualTo(1);
      assertThat(reports).containsExactly(client.localAddress().orElseThrow(), planted);
    }
  }

  @Test
  void datagramTooLargeIsCutAndTold() throws Exception {
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    DatagramHandler handler = d -> seen.add(text(d) + d.isTruncated() + d.fullSize());
    try (DatagramServer server = loom.datagramServer(handler).bind(ANY).largestDatagram(3).start();
        DatagramConnector client = loom.bind(ANY)) {
      send(client, address(server), "abcdef");
      send(client, address(server), "abc");
      Await.until("both are handled", () -> seen.size() == 2);
      assertThat(seen).containsExactly("abctrue6", "abcfalse3");
    }
  }

  @Test
  void drainLetsHandlersReply() throws Exception {
    var release = new Semaphore(0);
    DatagramHandler handler =
        d -> {
          release.acquire();
          d.reply(d.bytes());
        };
    try (DatagramServer server = loom.datagramServer(handler).bind(ANY).bind(ANY).start();
        DatagramConnector client = loom.bind(ANY)) {
      send(client, address(server), "last");
      Await.until("it is handled", () -> server.receivedDatagrams() == 1);
      var draining = Task.start(loom.threadFactory(), () -> server.drain(FAR)).awaitParked();
      release.release();
      assertThat(receive(client)).isEqualTo("last");
      assertThat(draining.result()).isTrue();
      server.await();
    }
  }

  @Test
  void drainLosesPatience() throws Exception {
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    try (DatagramServer server =
            loom.datagramServer(_ -> new Semaphore(0).acquire())
                .bind(ANY)
                .onFailure((_, _, failure) -> failures.add(failure))
                .start();
        DatagramConnector client = loom.bind(ANY)) {
      send(client, address(server), "x");
      Await.until("it is handled", () -> server.receivedDatagrams() == 1);
      assertThat(server.drain(Deadline.after(Duration.ofMillis(20)))).isFalse();
      server.await();
    }
    assertThat(failures).as("of what was cut").isEmpty();
  }

  @Test
  void handlerMayCloseItsServer() throws Exception {
    var self = new AtomicReference<DatagramServer>();
    try (DatagramServer server = loom.serveDatagrams(ANY, _ -> self.get().close());
        DatagramConnector client = loom.bind(ANY)) {
      self.set(server);
      send(client, address(server), "x");
      server.await();
    }
  }

  @Test
  void serverEndsWithItsConnectorOrToolkit() throws Exception {
    DatagramConnector own = loom.bind(ANY);
    try (DatagramServer server = loom.datagramServer(ECHO).bind(own).start()) {
      own.close();
      server.await();
    }
    Packetloom other = Packetloom.open();
    DatagramServer server = other.serveDatagrams(ANY, ECHO);
    other.close();
    server.await();
  }

  @Test
  void startThatFailsLeavesNothingOpen() throws Exception {
    try (DatagramConnector taken = loom.bind(ANY)) {
      int before = OpenDescriptors.count();
      for (int i = 0; i < 20; i++) {
        assertThatThrownBy(() -> loom.datagramServer(ECHO).bind(ANY).bind(taken.uri()).start())
            .isInstanceOf(AddressInUseException.class);
        assertThatIllegalArgumentException()
            .isThrownBy(() -> loom.serveDatagrams(ANY + "?blocking=no", ECHO))
            .withMessageContaining("blocking=no");
      }
      Await.until("descriptors are closed", () -> OpenDescriptors.count() <= before + 10);
    }
    assertThatThrownBy(() -> loom.datagramServer(ECHO).start())
        .isInstanceOf(IllegalStateException.class);
    DatagramServer.Builder builder = loom.datagramServer(ECHO);
    assertThatIllegalArgumentException().isThrownBy(() -> builder.workers(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.largestDatagram(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.reusePort(0));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.UnresolvedHostException;
import org.packetloom.platform.Platforms;
import org.packetloom.spi.NameResolver;
import org.packetloom.suite.Task;

/** Resolvers of the user's own stand in for the system, and name what has no scheme. */
class NameResolverTest extends ToolkitTest {
  private static InetAddress[] onlyLoopback(String host) throws java.net.UnknownHostException {
    if (!host.equals("known")) {
      throw new java.net.UnknownHostException("'" + host + "' is not known");
    }
    return new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
  }

  private static Packetloom open(String scheme, NameResolver resolver) throws Exception {
    LoomBuilder builder = new LoomBuilder();
    builder.resolver(scheme, resolver);
    return builder.open(Platforms.current(), NameResolverTest::onlyLoopback);
  }

  private static NameResolver answering(String... uris) {
    return (_, _) -> {
      List<ConnectorUri> answers = new ArrayList<>();
      for (String uri : uris) {
        answers.add(ConnectorUri.parse(uri));
      }
      return answers;
    };
  }

  private static void assertResolves(Packetloom loom, String uri, String... answers)
      throws IOException {
    assertThat(loom.resolve(uri)).extracting(ConnectorUri::toString).containsExactly(answers);
  }

  @Test
  void withoutResolverLiteralsAndUrisWithoutNamesStandForThemselves() throws Exception {
    try (var loom = open("svc", answering("tcp://known:1"))) {
      assertResolves(loom, "tcp://127.0.0.1:80?nodelay=no#x", "tcp4://127.0.0.1:80?nodelay=no#x");
      assertResolves(loom, "tcp://[0:0::1]", "tcp6://[::1]");
      assertResolves(loom, "TCP4://127.0.0.1:80", "tcp4://127.0.0.1:80");
      assertResolves(loom, "tcp://[::ffff:127.0.0.1]:80", "tcp4://127.0.0.1:80");
      assertResolves(loom, "tcp://:80", "tcp://:80");
      assertResolves(loom, "unix:///a/./b?backlog=7", "local:///a/./b?backlog=7");
      assertResolves(loom, "anon://", "anon://");
    }
  }

  @Test
  void namesResolveToAllAddressesOfTheFamily() throws Exception {
    Resolver.LookUp both =
        _ ->
            new InetAddress[] {
              InetAddress.ofLiteral("127.0.0.1"),
              InetAddress.ofLiteral("::1"),
              InetAddress.ofLiteral("127.0.0.1")
            };
    try (var loom = new LoomBuilder().open(Platforms.current(), both)) {
      assertResolves(
          loom,
          "tcp://Both:80?linger=3#f",
          "tcp4://127.0.0.1:80?linger=3#f",
          "tcp6://[::1]:80?linger=3#f");
      assertResolves(loom, "tcp6://both:80", "tcp6://[::1]:80");
      assertResolves(loom, "tcp4://both", "tcp4://127.0.0.1");
      assertResolves(loom, "udp://both:80", "udp4://127.0.0.1:80", "udp6://[::1]:80");
      assertResolves(loom, "udp6://both:80#f", "udp6://[::1]:80#f");
    }
  }

  @Test
  void aResolverIsAskedForNamesInPlaceOfTheSystem() throws Exception {
    try (var plain = Packetloom.open();
        var listener = plain.listen("tcp4://127.0.0.1:0");
        var loom = open("tcp", answering(listener.uri().toString()));
        var stream = loom.connect("tcp://orders");
        var accepted = listener.accept()) {
      assertRoundTrip(stream, accepted);
      assertThat(stream.uri()).isEqualTo(listener.uri());
      assertThatThrownBy(() -> loom.connect("tcp4://orders:1").close())
          .as("registered for tcp alone")
          .isInstanceOf(UnresolvedHostException.class);
    }
  }

  @Test
  void aResolverIsNotAskedForLiterals() throws Exception {
    NameResolver never =
        (uri, _) -> {
          throw new AssertionError("asked for " + uri);
        };
    try (var loom = open("tcp", never)) {
      assertResolves(loom, "tcp://127.0.0.1:9", "tcp4://127.0.0.1:9");
      assertResolves(loom, "tcp://[::1]:9", "tcp6://[::1]:9");
    }
  }

  @Test
  void aResolverMayLeaveTheQuestionToTheSystem() throws Exception {
    try (var loom = open("tcp", (uri, _) -> List.of(uri))) {
      assertResolves(loom, "tcp://known:9", "tcp4://127.0.0.1:9");
      assertThatThrownBy(() -> loom.resolve("tcp://unknown:9"))
          .isInstanceOf(UnresolvedHostException.class)
          .hasMessageContaining("'unknown'");
    }
  }

  @Test
  void answersThatHaveNoAddressAreLeftOutAsLongAsOneHas() throws Exception {
    try (var loom = open("tcp", answering("tcp://gone:1", "tcp://known:2", "tcp4://[::1]:3"))) {
      assertThatThrownBy(() -> loom.resolve("tcp://x")).hasMessageContaining("IPv4");
    }
    try (var loom = open("tcp", answering("tcp://gone:1", "tcp://known:2", "tcp6://[::1]:3"))) {
      assertResolves(loom, "tcp://x:7?linger=1", "tcp4://127.0.0.1:2", "tcp6://[::1]:3");
    }
    try (var loom = open("tcp", answering("tcp://gone:1", "tcp://away:2"))) {
      assertThatThrownBy(() -> loom.resolve("tcp://x"))
          .isInstanceOf(UnresolvedHostException.class)
          .hasMessageContaining("'gone'")
          .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageContaining("'away'"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local:///x", "udp4://127.0.0.1:1", "tcp://:9", "svc://x"})
  void anAnswerOfAnotherKindIsNamed(String answer) throws Exception {
    try (var loom = open("tcp", answering(answer))) {
      assertThatThrownBy(() -> loom.connect("tcp://x:1").close())
          .isInstanceOf(UnresolvedHostException.class)
          .hasMessageContaining(answer);
    }
  }

  @Test
  void whatAResolverThrowsReachesTheCaller() throws Exception {
    EOFException failure = new EOFException("directory ended");
    NameResolver failing =
        (uri, _) -> {
          if (uri.toString().contains("checked")) {
            throw failure;
          }
          throw new IllegalStateException("broken");
        };
    try (var loom = open("tcp", failing)) {
      assertThatThrownBy(() -> loom.connect("tcp://checked:1").close()).isSameAs(failure);
      assertThatThrownBy(() -> loom.connect("tcp://other:1").close())
          .isInstanceOf(UnresolvedHostException.class)
          .hasMessageContaining("tcp://other:1")
          .hasRootCauseMessage("broken");
    }
  }

  @Test
  void anEmptyOrSpoiltAnswerIsAFailure() throws Exception {
    NameResolver bad =
        (uri, _) ->
            uri.toString().contains("empty") ? List.of() : Arrays.asList((ConnectorUri) null);
    try (var loom = open("tcp", bad)) {
      for (String host : List.of("empty", "spoilt")) {
        assertThatThrownBy(() -> loom.resolve("tcp://" + host + ":1"))
            .isInstanceOf(UnresolvedHostException.class)
            .hasMessageContaining(host);
      }
    }
  }

  @Test
  void theDeadlineOfTheCallIsAmbientInTheResolver() throws Exception {
    AtomicReference<Deadline> seen = new AtomicReference<>();
    NameResolver looking =
        (_, context) -> {
          assertThat(context.openDeadline()).isEqualTo(Deadline.current());
          seen.set(Deadline.current());
          return List.of();
        };
    Deadline deadline = Deadline.after(Duration.ofMinutes(1));
    try (var loom = open("tcp", looking)) {
      assertThatThrownBy(() -> loom.connector("tcp://x:1").deadline(deadline).resolve())
          .isInstanceOf(UnresolvedHostException.class);
      assertThat(seen).hasValue(deadline);
    }
  }

  @Test
  void aResolverIsInterruptedWhenItsCallerLeaves() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    NameResolver slow =
        (_, _) -> {
          running.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException _) {
            interrupted.countDown();
          }
          return List.of();
        };
    try (var loom = open("tcp", slow)) {
      var asking = start(() -> loom.resolve("tcp://x:1"));
      running.await();
      asking.interrupt();
      asking.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
      interrupted.await(); // a watchdog ends the test if it does not come
    }
  }

  @Test
  void resolversThatResolveOtherNamesDoNotHoldOneAnotherUp() throws Exception {
    CountDownLatch allRun = new CountDownLatch(LookUpThreads.MOST_AWAITED);
    NameResolver nested =
        (uri, context) -> {
          allRun.countDown();
          try {
            allRun.await(); // now every thread is taken
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          return context
              .packetloom()
              .resolve("tcp4://known:" + uri.parameter("port").orElseThrow());
        };
    try (var loom = open("svc", nested)) {
      List<Task<List<ConnectorUri>>> all = new ArrayList<>();
      for (int i = 1; i <= LookUpThreads.MOST_AWAITED; i++) {
        int port = i;
        all.add(start(() -> loom.resolve("svc://x?port=" + port)));
      }
      for (int i = 1; i <= all.size(); i++) {
        assertThat(all.get(i - 1).result()).hasToString("[tcp4://127.0.0.1:" + i + "]");
      }
    }
  }

  @Test
  void aSchemeWithAResolverAloneConnectsToItsAnswers() throws Exception {
    try (var dead = new RefusingPort();
        var plain = Packetloom.open();
        var listener = plain.listen("local:///%00packetloom-" + System.nanoTime());
        var loom = open("svc", answering(dead.uri(), listener.uri().toString()));
        var stream = loom.connect("svc://orders/eu?zone=7");
        var accepted = listener.accept()) {
      assertRoundTrip(stream, accepted);
      assertThat(stream.uri()).isEqualTo(listener.uri());
      assertThatThrownBy(() -> loom.listen("svc://orders").close())
          .isInstanceOf(CapabilityException.class)
          .hasMessageContaining("svc");
    }
  }

  @Test
  void resolversThatSendOnInACircleFail() throws Exception {
    LoomBuilder builder = new LoomBuilder();
    builder.resolver("ping", answering("pong://a")).resolver("pong", answering("ping://a"));
    try (var loom = builder.open()) {
      assertThatThrownBy(() -> loom.connect("ping://a").close())
          .isInstanceOf(UnresolvedHostException.class)
          .hasMessageContaining("circle");
    }
    try (var loom = open("svc", (uri, _) -> List.of(uri))) {
      assertResolves(loom, "svc://a", "svc://a");
      assertThatThrownBy(() -> loom.connect("svc://a").close())
          .isInstanceOf(UnresolvedHostException.class)
          .hasMessageContaining("svc://a");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Tcp", "1a", "a b", "local", "unix", "fifo", "anon", "fd", "tun"})
  void aResolverForWhatHasNoNamesIsRefused(String scheme) {
    assertThatThrownBy(() -> Packetloom.builder().resolver(scheme, answering()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + scheme + "'");
  }

  @Test
  void aSecondResolverAndNoneAreRefused() {
    Packetloom.Builder builder = Packetloom.builder().resolver("tcp", answering());
    assertThatThrownBy(() -> builder.resolver("tcp", answering()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'tcp'");
    assertThatThrownBy(() -> builder.resolver("tcp4", null))
        .isInstanceOf(NullPointerException.class);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.ConnectionRefusedException;
import org.packetloom.ConnectorUri;
import org.packetloom.ConnectorUriException;
import org.packetloom.NativeFailure;
import org.packetloom.Packetloom;
import org.packetloom.platform.Platforms;
import org.packetloom.suite.Task;

/** Connecting to a name with several addresses: which one is taken, and what is said if none is. */
class AddressRaceTest extends RaceTest {
  @EachEngine
  void anAddressThatDoesNotAnswerIsOvertakenByTheNext(String engine, String poller)
      throws Exception {
    try (var hole = new BlackHole();
        var plain = Packetloom.open();
        var listener = plain.listen("tcp4://127.0.0.1:0");
        var loom =
            racing(
                builder(engine, poller),
                Looms.platform(poller),
                hole.uri(),
                listener.uri().toString())) {
      warmUp(loom);
      assertLeavesNothing(
          () -> {
            try (var stream = loom.connect(RACE + "?attempt-delay=30ms");
                var accepted = listener.accept()) {
              assertThat(stream.uri().target()).isEqualTo(listener.uri().target());
              assertThat(stream.peerAddress()).isEqualTo(listener.localAddress());
              assertRoundTrip(stream, accepted);
              assertThat(connectors(loom)).as("the stream").hasSize(1);
            }
          });
    }
  }

  @Test
  void theNextAddressHasToWaitForItsTurn() throws Exception {
    try (var hole = new BlackHole();
        var plain = Packetloom.open();
        var listener = plain.listen("tcp4://127.0.0.1:0");
        var loom = racing(hole.uri(), listener.uri().toString())) {
      long begin = System.nanoTime();
      try (var stream = loom.connector(RACE).attemptDelay(Duration.ofMillis(80)).connect()) {
        assertThat(stream.isOpen()).isTrue();
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(80_000_000);
      }
    }
  }

  @Test
  void theNextAddressBeginsAtOnceWhenTheOneBeforeFailed() throws Exception {
    try (var refusing = new RefusingPort();
        var alsoRefusing = new RefusingPort();
        var plain = Packetloom.open();
        var listener = plain.listen("tcp4://127.0.0.1:0");
        var loom =
            racing(
                new LoomBuilder(),
                new HeldPlatform(),
                refusing.uri(),
                alsoRefusing.uri(),
                listener.uri().toString());
        var stream = loom.connect(RACE);
        var accepted = listener.accept()) {
      assertRoundTrip(stream, accepted);
    }
  }

  @Test
  void theFirstAddressToAnswerIsTakenAndNoOtherIsAttempted() throws Exception {
    try (var plain = Packetloom.open();
        var first = plain.listen("tcp6://[::1]:0");
        var second = plain.listen("tcp4://127.0.0.1:0");
        var loom =
            racing(
                new LoomBuilder(),
                new HeldPlatform(),
                first.uri().toString(),
                second.uri().toString());
        var stream = loom.connect(RACE);
        var accepted = first.accept()) {
      assertRoundTrip(stream, accepted);
      assertThat(stream.uri()).isEqualTo(first.uri());
      assertThat(second.tryAccept()).isEmpty();
    }
  }

  @Test
  void ofTheSystemsAddressesVersion6IsFirst() throws Exception {
    Resolver.LookUp names =
        _ ->
            new InetAddress[] {
              InetAddress.ofLiteral("127.0.0.1"),
              InetAddress.ofLiteral("127.0.0.2"),
              InetAddress.ofLiteral("::1")
            };
    try (var loom = new LoomBuilder().open(new HeldPlatform(), names);
        var listener = loom.listen("tcp://:0");
        var stream = loom.connect("tcp://some.name:" + port(listener))) {
      assertThat(stream.uri()).hasToString("tcp6://[::1]:" + port(listener));
    }
  }

  @Test
  void ofTheSystemsAddressesTheFirstIsListenedOn() throws Exception {
    Resolver.LookUp names =
        _ -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("::1")};
    try (var loom = new LoomBuilder().open(Platforms.current(), names);
        var listener = loom.listen("tcp://some.name:0")) {
      assertThat(listener.uri()).hasToString("tcp4://127.0.0.2:" + port(listener));
    }
  }

  @Test
  void localhostConnectsWhicheverFamilyListens() throws Exception {
    try (var loom = Packetloom.open();
        var four = loom.listen("tcp4://127.0.0.1:0");
        var byName = loom.listen("tcp://localhost:0");
        var first = loom.connect("tcp://localhost:" + port(four));
        var second = loom.connect("tcp://localhost:" + port(byName));
        var hostless = loom.connect("tcp://:" + port(four))) {
      assertThat(first.uri()).isEqualTo(four.uri());
      assertThat(second.uri()).isEqualTo(byName.uri());
      assertThat(hostless.uri()).isEqualTo(four.uri());
    }
  }

  @Test
  void familiesTakeTurns() throws Exception {
    try (var refusing = new RefusingPort();
        var loom =
            racing(
                refusing.uri(),
                refusing.uri().replace("0.0.1", "0.0.2"),
                refusing.uri().replace("0.0.1", "0.0.3"),
                "tcp6://[::1]:" + refusing.port())) {
      int port = refusing.port();
      assertThatThrownBy(() -> loom.connect(RACE).close())
          .hasMessageContaining(
              RACE
                  + " (127.0.0.1:%1$d ECONNREFUSED, [::1]:%1$d ECONNREFUSED, 127.0.0.2:%1$d "
                      .formatted(port))
          .hasMessageContaining(", 127.0.0.3:%d ECONNREFUSED): ECONNREFUSED".formatted(port));
    }
  }

  @Test
  void ifAllRefuseTheFailureSaysSoAndNamesEach() throws Exception {
    try (var one = new RefusingPort();
        var two = new RefusingPort();
        var loom = racing(one.uri(), two.uri())) {
      warmUp(loom);
      assertLeavesNothing(
          () ->
              assertThatThrownBy(() -> loom.connect(RACE).close())
                  .isInstanceOf(ConnectionRefusedException.class)
                  .hasMessageContaining("127.0.0.1:" + one.port() + " ECONNREFUSED")
                  .hasMessageContaining("127.0.0.1:" + two.port() + " ECONNREFUSED")
                  .satisfies(
                      failure ->
                          assertThat(failure.getSuppressed())
                              .extracting(Throwable::getMessage)
                              .satisfiesExactly(
                                  m -> assertThat(m).startsWith("connect " + one.uri() + ": "),
                                  m -> assertThat(m).startsWith("connect " + two.uri() + ": "))));
    }
  }

  @Test
  void anAnswerTellsMoreThanAWayThatIsMissing() throws Exception {
    try (var refusing = new RefusingPort();
        var loom =
            racing(
                "tcp4://255.255.255.255:1", // EACCES or ENETUNREACH
                refusing.uri(),
                "tcp6://[fe80::1]:1")) { // EINVAL: the zone is missing
      assertThatThrownBy(() -> loom.connect(RACE).close())
          .isInstanceOf(ConnectionRefusedException.class)
          .isInstanceOfSatisfying(
              NativeFailure.class, f -> assertThat(f.errorName()).isEqualTo("ECONNREFUSED"))
          .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(3));
    }
  }

  @Test
  void twentyAddressesAreTriedInTurnAndAllNamed() throws Exception {
    List<RefusingPort> refusing = new ArrayList<>();
    try (var plain = Packetloom.open();
        var listener = plain.listen("tcp4://127.0.0.1:0")) {
      for (int i = 0; i < 20; i++) {
        refusing.add(new RefusingPort());
      }
      String[] dead = refusing.stream().map(RefusingPort::uri).toArray(String[]::new);
      try (var loom = racing(dead)) {
        warmUp(loom);
        assertLeavesNothing(
            () ->
                assertThatThrownBy(() -> loom.connect(RACE).close())
                    .isInstanceOf(ConnectionRefusedException.class)
                    .hasMessageContainingAll(
                        refusing.stream().map(r -> ":" + r.port() + " ").toArray(String[]::new))
                    .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(20)));
      }
      dead[19] = listener.uri().toString();
      try (var loom = racing(dead);
          var stream = loom.connect(RACE);
          var accepted = listener.accept()) {
        assertRoundTrip(stream, accepted);
      }
    } finally {
      for (RefusingPort each : refusing) {
        each.close();
      }
    }
  }

  @Test
  void manyThatDoNotAnswerAreOvertakenTogether() throws Exception {
    try (var one = new BlackHole();
        var two = new BlackHole();
        var three = new BlackHole();
        var plain = Packetloom.open();
        var listener = plain.listen("tcp4://127.0.0.1:0");
        var other = plain.listen("tcp4://127.0.0.1:0")) {
      List<String> uris = new ArrayList<>(List.of(one.uri(), two.uri(), three.uri()));
      uris.add(listener.uri().toString());
      uris.add(other.uri().toString());
      try (var loom = racing(uris.toArray(String[]::new))) {
        warmUp(loom);
        assertLeavesNothing(
            () -> {
              try (var stream = loom.connect(RACE + "?attempt-delay=10ms")) {
                assertThat(stream.isOpen()).isTrue();
              }
            });
      }
    }
  }

  @Test
  void aPlatformThreadRacesToo() throws Exception {
    try (var hole = new BlackHole();
        var plain = Packetloom.open();
        var listener = plain.listen("tcp4://127.0.0.1:0");
        var loom = racing(hole.uri(), listener.uri().toString())) {
      var connect =
          Task.start(
              Thread.ofPlatform().factory(), () -> loom.connect(RACE + "?attempt-delay=20ms"));
      try (var stream = connect.result();
          var accepted = listener.accept()) {
        assertRoundTrip(stream, accepted);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void completionInPlaceOfReadinessRacesToo(boolean isEager) throws Exception {
    try (var hole = new BlackHole();
        var refusing = new RefusingPort();
        var plain = Packetloom.open();
        var listener = plain.listen("tcp4://127.0.0.1:0")) {
      LoomBuilder builder = builder("thread", ProactorPoller.NAME);
      try (var loom =
              racing(
                  builder,
                  new ProactorPlatform(isEager, org.packetloom.suite.Seed.VALUE),
                  refusing.uri(),
                  hole.uri(),
                  listener.uri().toString());
          var stream = loom.connect(RACE + "?attempt-delay=20ms");
          var accepted = listener.accept()) {
        assertRoundTrip(stream, accepted);
        assertThat(connectors(loom)).hasSize(1);
      }
    }
  }

  @Test
  void theNearEndsFamilyDecidesWhichAddressesFit() throws Exception {
    try (var plain = Packetloom.open();
        var six = plain.listen("tcp6://[::1]:0");
        var four = plain.listen("tcp4://127.0.0.1:0");
        var loom = racing(six.uri().toString(), four.uri().toString());
        var stream =
            loom.connector(RACE).localAddress(new InetSocketAddress("127.0.0.5", 0)).connect()) {
      assertThat(stream.uri()).isEqualTo(four.uri());
      assertThat(((InetSocketAddress) stream.localAddress().orElseThrow()).getHostString())
          .isEqualTo("127.0.0.5");
    }
  }

  @Test
  void aSchemeOfTcpAnswersAloneRaces() throws Exception {
    LoomBuilder builder = new LoomBuilder();
    try (var hole = new BlackHole();
        var plain = Packetloom.open();
        var listener = plain.listen("tcp4://127.0.0.1:0")) {
      List<ConnectorUri> answers =
          List.of(
              ConnectorUri.parse(hole.uri()),
              ConnectorUri.parse(listener.uri() + "?nodelay=no&read-timeout=10ms"));
      builder.resolver("svc", (_, _) -> answers);
      try (var loom = builder.open();
          var stream =
              loom.connector("svc://orders").attemptDelay(Duration.ofMillis(20)).connect();
          var accepted = listener.accept()) {
        writeByte(stream, 1);
        assertThat(readByte(accepted)).isEqualTo(1);
        assertThat(stream.option(java.net.StandardSocketOptions.TCP_NODELAY))
            .as("the answer's own")
            .isFalse();
        assertThatThrownBy(() -> readByte(stream)).hasMessageContaining("timed out");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"9ms", "2001ms", "0s", "fast", "-1s"})
  void anAttemptDelayOutOfRangeIsRefused(String delay) throws Exception {
    try (var loom = Packetloom.open()) {
      assertThatThrownBy(() -> loom.connect("tcp://127.0.0.1:1?attempt-delay=" + delay).close())
          .isInstanceOf(ConnectorUriException.class)
          .hasMessageContaining("attempt-delay=" + delay);
      assertThat(ConnectorUri.parse("tcp://a?attempt-delay=2000ms").canonical())
          .hasToString("tcp://a?attempt-delay=2s");
      for (int millis : new int[] {9, 2001, -1}) {
        assertThatThrownBy(
                () -> loom.connector("tcp://a:1").attemptDelay(Duration.ofMillis(millis)))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void oneAddressNeedsNoRace() throws Exception {
    try (var refusing = new RefusingPort();
        var loom = racing(refusing.uri())) {
      assertThatThrownBy(() -> loom.connect(RACE).close())
          .isInstanceOf(ConnectionRefusedException.class)
          .hasMessageStartingWith("connect " + refusing.uri() + ": ECONNREFUSED at once")
          .satisfies(failure -> assertThat(failure.getSuppressed()).isEmpty());
    }
  }
}

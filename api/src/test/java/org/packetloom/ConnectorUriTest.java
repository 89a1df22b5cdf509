// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Parameters, equality, and putting URIs together; the tables test the grammar. */
class ConnectorUriTest {
  private static ConnectorUri parse(String text) throws ConnectorUriException {
    return ConnectorUri.parse(text);
  }

  private static ConnectorTarget.Host host(String host, String zone, String service) {
    return new ConnectorTarget.Host(host, zone, service);
  }

  @Test
  void parametersKeepTheirOrderAndLowerTheirNames() throws Exception {
    ConnectorUri uri = parse("tcp://h:1?NoDelay&x=A%20b&linger=off");

    assertThat(uri.parameters())
        .containsExactly(
            Map.entry("nodelay", "yes"), Map.entry("x", "A b"), Map.entry("linger", "off"));
    assertThat(uri.parameter("x")).contains("A b");
    assertThat(uri.parameter("y")).isEmpty();
    assertThat(uri.parameters()).isUnmodifiable();
  }

  @Test
  void durationIsReadInEachUnit() throws Exception {
    ConnectorUri uri = parse("my://?a=100us&b=250ms&c=30s&d=5m&e=1h&f=0s&g=2H");

    assertThat(uri.duration("a")).contains(Duration.ofNanos(100_000));
    assertThat(uri.duration("b")).contains(Duration.ofMillis(250));
    assertThat(uri.duration("c")).contains(Duration.ofSeconds(30));
    assertThat(uri.duration("d")).contains(Duration.ofMinutes(5));
    assertThat(uri.duration("e")).contains(Duration.ofHours(1));
    assertThat(uri.duration("f")).contains(Duration.ZERO);
    assertThat(uri.duration("g")).contains(Duration.ofHours(2));
    assertThat(uri.duration("h")).isEmpty();
  }

  @Test
  void longestDurationIsTheRangeOfLongNanoseconds() throws Exception {
    assertThat(parse("my://?t=9223372036854775us").duration("t"))
        .contains(Duration.ofNanos(9_223_372_036_854_775_000L));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse("my://?t=9223372036854776us").duration("t"))
        .withMessageContaining("t=9223372036854776us");
  }

  @Test
  void numbersAndSwitchesAreReadByName() throws Exception {
    ConnectorUri uri = parse("tcp://h:1?backlog=128&linger=off&nodelay=TRUE&keepalive=0");

    assertThat(uri.integer("backlog")).isEqualTo(OptionalInt.of(128));
    assertThat(uri.integer("linger")).isEqualTo(OptionalInt.of(-1));
    assertThat(uri.integer("send-buffer")).isEqualTo(OptionalInt.empty());
    assertThat(uri.flag("nodelay")).contains(true);
    assertThat(uri.flag("keepalive")).contains(false);
    assertThat(uri.flag("reuse-address")).isEmpty();
  }

  @Test
  void wrongValueOfParameterNotKnownToParseIsNamedByItsReader() throws Exception {
    ConnectorUri uri = parse("my://?x=odd");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> uri.integer("x"))
        .withMessageContaining("x=odd");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> uri.flag("x"))
        .withMessageContaining("x=odd");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> uri.duration("x"))
        .withMessageContaining("x=odd");
  }

  @Test
  void behaviourDefaultsByScheme() throws Exception {
    assertThat(parse("tcp://h:1").behaviour()).isEqualTo(Behaviour.STREAM);
    assertThat(parse("udp://h:1").behaviour()).isEqualTo(Behaviour.DATAGRAM);
    assertThat(parse("local://").behaviour()).isEqualTo(Behaviour.STREAM);
    assertThat(parse("tun://").behaviour()).isEqualTo(Behaviour.DATAGRAM);
    assertThat(parse("my://").behaviour()).isEqualTo(Behaviour.STREAM);
    assertThat(parse("local://?behaviour=dgram").behaviour()).isEqualTo(Behaviour.DATAGRAM);
    assertThat(parse("local://?behaviour=seqpacket").behaviour()).isEqualTo(Behaviour.SEQPACKET);
    assertThat(parse("my://?behaviour=datagram").behaviour()).isEqualTo(Behaviour.DATAGRAM);
  }

  @Test
  void generalParametersHaveAccessors() throws Exception {
    assertThat(parse("anon://").isBlocking()).isTrue();
    assertThat(parse("anon://?blocking=no").isBlocking()).isFalse();
    assertThat(parse("anon://").interruptPolicy()).isEmpty();
    assertThat(parse("anon://?interrupt=keep-open").interruptPolicy())
        .contains(InterruptPolicy.KEEP_OPEN);
    assertThat(parse("anon://?interrupt=Close").interruptPolicy()).contains(InterruptPolicy.CLOSE);
    assertThat(parse("anon://?interrupt=defer").interruptPolicy()).contains(InterruptPolicy.DEFER);
    assertThat(parse("anon://#a%20b").fragment()).contains("a b");
    assertThat(parse("anon://#").fragment()).isEqualTo(Optional.empty());
  }

  @Test
  void unknownParameterIsNamedUnlessItIsDeclared() throws Exception {
    ConnectorUri uri = parse("tcp://h:1?nodelay&behavior=stream");

    assertThatExceptionOfType(ConnectorUriException.class)
        .isThrownBy(() -> uri.ensureParametersKnown(Set.of("other")))
        .withMessageContaining("behavior=stream")
        .withMessageContaining("behaviour")
        .withMessageContaining("other");
    assertThatNoException().isThrownBy(() -> uri.ensureParametersKnown(Set.of("behavior")));
  }

  @Test
  void parameterOfAnotherSchemeIsUnknown() throws Exception {
    assertThatExceptionOfType(ConnectorUriException.class)
        .isThrownBy(() -> parse("fifo:///a?nodelay").ensureParametersKnown(Set.of()))
        .withMessageContaining("scheme fifo knows behaviour, blocking, connect-timeout, direction");
    assertThatExceptionOfType(ConnectorUriException.class)
        .isThrownBy(() -> parse("my://?mtu=1").ensureParametersKnown(Set.of()));
    assertThatNoException()
        .isThrownBy(() -> parse("my://?blocking&read-timeout=1s").ensureParametersKnown(Set.of()));
  }

  @Test
  void equalUrisMayBeSpelledDifferently() throws Exception {
    ConnectorUri one = parse("UNIX:///a%62?read-timeout=60s&send-buffer=1");
    ConnectorUri other = parse("local:///ab?send-buffer=01&read-timeout=1m&blocking=yes");

    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one).isNotEqualTo(parse("local:///ab"));
    assertThat(one).isNotEqualTo("local:///ab");
    assertThat(parse("tcp://h:1")).isNotEqualTo(parse("tcp4://h:1"));
    assertThat(parse("tcp://h:1#a")).isNotEqualTo(parse("tcp://h:1#b"));
  }

  @Test
  void targetsArePutTogetherWithEverythingEncoded() {
    assertThat(ConnectorUri.of("TCP", host("FE80:0::1", "eth 0%".replace(" ", ""), "80")))
        .hasToString("tcp://[fe80::1%25eth0%25]:80");
    assertThat(ConnectorUri.of("tcp", host("", "", ""))).hasToString("tcp://:0");
    assertThat(ConnectorUri.of("tcp", host("h", "", "0"))).hasToString("tcp://h");
    assertThat(ConnectorUri.of("unix", new ConnectorTarget.Path("/tmp/ä b?#%.s")))
        .hasToString("local:///tmp/%C3%A4%20b%3F%23%25.s");
    assertThat(ConnectorUri.of("local", new ConnectorTarget.Abstract(new byte[] {0, -1, '/', 'a'})))
        .hasToString("local:///%00%00%FF%2Fa");
    assertThat(ConnectorUri.of("local", new ConnectorTarget.Empty())).hasToString("local://");
    assertThat(ConnectorUri.of("my", new ConnectorTarget.Opaque("a@b/c", "/d e")))
        .hasToString("my://a%40b%2Fc/d%20e");
  }

  @Test
  void everyAbstractNameSurvives() {
    for (int value = 0; value < 256; value++) {
      var target = new ConnectorTarget.Abstract(new byte[] {(byte) value, 'x', (byte) value});
      assertThat(ConnectorUri.of("local", target).target()).isEqualTo(target);
    }
  }

  @Test
  void schemeOfTheUsersTakesAnyTarget() {
    assertThat(ConnectorUri.of("my", new ConnectorTarget.Path("/a")).target())
        .isEqualTo(new ConnectorTarget.Opaque("", "/a"));
    assertThat(ConnectorUri.of("my", host("::1", "", "80")).target())
        .isEqualTo(new ConnectorTarget.Opaque("[::1]:80", ""));
  }

  @Test
  void targetThatTheSchemeCannotHaveIsRejected() {
    assertRejected("tcp", new ConnectorTarget.Path("/a"), "/a");
    assertRejected("tcp", new ConnectorTarget.Empty(), "authority ''");
    assertRejected("tcp", new ConnectorTarget.Opaque("h:1", ""), "Opaque");
    assertRejected("anon", new ConnectorTarget.Path("/a"), "/a");
    assertRejected("fifo", new ConnectorTarget.Empty(), "path ''");
    assertRejected("local", new ConnectorTarget.Path("relative"), "relative");
    assertRejected("local", new ConnectorTarget.Path("/a\0b"), "%00");
    assertRejected("local", new ConnectorTarget.Path("/\0abstract"), "abstract");
    assertRejected("local", new ConnectorTarget.Path("/\ud800"), "surrogate");
    assertRejected("local", new ConnectorTarget.Abstract(new byte[108]), "at most 107");
    assertRejected("my", new ConnectorTarget.Opaque("", "relative"), "relative");
    assertRejected("no scheme", new ConnectorTarget.Empty(), "no scheme");
  }

  @Test
  void hostThatCannotBeIsRejected() {
    assertRejected("tcp", host("h", "eth0", "80"), "zone eth0");
    assertRejected("tcp", host("fe80::1%eth0", "", "80"), "fe80::1%eth0");
    assertRejected("tcp", host("[::1]", "", "80"), "[::1]");
    assertRejected("tcp", host("::g", "", "80"), "::g");
    assertRejected("tcp", host("h", "", "65536"), "65536");
    assertRejected("tcp", host("h", "", "80/x"), "80%2Fx");
    assertRejected("tcp", host("a/b", "", "80"), "a/b");
    assertRejected("tcp4", host("::1", "", "80"), "::1");
    assertRejected("tcp6", host("127.0.0.1", "", "80"), "127.0.0.1");
  }

  private static void assertRejected(String scheme, ConnectorTarget target, String named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConnectorUri.of(scheme, target))
        .withMessageContaining(named);
  }

  @Test
  void anotherTargetKeepsParametersAndFragment() throws Exception {
    ConnectorUri uri = parse("TCP://127.0.0.1:0?nodelay&x=%26+#f%20g");

    assertThat(uri.withTarget(host("127.0.0.1", "", "4321")))
        .hasToString("tcp://127.0.0.1:4321?nodelay=yes&x=%26%2B#f%20g")
        .isEqualTo(parse("tcp://127.0.0.1:4321?nodelay&x=%26+#f%20g"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> uri.withTarget(new ConnectorTarget.Empty()));
  }

  @Test
  void anotherSchemeKeepsEverythingElse() throws Exception {
    ConnectorUri uri = parse("tcp://[::1]:80?linger=5#f");

    assertThat(uri.withScheme("TCP6")).hasToString("tcp6://[::1]:80?linger=5#f");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> uri.withScheme("tcp4"))
        .withMessageContaining("::1");
    assertThatIllegalArgumentException().isThrownBy(() -> uri.withScheme("local"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse("my://h:1?behaviour=stream").withScheme("udp"))
        .withMessageContaining("behaviour=stream");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse("my://h:1").withScheme("tcp"))
        .withMessageContaining("Opaque");
  }

  @Test
  void builtInSchemesContainAliases() {
    assertThat(ConnectorUri.builtInSchemes())
        .contains("tcp", "udp6", "local", "unix", "fd", "filedesc", "tap")
        .isUnmodifiable();
  }

  @Test
  void missingTextIsRejected() {
    assertThatNullPointerException().isThrownBy(() -> parse(null));
  }
}

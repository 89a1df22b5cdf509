// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.ConnectorBuilder;
import org.packetloom.ConnectorOptions;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.ConnectorUri;
import org.packetloom.ConnectorUriException;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.TcpOptions;
import org.packetloom.spi.ParameterHandler;
import org.packetloom.spi.Scheme;

/** Query parameters of the user's own, in URIs of any scheme. */
class UserParametersTest extends ToolkitTest {
  private static final ParameterHandler NOTHING = (_, _, _) -> {};

  /** What a user would write: one word in a URI for several settings. */
  private static void profile(ConnectorUri uri, String value, ConnectorBuilder connector) {
    switch (value) {
      case "bulk" ->
          connector
              .option(StandardSocketOptions.SO_SNDBUF, 100_000)
              .option(StandardSocketOptions.SO_RCVBUF, 100_000);
      case "chat" -> connector.readTimeout(Duration.ofMillis(5));
      case "patient" -> connector.option(TcpOptions.TCP_KEEPCNT, 99);
      default -> throw new IllegalArgumentException("neither bulk nor chat nor patient");
    }
  }

  private static Packetloom open() throws IOException {
    return Packetloom.builder().parameter("profile", UserParametersTest::profile).open();
  }

  @Test
  void parameterSetsWhatItStandsForOnEveryScheme() throws IOException {
    try (Packetloom loom = open();
        Listener listener = loom.listen("tcp://127.0.0.1:0?profile=bulk");
        StreamConnector stream = loom.connect(listener.uri());
        StreamConnector accepted = listener.accept();
        Pair local = loom.pair("local://?PROFILE=bulk");
        Pair pipes = loom.pair("anon://?profile=chat")) {
      assertThat(stream.uri().parameter("profile")).hasValue("bulk");
      for (StreamConnector each : List.of(stream, accepted, local.first(), local.second())) {
        assertThat(each.option(StandardSocketOptions.SO_SNDBUF)).isEqualTo(100_000);
      }
      assertThatThrownBy(() -> readByte(pipes.first()))
          .isInstanceOf(ConnectorTimeoutException.class);
    }
  }

  @Test
  void builtInParametersWinOverItAndTheCallerOverBoth() throws IOException {
    String uri = "tcp://127.0.0.1:0?receive-buffer=50000&profile=bulk&send-buffer=60000";
    try (Packetloom loom = open();
        Listener listener =
            loom.connector(uri).option(StandardSocketOptions.SO_SNDBUF, 70_000).listen()) {
      assertThat(listener.option(StandardSocketOptions.SO_RCVBUF)).isEqualTo(50_000);
      assertThat(listener.option(StandardSocketOptions.SO_SNDBUF)).isEqualTo(70_000);
    }
  }

  @Test
  void wrongValuesAreRejectedNamingTheParameter() throws IOException {
    try (Packetloom loom = open()) {
      assertThatThrownBy(() -> loom.connect("tcp://127.0.0.1:1?profile=fast"))
          .isInstanceOf(ConnectorUriException.class)
          .hasMessageContaining("parameter 'profile=fast': neither bulk nor chat")
          .hasCauseInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> loom.listen("tcp://127.0.0.1:0?profile"))
          .isInstanceOf(ConnectorUriException.class)
          .hasMessageContaining("parameter 'profile=yes'");
      assertThatThrownBy(() -> loom.pair("local://?profile=patient"))
          .isInstanceOf(ConnectorUriException.class)
          .hasMessageContaining("parameter 'profile=patient': option TCP_KEEPCNT");
      assertThatThrownBy(() -> loom.pair("local://?profil=bulk"))
          .isInstanceOf(ConnectorUriException.class)
          .hasMessageContaining("parameter 'profil=bulk'")
          .hasMessageContaining("profile");
    }
  }

  @Test
  void handlersRunInTheOrderOfTheUri() throws IOException {
    List<String> order = new CopyOnWriteArrayList<>();
    ParameterHandler notes = (uri, value, _) -> order.add(uri.scheme() + " " + value);
    try (Packetloom loom =
        Packetloom.builder().parameter("a", notes).parameter("b.c-d_1", notes).open()) {
      loom.pair("anon://?b.c-d_1=first&a=s%20d").close();
    }
    assertThat(order).containsExactly("anon first", "anon s d");
  }

  @Test
  void mayAddAHook() throws IOException {
    ParameterHandler hook =
        (_, value, connector) ->
            connector.beforeBind(
                socket -> socket.option(ConnectorOptions.IP_TTL, Integer.parseInt(value)));
    try (Packetloom loom = Packetloom.builder().parameter("hops", hook).open();
        Listener listener = loom.listen("tcp4://127.0.0.1:0?hops=3")) {
      assertThat(listener.option(ConnectorOptions.IP_TTL)).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Profile", "a b", "a/b", "ä", "nodelay", "behaviour", "mtu", "taken"})
  void namesThatCannotBeAreRefused(String name) {
    Packetloom.Builder builder = Packetloom.builder().parameter("taken", NOTHING);
    assertThatThrownBy(() -> builder.parameter(name, NOTHING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("parameter '" + name + "'");
  }

  @Test
  void namesOfSchemesOfTheUserAreTaken() {
    Scheme scheme =
        new Scheme() {
          @Override
          public String name() {
            return "gate";
          }

          @Override
          public Set<String> parameters() {
            return Set.of("height");
          }
        };
    assertThatThrownBy(() -> Packetloom.builder().scheme(scheme).parameter("height", NOTHING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'height'");
    assertThatThrownBy(() -> Packetloom.builder().parameter("height", NOTHING).scheme(scheme))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'height'");
  }
}

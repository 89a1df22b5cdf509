// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.packetloom.AbstractSocketAddress;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;

/** Peers choose their names; what we print of them is one line and moves no terminal's cursor. */
class HostileNamesTest extends ToolkitTest {
  private static final String NAME = "x\r\n10:00 ERROR all is lost\033[2J\u009b31m\u202egnp";

  static Stream<SocketAddress> names() {
    String unique = NAME + ProcessHandle.current().pid();
    return Stream.of(
        AbstractSocketAddress.of(unique.getBytes(StandardCharsets.UTF_8)),
        UnixDomainSocketAddress.of("/tmp/" + unique));
  }

  private static void assertHarmless(String text) {
    assertThat(text.chars()).as(text).noneMatch(HostileNamesTest::isHarmful);
  }

  private static boolean isHarmful(int character) {
    return Character.isISOControl(character) || Character.getType(character) == Character.FORMAT;
  }

  @ParameterizedTest
  @MethodSource("names")
  @SuppressWarnings("try") // closed before the block ends: that is the test
  void aPeersNameIsOneLineWhereverItIsTold(SocketAddress own) throws Exception {
    try (Packetloom loom = open("virtual", "epoll");
        Listener listener = loom.listen("local:///%00");
        StreamConnector client = loom.connector(listener.uri()).localAddress(own).connect();
        StreamConnector served = listener.accept()) {
      assertThat(served.peerAddress()).as("it is told exactly").hasValue(own);
      assertHarmless(served.toString());
      assertThat(served.toString()).contains("x\\u000d\\u000a10:00 ERROR").contains("\\u001b[2J");
      loom.dump().lines().forEach(HostileNamesTest::assertHarmless);
      assertThat(loom.dump()).contains("ERROR").doesNotContain("\n10:00");
      client.close();
      served.close();
      assertThatThrownBy(() -> served.write(new byte[1]))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("\\u000a10:00")
          .satisfies(failure -> assertHarmless(failure.getMessage()));
    } finally {
      if (own instanceof UnixDomainSocketAddress file) {
        Files.deleteIfExists(file.getPath());
      }
    }
  }

  @Test
  void aPathOfBytesThatAreNoTextIsHarmlessToo() {
    byte[] path = {'/', (byte) 0x9b, '2', 'J', '\n', (byte) 0xff};
    assertThat(new UnspeakableAddress(path)).hasToString("/\\u009b2J\\u000a\u00ff");
  }

  @Test
  void threadsMayBeNamedAfterPeers() {
    assertThat(new Parked(NAME, 7, 0, Parked.NO_LIMIT).text("read"))
        .satisfies(HostileNamesTest::assertHarmless);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The options of a server socket. */
public interface ServerSettings extends SocketRow {
  @Test
  default void reuseAddressIsToldBack() throws Exception {
    try (ServerSocket server = sockets().newServerSocket()) {
      server.setReuseAddress(false);
      assertThat(server.getReuseAddress()).isFalse();
      server.setReuseAddress(true);
      assertThat(server.getReuseAddress()).isTrue();
      assertThat(server.getOption(StandardSocketOptions.SO_REUSEADDR)).isTrue();
    }
  }

  @Test
  default void theReceiveBufferIsAtLeastWhatWasAskedFor() throws Exception {
    try (ServerSocket server = sockets().newServerSocket()) {
      server.setReceiveBufferSize(50_000);
      assertThat(server.getReceiveBufferSize()).isGreaterThanOrEqualTo(50_000);
      assertThat(server.getOption(StandardSocketOptions.SO_RCVBUF))
          .isEqualTo(server.getReceiveBufferSize());
    }
  }

  @Test
  default void theReceiveBufferIsThatOfAcceptedSockets() throws Exception {
    assumeInternet();
    try (ServerSocket server = sockets().newServerSocket()) {
      server.setReceiveBufferSize(50_000);
      server.bind(sockets().vacantAddress());
      try (Socket client = connectTo(server);
          Socket accepted = server.accept()) {
        assertThat(accepted.getReceiveBufferSize()).isGreaterThanOrEqualTo(50_000);
        assertThat(client.isConnected()).isTrue();
      }
    }
  }

  @Test
  default void receiveBuffersBelowOneAreRejected() throws Exception {
    try (ServerSocket server = sockets().newServerSocket()) {
      assertThatIllegalArgumentException().isThrownBy(() -> server.setReceiveBufferSize(0));
      assertThatIllegalArgumentException().isThrownBy(() -> server.setReceiveBufferSize(-1));
    }
  }

  @Test
  default void performancePreferencesAreTaken() throws Exception {
    try (ServerSocket server = sockets().newServerSocket()) {
      server.setPerformancePreferences(0, 1, 2);
      assertThat(server.isBound()).isFalse();
    }
  }

  @Test
  default void buffersOfNoSizeByNameAreTheLeastOnes() throws Exception {
    try (ServerSocket socket = sockets().newServerSocket()) {
      socket.setOption(StandardSocketOptions.SO_RCVBUF, 0);
      assertThat(socket.getOption(StandardSocketOptions.SO_RCVBUF)).isPositive();
    }
  }

  @Test
  default void theUsualOptionsAreSupported() throws Exception {
    try (ServerSocket server = sockets().newServerSocket()) {
      assertThat(server.supportedOptions())
          .contains(StandardSocketOptions.SO_RCVBUF, StandardSocketOptions.SO_REUSEADDR);
    }
  }

  @Test
  default void everySupportedOptionCanBeRead() throws Exception {
    try (ServerSocket server = listen()) {
      for (SocketOption<?> option : server.supportedOptions()) {
        Object value = server.getOption(option);
        assertThat(value == null || option.type().isInstance(value)).as(option.name()).isTrue();
      }
    }
  }

  @Test
  default void optionsOfOtherSocketsAreRefused() throws Exception {
    try (ServerSocket server = sockets().newServerSocket()) {
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> server.getOption(StandardSocketOptions.IP_MULTICAST_LOOP));
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> server.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true));
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> server.getOption(new UnknownOption()));
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> server.setOption(new UnknownOption(), "x"));
    }
  }

  @Test
  default void missingNamesOfOptionsAreRejected() throws Exception {
    try (ServerSocket server = sockets().newServerSocket()) {
      assertThatNullPointerException().isThrownBy(() -> server.getOption(null));
      assertThatNullPointerException().isThrownBy(() -> server.setOption(null, 1));
    }
  }

  @Test
  default void valuesOutOfRangeAreRejected() throws Exception {
    try (ServerSocket server = sockets().newServerSocket()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> server.setOption(StandardSocketOptions.SO_RCVBUF, -1));
    }
  }

  @Test
  default void setOptionReturnsTheServerSocket() throws Exception {
    try (ServerSocket server = sockets().newServerSocket()) {
      assertThat(server.setOption(StandardSocketOptions.SO_RCVBUF, 10_000)).isSameAs(server);
    }
  }

  @Test
  default void optionsAreStillListedAfterClose() throws Exception {
    ServerSocket server = listen();
    var before = server.supportedOptions();
    server.close();
    assertThat(server.supportedOptions()).isEqualTo(before).isNotEmpty();
  }

  @Test
  default void everyCallOnAClosedServerSocketFails() throws Exception {
    ServerSocket server = listen();
    server.close();
    callsThatNeedAnOpenServer(server)
        .forEach(
            (name, call) ->
                assertThat(catchThrowable(call)).as(name).isInstanceOf(SocketException.class));
  }

  @Test
  default void everyCallOnAServerSocketThatIsClosedFreshFails() throws Exception {
    ServerSocket server = sockets().newServerSocket();
    server.close();
    callsThatNeedAnOpenServer(server)
        .forEach(
            (name, call) ->
                assertThat(catchThrowable(call)).as(name).isInstanceOf(SocketException.class));
  }

  private static Map<String, ThrowingCallable> callsThatNeedAnOpenServer(ServerSocket server) {
    Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
    calls.put("accept", server::accept);
    calls.put("bind", () -> server.bind(null));
    calls.put("getSoTimeout", server::getSoTimeout);
    calls.put("setSoTimeout", () -> server.setSoTimeout(1));
    calls.put("getReuseAddress", server::getReuseAddress);
    calls.put("setReuseAddress", () -> server.setReuseAddress(true));
    calls.put("getReceiveBufferSize", server::getReceiveBufferSize);
    calls.put("setReceiveBufferSize", () -> server.setReceiveBufferSize(1));
    calls.put("getOption", () -> server.getOption(StandardSocketOptions.SO_RCVBUF));
    calls.put("setOption", () -> server.setOption(StandardSocketOptions.SO_RCVBUF, 1));
    return calls;
  }

  @Test
  default void optionsAreSetWhileAnAcceptWaits() throws Exception {
    try (ServerSocket server = listen()) {
      var accepting = startWaiting(server::accept);
      server.setReceiveBufferSize(40_000);
      assertThat(server.getReceiveBufferSize()).isGreaterThanOrEqualTo(40_000);
      try (Socket client = connectTo(server);
          Socket accepted = accepting.result()) {
        assertTalk(new SocketEnds(client, accepted));
      }
    }
  }
}

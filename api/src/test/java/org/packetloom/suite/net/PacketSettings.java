// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The options of a datagram socket, bound or not. */
public interface PacketSettings extends PacketRow {
  @Test
  default void bufferSizesAreAtLeastWhatWasAskedFor() throws Exception {
    try (DatagramSocket socket = unbound()) {
      socket.setSendBufferSize(20_000);
      assertThat(socket.getSendBufferSize()).isGreaterThanOrEqualTo(20_000);
      assertThat(socket.getOption(StandardSocketOptions.SO_SNDBUF))
          .isEqualTo(socket.getSendBufferSize());
      socket.setReceiveBufferSize(30_000);
      assertThat(socket.getReceiveBufferSize()).isGreaterThanOrEqualTo(30_000);
      assertThat(socket.getOption(StandardSocketOptions.SO_RCVBUF))
          .isEqualTo(socket.getReceiveBufferSize());
    }
  }

  @Test
  default void bufferSizesBelowOneAreRejected() throws Exception {
    try (DatagramSocket socket = bound()) {
      for (int size : new int[] {0, -1}) {
        assertThatIllegalArgumentException().isThrownBy(() -> socket.setSendBufferSize(size));
        assertThatIllegalArgumentException().isThrownBy(() -> socket.setReceiveBufferSize(size));
      }
    }
  }

  @Test
  default void reuseAddressIsToldBack() throws Exception {
    try (DatagramSocket socket = unbound()) {
      socket.setReuseAddress(true);
      assertThat(socket.getReuseAddress()).isTrue();
      assertThat(socket.getOption(StandardSocketOptions.SO_REUSEADDR)).isTrue();
      socket.setReuseAddress(false);
      assertThat(socket.getReuseAddress()).isFalse();
    }
  }

  @Test
  default void broadcastIsToldBack() throws Exception {
    try (DatagramSocket socket = bound()) {
      socket.setBroadcast(false);
      assertThat(socket.getBroadcast()).isFalse();
      assertThat(socket.getOption(StandardSocketOptions.SO_BROADCAST)).isFalse();
      socket.setBroadcast(true);
      assertThat(socket.getBroadcast()).isTrue();
    }
  }

  @Test
  default void broadcastIsOnAtFirst() throws Exception {
    try (DatagramSocket socket = bound()) {
      assertThat(socket.getBroadcast()).isTrue();
    }
  }

  @Test
  default void aTrafficClassIsTaken() throws Exception {
    try (DatagramSocket socket = bound()) {
      socket.setTrafficClass(8);
      assertThat(socket.getTrafficClass()).isBetween(0, 255);
      assertThat(socket.getOption(StandardSocketOptions.IP_TOS))
          .isEqualTo(socket.getTrafficClass());
    }
  }

  @Test
  default void trafficClassesOutOfRangeAreRejected() throws Exception {
    try (DatagramSocket socket = bound()) {
      assertThatIllegalArgumentException().isThrownBy(() -> socket.setTrafficClass(-1));
      assertThatIllegalArgumentException().isThrownBy(() -> socket.setTrafficClass(256));
    }
  }

  @Test
  default void multicastOptionsAreToldBack() throws Exception {
    try (DatagramSocket socket = bound()) {
      socket.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 7);
      assertThat(socket.getOption(StandardSocketOptions.IP_MULTICAST_TTL)).isEqualTo(7);
      socket.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, false);
      assertThat(socket.getOption(StandardSocketOptions.IP_MULTICAST_LOOP)).isFalse();
      socket.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
      assertThat(socket.getOption(StandardSocketOptions.IP_MULTICAST_LOOP)).isTrue();
    }
  }

  @Test
  default void multicastOptionsHaveTheirUsualValuesAtFirst() throws Exception {
    try (DatagramSocket socket = bound()) {
      assertThat(socket.getOption(StandardSocketOptions.IP_MULTICAST_TTL)).isEqualTo(1);
      assertThat(socket.getOption(StandardSocketOptions.IP_MULTICAST_LOOP)).isTrue();
      assertThat(socket.getOption(StandardSocketOptions.IP_MULTICAST_IF)).isNull();
    }
  }

  @Test
  default void theInterfaceOfMulticastIsToldBack() throws Exception {
    NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
    try (DatagramSocket socket = bound()) {
      socket.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
      assertThat(socket.getOption(StandardSocketOptions.IP_MULTICAST_IF)).isEqualTo(loopback);
    }
  }

  @Test
  default void valuesOutOfRangeAreRejected() throws Exception {
    try (DatagramSocket socket = bound()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> socket.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 256));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> socket.setOption(StandardSocketOptions.IP_MULTICAST_TTL, -1));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> socket.setOption(StandardSocketOptions.SO_RCVBUF, -1));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> socket.setOption(StandardSocketOptions.IP_TOS, 256));
    }
  }

  @Test
  default void buffersOfNoSizeByNameAreTheLeastOnes() throws Exception {
    try (DatagramSocket socket = sockets().newDatagramSocket(null)) {
      socket.setOption(StandardSocketOptions.SO_RCVBUF, 0);
      assertThat(socket.getOption(StandardSocketOptions.SO_RCVBUF)).isPositive();
    }
  }

  @Test
  default void theUsualOptionsAreSupported() throws Exception {
    try (DatagramSocket socket = bound()) {
      assertThat(socket.supportedOptions())
          .contains(
              StandardSocketOptions.SO_SNDBUF,
              StandardSocketOptions.SO_RCVBUF,
              StandardSocketOptions.SO_REUSEADDR,
              StandardSocketOptions.SO_BROADCAST,
              StandardSocketOptions.IP_TOS,
              StandardSocketOptions.IP_MULTICAST_IF,
              StandardSocketOptions.IP_MULTICAST_TTL,
              StandardSocketOptions.IP_MULTICAST_LOOP);
    }
  }

  @Test
  default void everySupportedOptionCanBeRead() throws Exception {
    try (DatagramSocket socket = bound()) {
      for (SocketOption<?> option : socket.supportedOptions()) {
        Object value = socket.getOption(option);
        assertThat(value == null || option.type().isInstance(value)).as(option.name()).isTrue();
      }
    }
  }

  @Test
  default void optionsOfOtherSocketsAreRefused() throws Exception {
    try (DatagramSocket socket = bound()) {
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> socket.getOption(StandardSocketOptions.TCP_NODELAY));
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> socket.setOption(StandardSocketOptions.TCP_NODELAY, true));
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> socket.setOption(new UnknownOption(), "x"));
    }
  }

  @Test
  default void missingNamesOfOptionsAreRejected() throws Exception {
    try (DatagramSocket socket = bound()) {
      assertThatNullPointerException().isThrownBy(() -> socket.getOption(null));
      assertThatNullPointerException().isThrownBy(() -> socket.setOption(null, 1));
    }
  }

  @Test
  default void setOptionReturnsTheSocket() throws Exception {
    try (DatagramSocket socket = bound()) {
      assertThat(socket.setOption(StandardSocketOptions.SO_BROADCAST, true)).isSameAs(socket);
    }
  }

  @Test
  default void optionsAreStillListedAfterClose() throws Exception {
    DatagramSocket socket = bound();
    var before = socket.supportedOptions();
    socket.close();
    assertThat(socket.supportedOptions()).isEqualTo(before).isNotEmpty();
  }

  @Test
  default void everyCallOnAClosedSocketFails() throws Exception {
    DatagramSocket socket = bound();
    socket.close();
    callsThatNeedAnOpenSocket(socket)
        .forEach(
            (name, call) ->
                assertThat(catchThrowable(call)).as(name).isInstanceOf(SocketException.class));
  }

  @Test
  default void optionsByNameOfAClosedSocketFail() throws Exception {
    DatagramSocket socket = bound();
    socket.close();
    assertThatIOException()
        .isThrownBy(() -> socket.getOption(StandardSocketOptions.IP_MULTICAST_TTL));
    assertThatIOException()
        .isThrownBy(() -> socket.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1));
  }

  private Map<String, ThrowingCallable> callsThatNeedAnOpenSocket(DatagramSocket socket)
      throws IOException {
    Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
    calls.put("bind", () -> socket.bind(null));
    calls.put("send", () -> socket.send(packet(sockets().vacantAddress(), 1)));
    calls.put("receive", () -> socket.receive(room(1)));
    calls.put("getSoTimeout", socket::getSoTimeout);
    calls.put("setSoTimeout", () -> socket.setSoTimeout(1));
    calls.put("getSendBufferSize", socket::getSendBufferSize);
    calls.put("setSendBufferSize", () -> socket.setSendBufferSize(1));
    calls.put("getReceiveBufferSize", socket::getReceiveBufferSize);
    calls.put("setReceiveBufferSize", () -> socket.setReceiveBufferSize(1));
    calls.put("getReuseAddress", socket::getReuseAddress);
    calls.put("setReuseAddress", () -> socket.setReuseAddress(true));
    calls.put("getBroadcast", socket::getBroadcast);
    calls.put("setBroadcast", () -> socket.setBroadcast(true));
    calls.put("getTrafficClass", socket::getTrafficClass);
    calls.put("setTrafficClass", () -> socket.setTrafficClass(1));
    return calls;
  }
}

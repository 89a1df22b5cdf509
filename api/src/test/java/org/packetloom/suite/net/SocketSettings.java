// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import org.junit.jupiter.api.Test;
import org.packetloom.suite.Task;

/** The options of a socket, by name and by their own methods, in every state but closed. */
public interface SocketSettings extends SocketRow {
  /** A setting that is made and asked for. */
  @FunctionalInterface
  interface Setting {
    /** Makes and checks it. */
    void check(Socket socket) throws IOException;
  }

  /** Runs a check on a fresh socket, on a connected one, and on an accepted one. */
  default void inEveryState(Setting setting) throws IOException {
    try (ServerSocket server = listen();
        Socket socket = clientOf(server)) {
      setting.check(socket);
      socket.connect(nameOf(server));
      setting.check(socket);
      try (Socket accepted = server.accept()) {
        setting.check(accepted);
      }
    }
  }

  @Test
  default void noDelayIsToldBack() throws Exception {
    assumeInternet();
    inEveryState(
        socket -> {
          socket.setTcpNoDelay(true);
          assertThat(socket.getTcpNoDelay()).isTrue();
          assertThat(socket.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
          socket.setTcpNoDelay(false);
          assertThat(socket.getTcpNoDelay()).isFalse();
        });
  }

  @Test
  default void noDelayIsOffAtFirst() throws Exception {
    assumeInternet();
    try (Socket socket = sockets().newSocket();
        SocketEnds ends = open()) {
      assertThat(socket.getTcpNoDelay()).isFalse();
      assertThat(ends.near().getTcpNoDelay()).isFalse();
      assertThat(ends.far().getTcpNoDelay()).isFalse();
    }
  }

  @Test
  default void keepAliveIsToldBack() throws Exception {
    inEveryState(
        socket -> {
          assertThat(socket.getKeepAlive()).isFalse();
          socket.setKeepAlive(true);
          assertThat(socket.getKeepAlive()).isTrue();
          assertThat(socket.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
          socket.setKeepAlive(false);
          assertThat(socket.getKeepAlive()).isFalse();
        });
  }

  @Test
  default void reuseAddressIsOffAtFirst() throws Exception {
    try (Socket socket = sockets().newSocket()) {
      assertThat(socket.getReuseAddress()).isFalse();
    }
  }

  @Test
  default void reuseAddressIsToldBack() throws Exception {
    try (Socket socket = sockets().newSocket()) {
      socket.setReuseAddress(true);
      assertThat(socket.getReuseAddress()).isTrue();
      assertThat(socket.getOption(StandardSocketOptions.SO_REUSEADDR)).isTrue();
      socket.setReuseAddress(false);
      assertThat(socket.getReuseAddress()).isFalse();
    }
  }

  @Test
  default void lingerIsToldBack() throws Exception {
    inEveryState(
        socket -> {
          assertThat(socket.getSoLinger()).isEqualTo(-1);
          socket.setSoLinger(true, 7);
          assertThat(socket.getSoLinger()).isEqualTo(7);
          assertThat(socket.getOption(StandardSocketOptions.SO_LINGER)).isEqualTo(7);
          socket.setSoLinger(true, 0);
          assertThat(socket.getSoLinger()).isZero();
          socket.setSoLinger(false, 5);
          assertThat(socket.getSoLinger()).isEqualTo(-1);
        });
  }

  @Test
  default void negativeLingerIsRejected() throws Exception {
    try (Socket socket = sockets().newSocket()) {
      assertThatIllegalArgumentException().isThrownBy(() -> socket.setSoLinger(true, -1));
      socket.setSoLinger(false, -1);
      assertThat(socket.getSoLinger()).isEqualTo(-1);
    }
  }

  @Test
  default void aLongLingerIsCutToWhatTheSystemTakes() throws Exception {
    try (Socket socket = sockets().newSocket()) {
      socket.setSoLinger(true, Integer.MAX_VALUE);
      assertThat(socket.getSoLinger()).isPositive();
    }
  }

  @Test
  default void negativeLingerByNameIsOff() throws Exception {
    try (Socket socket = sockets().newSocket()) {
      for (int value : new int[] {-1, -5, Integer.MIN_VALUE}) {
        socket.setOption(StandardSocketOptions.SO_LINGER, 3);
        socket.setOption(StandardSocketOptions.SO_LINGER, value);
        assertThat(socket.getOption(StandardSocketOptions.SO_LINGER)).isNegative();
        assertThat(socket.getSoLinger()).isEqualTo(-1);
      }
    }
  }

  @Test
  default void aLongLingerByNameIsCutToWhatTheSystemTakes() throws Exception {
    try (Socket socket = sockets().newSocket()) {
      socket.setOption(StandardSocketOptions.SO_LINGER, Integer.MAX_VALUE);
      assertThat(socket.getSoLinger()).isPositive();
    }
  }

  @Test
  default void bufferSizesAreAtLeastWhatWasAskedFor() throws Exception {
    inEveryState(
        socket -> {
          socket.setSendBufferSize(20_000);
          assertThat(socket.getSendBufferSize()).isGreaterThanOrEqualTo(20_000);
          socket.setReceiveBufferSize(30_000);
          assertThat(socket.getReceiveBufferSize()).isGreaterThanOrEqualTo(30_000);
        });
  }

  @Test
  default void bufferSizesBelowOneAreRejected() throws Exception {
    try (Socket socket = sockets().newSocket()) {
      for (int size : new int[] {0, -1, Integer.MIN_VALUE}) {
        assertThatIllegalArgumentException().isThrownBy(() -> socket.setSendBufferSize(size));
        assertThatIllegalArgumentException().isThrownBy(() -> socket.setReceiveBufferSize(size));
      }
    }
  }

  @Test
  default void bufferSizesAreTheSameByNameAndByMethod() throws Exception {
    try (SocketEnds ends = open()) {
      Socket socket = ends.near();
      assertThat(socket.getOption(StandardSocketOptions.SO_SNDBUF))
          .isEqualTo(socket.getSendBufferSize());
      assertThat(socket.getOption(StandardSocketOptions.SO_RCVBUF))
          .isEqualTo(socket.getReceiveBufferSize());
    }
  }

  @Test
  default void aTrafficClassIsTaken() throws Exception {
    inEveryState(
        socket -> {
          socket.setTrafficClass(8);
          assertThat(socket.getTrafficClass()).isBetween(0, 255);
        });
  }

  @Test
  default void trafficClassesOutOfRangeAreRejected() throws Exception {
    try (Socket socket = sockets().newSocket()) {
      assertThatIllegalArgumentException().isThrownBy(() -> socket.setTrafficClass(-1));
      assertThatIllegalArgumentException().isThrownBy(() -> socket.setTrafficClass(256));
    }
  }

  @Test
  default void urgentDataInlineIsToldBack() throws Exception {
    assumeInternet();
    inEveryState(
        socket -> {
          assertThat(socket.getOOBInline()).isFalse();
          socket.setOOBInline(true);
          assertThat(socket.getOOBInline()).isTrue();
          socket.setOOBInline(false);
          assertThat(socket.getOOBInline()).isFalse();
        });
  }

  @Test
  default void performancePreferencesAreTaken() throws Exception {
    inEveryState(
        socket -> {
          socket.setPerformancePreferences(1, 0, 0);
          socket.setPerformancePreferences(-1, 2, 3);
        });
  }

  @Test
  default void buffersOfNoSizeByNameAreTheLeastOnes() throws Exception {
    try (Socket socket = sockets().newSocket()) {
      socket.setOption(StandardSocketOptions.SO_RCVBUF, 0);
      assertThat(socket.getOption(StandardSocketOptions.SO_RCVBUF)).isPositive();
    }
  }

  @Test
  default void theUsualOptionsAreSupported() throws Exception {
    assumeInternet();
    try (Socket socket = sockets().newSocket()) {
      assertThat(socket.supportedOptions())
          .contains(
              StandardSocketOptions.SO_SNDBUF,
              StandardSocketOptions.SO_RCVBUF,
              StandardSocketOptions.SO_KEEPALIVE,
              StandardSocketOptions.SO_REUSEADDR,
              StandardSocketOptions.SO_LINGER,
              StandardSocketOptions.TCP_NODELAY);
    }
  }

  @Test
  default void everySupportedOptionCanBeReadOnAConnectedSocket() throws Exception {
    try (SocketEnds ends = open()) {
      for (SocketOption<?> option : ends.near().supportedOptions()) {
        Object value = ends.near().getOption(option);
        assertThat(value == null || option.type().isInstance(value)).as(option.name()).isTrue();
      }
    }
  }

  @Test
  default void supportedOptionsCannotBeChanged() throws Exception {
    try (Socket socket = sockets().newSocket()) {
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> socket.supportedOptions().clear());
    }
  }

  @Test
  default void optionsOfOtherSocketsAreRefused() throws Exception {
    try (Socket socket = sockets().newSocket()) {
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> socket.getOption(StandardSocketOptions.IP_MULTICAST_TTL));
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> socket.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1));
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> socket.getOption(new UnknownOption()));
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> socket.setOption(new UnknownOption(), "x"));
    }
  }

  @Test
  default void missingNamesOfOptionsAreRejected() throws Exception {
    try (Socket socket = sockets().newSocket()) {
      assertThatNullPointerException().isThrownBy(() -> socket.getOption(null));
      assertThatNullPointerException().isThrownBy(() -> socket.setOption(null, "x"));
    }
  }

  @Test
  default void valuesOutOfRangeAreRejected() throws Exception {
    try (Socket socket = sockets().newSocket()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> socket.setOption(StandardSocketOptions.SO_RCVBUF, -1));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> socket.setOption(StandardSocketOptions.SO_SNDBUF, -1));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> socket.setOption(StandardSocketOptions.IP_TOS, 256));
    }
  }

  @Test
  default void setOptionReturnsTheSocket() throws Exception {
    try (Socket socket = sockets().newSocket()) {
      assertThat(socket.setOption(StandardSocketOptions.SO_RCVBUF, 10_000)).isSameAs(socket);
    }
  }

  @Test
  default void optionsSetBeforeConnectingHoldAfterIt() throws Exception {
    assumeInternet();
    try (ServerSocket server = listen();
        Socket client = clientOf(server)) {
      client.setTcpNoDelay(true);
      client.setKeepAlive(true);
      client.setSoLinger(true, 3);
      client.setSoTimeout(1234);
      client.setReceiveBufferSize(40_000);
      client.connect(nameOf(server));
      assertThat(client.getTcpNoDelay()).isTrue();
      assertThat(client.getKeepAlive()).isTrue();
      assertThat(client.getSoLinger()).isEqualTo(3);
      assertThat(client.getSoTimeout()).isEqualTo(1234);
      assertThat(client.getReceiveBufferSize()).isGreaterThanOrEqualTo(40_000);
    }
  }

  @Test
  default void optionsThatMeanNothingHereAreTakenAnyway() throws Exception {
    inEveryState(
        socket -> {
          socket.setTcpNoDelay(true);
          socket.setKeepAlive(true);
          socket.setTrafficClass(0x10);
          socket.setReuseAddress(true);
          socket.setOOBInline(false);
          socket.setKeepAlive(false);
          socket.setTcpNoDelay(false);
        });
  }

  @Test
  default void optionsAreSetWhileAReadWaits() throws Exception {
    try (SocketEnds ends = open()) {
      Task<Integer> reading = startRead(ends.near());
      ends.near().setTcpNoDelay(true);
      ends.near().setKeepAlive(true);
      assertThat(ends.near().getSoLinger()).isEqualTo(-1);
      ends.send(1);
      assertThat(reading.result()).isEqualTo(1);
    }
  }

  @Test
  default void urgentDataComesInlineIfAskedFor() throws Exception {
    assumeInternet();
    try (SocketEnds ends = open()) {
      ends.far().setOOBInline(true);
      ends.output().write(1);
      ends.near().sendUrgentData(0x102);
      ends.output().write(3);
      assertThat(ends.far().getInputStream().readNBytes(3)).containsExactly(1, 2, 3);
    }
  }

  @Test
  default void urgentDataIsDroppedIfNotAskedFor() throws Exception {
    assumeInternet();
    try (SocketEnds ends = open()) {
      ends.output().write(1);
      ends.near().sendUrgentData(2);
      ends.output().write(3);
      ends.near().shutdownOutput();
      assertThat(ends.far().getInputStream().readAllBytes()).containsExactly(1, 3);
    }
  }

  @Test
  default void urgentDataEndsNoReadThatWaits() throws Exception {
    assumeInternet();
    try (SocketEnds ends = open()) {
      var reading = startRead(ends.far());
      ends.near().sendUrgentData(2);
      ends.output().write(3);
      assertThat(reading.result()).isEqualTo(3);
    }
  }

  @Test
  default void urgentDataNeedsAnOpenOutput() throws Exception {
    assumeInternet();
    try (SocketEnds ends = open()) {
      ends.near().shutdownOutput();
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> ends.near().sendUrgentData(1));
    }
  }

  @Test
  default void urgentDataNeedsAConnection() throws Exception {
    try (Socket socket = sockets().newSocket()) {
      assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.sendUrgentData(1));
    }
  }
}

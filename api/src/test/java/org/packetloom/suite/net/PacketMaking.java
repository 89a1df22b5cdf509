// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.MulticastSocket;
import org.junit.jupiter.api.Test;

/** The constructors of datagram sockets. */
public interface PacketMaking extends PacketRow {
  @Test
  default void withoutArgumentsASocketIsBoundToTheWildcard() throws Exception {
    try (DatagramSocket socket = sockets().newDatagramSocket();
        MulticastSocket multicast = sockets().newMulticastSocket()) {
      assertThat(socket.isBound()).isTrue();
      assertThat(socket.getLocalPort()).isPositive();
      assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
      assertThat(multicast.isBound()).isTrue();
      assertThat(multicast.getLocalAddress().isAnyLocalAddress()).isTrue();
    }
  }

  @Test
  default void withAPortASocketIsBoundToTheWildcard() throws Exception {
    try (DatagramSocket socket = sockets().newDatagramSocket(0);
        MulticastSocket multicast = sockets().newMulticastSocket(0)) {
      assertThat(socket.getLocalPort()).isPositive();
      assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
      assertThat(multicast.getLocalPort()).isPositive();
    }
  }

  @Test
  default void withAPortAndAHostASocketIsBoundThere() throws Exception {
    InetAddress host = InetAddress.getLoopbackAddress();
    try (DatagramSocket socket = sockets().newDatagramSocket(0, host)) {
      assertThat(socket.getLocalAddress()).isEqualTo(host);
      assertThat(socket.getLocalPort()).isPositive();
    }
  }

  @Test
  default void noHostMeansTheWildcard() throws Exception {
    try (DatagramSocket socket = sockets().newDatagramSocket(0, null)) {
      assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
    }
  }

  @Test
  default void portsOfConstructorsOutOfRangeAreRejected() {
    for (int port : new int[] {-1, 65_536}) {
      assertThatIllegalArgumentException().isThrownBy(() -> sockets().newDatagramSocket(port));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> sockets().newDatagramSocket(port, InetAddress.getLoopbackAddress()));
      assertThatIllegalArgumentException().isThrownBy(() -> sockets().newMulticastSocket(port));
    }
  }

  @Test
  default void aPortInUseIsTold() throws Exception {
    try (DatagramSocket first = bound()) {
      assertThatExceptionOfType(BindException.class)
          .isThrownBy(
              () -> sockets().newDatagramSocket(first.getLocalPort(), first.getLocalAddress()));
    }
  }
}

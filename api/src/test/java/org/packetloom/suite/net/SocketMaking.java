// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.packetloom.suite.VacantPort;

/** What a {@link SocketFactory} makes of its arguments: that of the constructors of a socket. */
public interface SocketMaking extends SocketRow {
  /** The factory; skips the test if there is none of this kind. */
  private SocketFactory factory() {
    assumeInternet();
    assumeThat(sockets().clientFactory()).as("a factory").isPresent();
    return sockets().clientFactory().orElseThrow();
  }

  @Test
  default void aFactoryMakesSocketsToConnectLater() throws Exception {
    try (ServerSocket server = listen();
        Socket socket = factory().createSocket()) {
      assertThat(socket.isConnected()).isFalse();
      assertThat(socket.isBound()).isFalse();
      socket.connect(server.getLocalSocketAddress());
      assertTalk(new SocketEnds(socket, server.accept()));
    }
  }

  @Test
  default void aFactoryConnectsToAName() throws Exception {
    try (ServerSocket server = listen();
        Socket socket = factory().createSocket("localhost", server.getLocalPort())) {
      assertThat(socket.isConnected()).isTrue();
      assertTalk(new SocketEnds(socket, server.accept()));
    }
  }

  @Test
  default void aFactoryConnectsToAnAddress() throws Exception {
    try (ServerSocket server = listen();
        Socket socket = factory().createSocket(server.getInetAddress(), server.getLocalPort())) {
      assertTalk(new SocketEnds(socket, server.accept()));
    }
  }

  @Test
  default void aFactoryConnectsToLoopbackIfThereIsNoName() throws Exception {
    try (ServerSocket server = listen();
        Socket socket = factory().createSocket((String) null, server.getLocalPort())) {
      assertThat(socket.getInetAddress().isLoopbackAddress()).isTrue();
    }
  }

  @Test
  default void aFactoryBindsBeforeItConnects() throws Exception {
    InetAddress local = InetAddress.getLoopbackAddress();
    try (ServerSocket server = listen();
        Socket byName = factory().createSocket("localhost", server.getLocalPort(), local, 0);
        Socket byAddress = factory().createSocket(local, server.getLocalPort(), local, 0)) {
      assertThat(byName.getLocalAddress()).isEqualTo(local);
      assertThat(byAddress.getLocalAddress()).isEqualTo(local);
    }
  }

  @Test
  default void aFactoryTakesNoLocalAddressForAny() throws Exception {
    InetAddress host = InetAddress.getLoopbackAddress();
    try (ServerSocket server = listen();
        Socket byName = factory().createSocket("localhost", server.getLocalPort(), null, 0);
        Socket byAddress = factory().createSocket(host, server.getLocalPort(), null, 0)) {
      assertThat(byName.isConnected()).isTrue();
      assertThat(byAddress.isConnected()).isTrue();
    }
  }

  @Test
  default void aFactoryRejectsPortsOutOfRange() throws Exception {
    SocketFactory factory = factory();
    InetAddress host = InetAddress.getLoopbackAddress();
    for (int port : new int[] {-1, 65_536}) {
      assertThatIllegalArgumentException().isThrownBy(() -> factory.createSocket(host, port));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> factory.createSocket("localhost", port));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> factory.createSocket(host, 1, host, port));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> factory.createSocket("localhost", 1, host, port));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> factory.createSocket(host, port, host, 0));
    }
  }

  @Test
  default void aFactoryRejectsAMissingAddress() throws Exception {
    SocketFactory factory = factory();
    assertThatNullPointerException().isThrownBy(() -> factory.createSocket((InetAddress) null, 1));
    assertThatNullPointerException()
        .isThrownBy(() -> factory.createSocket((InetAddress) null, 1, null, 0));
  }

  @Test
  default void aFactoryTellsNamesThatNobodyHas() throws Exception {
    SocketFactory factory = factory();
    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> factory.createSocket("no.invalid", 1));
  }

  @Test
  default void aFactoryTellsWhoRefuses() throws Exception {
    SocketFactory factory = factory();
    var nobody =
        (InetSocketAddress)
            VacantPort.like(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> factory.createSocket(nobody.getAddress(), nobody.getPort()));
  }

  @Test
  default void aFactoryTellsALocalAddressOfNobody() throws Exception {
    SocketFactory factory = factory();
    InetAddress nobody = Hosts.ofNobody().getAddress();
    try (ServerSocket server = listen()) {
      assertThatExceptionOfType(BindException.class)
          .isThrownBy(
              () ->
                  factory.createSocket(server.getInetAddress(), server.getLocalPort(), nobody, 0));
    }
  }
}

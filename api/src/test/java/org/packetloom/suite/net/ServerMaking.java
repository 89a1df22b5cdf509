// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.Test;

/** What a {@link ServerSocketFactory} makes of its arguments: that of the constructors. */
public interface ServerMaking extends SocketRow {
  /** The factory; skips the test if there is none of this kind. */
  private ServerSocketFactory factory() {
    assumeInternet();
    assumeThat(sockets().serverFactory()).as("a factory").isPresent();
    return sockets().serverFactory().orElseThrow();
  }

  @Test
  default void aFactoryMakesServersToBindLater() throws Exception {
    try (ServerSocket server = factory().createServerSocket()) {
      assertThat(server.isBound()).isFalse();
      server.bind(sockets().vacantAddress());
      assertThat(server.isBound()).isTrue();
    }
  }

  @Test
  default void aFactoryBindsToAPortOfTheWildcard() throws Exception {
    try (ServerSocket server = factory().createServerSocket(0)) {
      assertThat(server.isBound()).isTrue();
      assertThat(server.getLocalPort()).isPositive();
      assertThat(server.getInetAddress().isAnyLocalAddress()).isTrue();
    }
  }

  @Test
  default void aFactoryTakesABacklog() throws Exception {
    try (ServerSocket server = factory().createServerSocket(0, 5);
        ServerSocket usual = factory().createServerSocket(0, -1)) {
      assertThat(server.isBound()).isTrue();
      assertThat(usual.isBound()).isTrue();
    }
  }

  @Test
  default void aFactoryBindsToAnAddress() throws Exception {
    InetAddress host = InetAddress.getLoopbackAddress();
    try (ServerSocket server = factory().createServerSocket(0, 5, host);
        Socket client = connectTo(server);
        Socket accepted = server.accept()) {
      assertThat(server.getInetAddress()).isEqualTo(host);
      assertTalk(new SocketEnds(client, accepted));
    }
  }

  @Test
  default void aFactoryTakesNoAddressForTheWildcard() throws Exception {
    try (ServerSocket server = factory().createServerSocket(0, 5, null)) {
      assertThat(server.getInetAddress().isAnyLocalAddress()).isTrue();
    }
  }

  @Test
  default void aFactoryRejectsPortsOutOfRange() throws Exception {
    ServerSocketFactory factory = factory();
    for (int port : new int[] {-1, 65_536}) {
      assertThatIllegalArgumentException().isThrownBy(() -> factory.createServerSocket(port));
      assertThatIllegalArgumentException().isThrownBy(() -> factory.createServerSocket(port, 5));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> factory.createServerSocket(port, 5, InetAddress.getLoopbackAddress()));
    }
  }

  @Test
  default void aFactoryTellsAPortInUse() throws Exception {
    ServerSocketFactory factory = factory();
    try (ServerSocket server = listen()) {
      assertThatExceptionOfType(BindException.class)
          .isThrownBy(
              () -> factory.createServerSocket(server.getLocalPort(), 5, server.getInetAddress()));
    }
  }
}

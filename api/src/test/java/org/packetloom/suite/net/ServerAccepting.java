// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.packetloom.suite.Await;
import org.packetloom.suite.Feature;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Task;

/** Accepting: by one thread or several, for how long, and until when. */
public interface ServerAccepting extends SocketRow {
  @Test
  default void acceptTakesAConnectionThatIsThere() throws Exception {
    try (ServerSocket server = listen();
        Socket client = connectTo(server);
        Socket accepted = server.accept()) {
      assertTalk(new SocketEnds(client, accepted));
    }
  }

  @Test
  default void acceptWaitsForAConnection() throws Exception {
    try (ServerSocket server = listen()) {
      var accepting = startWaiting(server::accept);
      try (Socket client = connectTo(server);
          Socket accepted = accepting.result()) {
        assertTalk(new SocketEnds(client, accepted));
      }
    }
  }

  @Test
  default void connectionsAreTakenInTheirOrder() throws Exception {
    assumeInternet();
    try (ServerSocket server = listen();
        Socket first = connectTo(server);
        Socket second = connectTo(server);
        Socket a = server.accept();
        Socket b = server.accept()) {
      assertThat(a.getPort()).isEqualTo(first.getLocalPort());
      assertThat(b.getPort()).isEqualTo(second.getLocalPort());
    }
  }

  @Test
  default void connectionsOutliveTheirServer() throws Exception {
    try (SocketEnds ends = open()) { // which closes its server
      assertTalk(ends);
    }
  }

  @Test
  default void acceptOfAnUnboundServerFails() throws Exception {
    try (ServerSocket server = sockets().newServerSocket()) {
      assertSocketException(server::accept);
      assertThat(server.isClosed()).isFalse();
    }
  }

  @Test
  default void acceptOfAClosedServerFails() throws Exception {
    ServerSocket server = listen();
    server.close();
    assertSocketException(server::accept);
  }

  @Test
  default void closeTwiceDoesNothing() throws Exception {
    ServerSocket server = listen();
    server.close();
    server.close();
    assertThat(server.isClosed()).isTrue();
  }

  @Test
  default void closeEndsAnAcceptThatWaits() throws Exception {
    ServerSocket server = listen();
    var accepting = startWaiting(server::accept);
    server.close();
    accepting.assertFailure().isInstanceOf(SocketException.class);
  }

  @Test
  default void closeEndsATimedAcceptThatWaits() throws Exception {
    ServerSocket server = listen();
    server.setSoTimeout(3_600_000);
    var accepting = startWaiting(server::accept);
    server.close();
    accepting.assertFailure().isInstanceOf(SocketException.class);
  }

  @Test
  default void closeEndsAllWhoAccept() throws Exception {
    ServerSocket server = listen();
    List<Task<Socket>> acceptors = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      acceptors.add(startWaiting(server::accept));
    }
    server.close();
    for (Task<Socket> acceptor : acceptors) {
      acceptor.assertFailure().isInstanceOf(SocketException.class);
    }
  }

  @Test
  default void severalAcceptorsGetAConnectionEach() throws Exception {
    int count = 4;
    try (ServerSocket server = listen()) {
      List<Task<Socket>> acceptors = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        acceptors.add(startWaiting(server::accept));
      }
      List<Socket> clients = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        clients.add(connectTo(server));
        clients.getLast().getOutputStream().write(i);
      }
      Set<Integer> served = new HashSet<>();
      for (Task<Socket> acceptor : acceptors) {
        try (Socket accepted = acceptor.result()) {
          served.add(accepted.getInputStream().read());
        }
      }
      assertThat(served).containsExactlyInAnyOrder(0, 1, 2, 3);
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  @Test
  default void connectionsNobodyTookAreClosedWithTheServer() throws Exception {
    ServerSocket server = listen();
    try (Socket client = connectTo(server)) {
      server.close();
      client.setSoTimeout(30_000);
      try {
        assertThat(client.getInputStream().read()).isEqualTo(-1);
      } catch (SocketException reset) {
        assertThat(reset).hasMessageContaining("reset");
      }
    }
  }

  @Test
  default void manyConnectionsWaitInTheQueue() throws Exception {
    int count = 20;
    try (ServerSocket server = sockets().newServerSocket()) {
      server.bind(sockets().vacantAddress(), count);
      List<Socket> clients = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        clients.add(connectTo(server));
      }
      for (Socket client : clients) {
        server.accept().close();
        client.close();
      }
    }
  }

  @Test
  default void anInterruptClosesUnderAnAccept() throws Exception {
    assumeInterruptCloses();
    try (ServerSocket server = listen()) {
      var accepting = startWaiting(server::accept);
      accepting.interrupt();
      accepting
          .assertFailure()
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("Closed by interrupt");
      assertThat(accepting.endedInterrupted()).isTrue();
      assertThat(server.isClosed()).isTrue();
    }
  }

  @Test
  default void anInterruptClosesUnderATimedAccept() throws Exception {
    assumeInterruptCloses();
    try (ServerSocket server = listen()) {
      server.setSoTimeout(3_600_000);
      var accepting = startWaiting(server::accept);
      accepting.interrupt();
      accepting.assertFailure().isInstanceOf(SocketException.class);
      assertThat(accepting.endedInterrupted()).isTrue();
      assertThat(server.isClosed()).isTrue();
    }
  }

  @Test
  default void anInterruptedAcceptorEndsTheOthersToo() throws Exception {
    assumeInterruptCloses();
    try (ServerSocket server = listen()) {
      var first = startWaiting(server::accept);
      var second = startWaiting(server::accept);
      first.interrupt();
      first.assertFailure().isInstanceOf(SocketException.class);
      second.assertFailure().isInstanceOf(SocketException.class);
      assertThat(second.endedInterrupted()).isFalse();
    }
  }

  @Test
  default void anAcceptPutsAnInterruptOff() throws Exception {
    assumeInterruptIsPutOff();
    try (ServerSocket server = listen()) {
      var accepting = startWaiting(server::accept);
      accepting.interrupt();
      try (Socket client = connectTo(server);
          Socket accepted = accepting.result()) {
        assertTalk(new SocketEnds(client, accepted));
      }
      assertThat(accepting.endedInterrupted()).isTrue();
      assertThat(server.isClosed()).isFalse();
    }
  }

  @Test
  default void anAcceptThatNeedNotWaitIgnoresTheInterrupt() throws Exception {
    try (ServerSocket server = listen();
        Socket client = connectTo(server)) {
      var accepting =
          start(
              () -> {
                Thread.currentThread().interrupt();
                return server.accept();
              });
      accepting.result().close();
      assertThat(accepting.endedInterrupted()).isTrue();
      assertThat(server.isClosed()).isFalse();
      assertThat(client.isConnected()).isTrue();
    }
  }

  @Test
  default void subclassesAcceptTheirOwnSockets() throws Exception {
    try (ServerSocket server = sockets().newTypedServerSocket()) {
      server.bind(sockets().vacantAddress());
      try (Socket client = connectTo(server);
          Socket accepted = server.accept()) {
        assertThat(accepted).isInstanceOf(sockets().acceptedType());
        assertThat(accepted.isConnected()).isTrue();
        assertThat(accepted.isBound()).isTrue();
        assertTalk(new SocketEnds(client, accepted));
      }
    }
  }

  @Test
  default void subclassesAreClosedToo() throws Exception {
    ServerSocket server = sockets().newTypedServerSocket();
    server.bind(sockets().vacantAddress());
    var accepting = startWaiting(server::accept);
    server.close();
    accepting.assertFailure().isInstanceOf(SocketException.class);
  }

  @Test
  default void acceptedSocketsHaveAllOfASocket() throws Exception {
    try (SocketEnds ends = open()) {
      ends.far().setSoTimeout(1);
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> ends.far().getInputStream().read());
      ends.far().setTcpNoDelay(true);
      ends.far().shutdownOutput();
      assertThat(ends.input().read()).isEqualTo(-1);
      ends.far().shutdownInput();
      assertThatIOException().isThrownBy(ends.far()::getInputStream);
    }
  }

  @Test
  default void closingUnderAnAcceptLeavesNoDescriptor() throws Exception {
    assumeHas(Feature.DESCRIPTOR_FOLDER);
    listen().close();
    int before = OpenDescriptors.count();
    for (int i = Scale.rounds(30); i > 0; i--) {
      ServerSocket server = listen();
      var accepting = startWaiting(server::accept);
      server.close();
      accepting.failure();
      sockets().newServerSocket().close();
    }
    Await.until("descriptors are closed", () -> OpenDescriptors.count() <= before + 5);
  }
}

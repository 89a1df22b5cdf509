// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import org.junit.jupiter.api.Test;
import org.packetloom.NotConnectedException;

/** Choosing a peer, and giving it up. */
public interface DatagramPeers extends DatagramRow {
  @Test
  default void connectedSocketsNeedNoAddresses() throws Exception {
    try (var ends = open()) {
      ends.near().connect(ends.far().address());
      ends.far().connect(ends.near().address());
      assertThat(ends.near().peerAddress()).contains(ends.far().address());
      for (int i = 0; i < 10; i++) {
        ends.near().send(ByteBuffer.wrap(new byte[] {1, (byte) i}));
        assertThat(receive(ends.far(), 10)).containsExactly(1, i);
        ends.far().send(ByteBuffer.wrap(new byte[] {2, (byte) i}));
        assertThat(receive(ends.near(), 10)).containsExactly(2, i);
      }
    }
  }

  @Test
  default void sendingWithoutAPeerIsRefused() throws Exception {
    try (var ends = open()) {
      assertThat(ends.near().peerAddress()).isEmpty();
      ByteBuffer source = ByteBuffer.allocate(3);
      assertThat(catchThrowable(() -> ends.near().send(source)))
          .isInstanceOfAny(NotConnectedException.class, NotYetConnectedException.class);
      assertThat(source.position()).isZero();
      assertTalk(ends);
    }
  }

  @Test
  default void aConnectedSocketReceivesFromItsPeerOnly() throws Exception {
    try (var ends = open();
        var others = open()) {
      ends.near().connect(ends.far().address());
      sendToAConnectedSocket(others.near(), ends.near());
      send(ends.far(), ends.near(), 1);
      assertThat(receive(ends.near(), 10)).containsExactly(1);
    }
  }

  /** Unix-domain sockets refuse what internet ones drop. */
  private void sendToAConnectedSocket(DatagramEnd from, DatagramEnd to) {
    assertThat(catchThrowable(() -> send(from, to, 9)))
        .satisfiesAnyOf(
            thrown -> assertThat(thrown).isNull(),
            thrown -> assertThat(thrown).isInstanceOf(IOException.class));
  }

  @Test
  default void connectingDropsWhatOthersHadSent() throws Exception {
    try (var ends = open();
        var others = open()) {
      send(others.near(), ends.near(), 8);
      send(others.far(), ends.near(), 9);
      ends.near().connect(ends.far().address());
      send(ends.far(), ends.near(), 1);
      assertThat(receive(ends.near(), 10)).containsExactly(1);
    }
  }

  @Test
  default void aPeerCanBeChosenAnewAndGivenUp() throws Exception {
    try (var ends = open();
        var others = open()) {
      SocketAddress own = ends.near().address();
      ends.near().connect(ends.far().address());
      ends.near().connect(others.near().address());
      assertThat(ends.near().peerAddress()).contains(others.near().address());
      ends.near().send(ByteBuffer.wrap(new byte[] {5}));
      assertThat(receive(others.near(), 10)).containsExactly(5);
      ends.near().disconnect();
      assertThat(ends.near().peerAddress()).isEmpty();
      assertThat(ends.near().address()).as("the port stays").isEqualTo(own);
      assertTalk(ends);
      ends.near().disconnect();
      assertTalk(new DatagramEnds(ends.near(), others.far()));
    }
  }

  @Test
  default void connectingUnderAWaitingReceiverTakesEffect() throws Exception {
    assumeHas(Feature.CONNECT_WHILE_RECEIVING);
    try (var ends = open();
        var others = open()) {
      var receiver = startBlockedReceive(ends.near());
      ends.near().connect(ends.far().address());
      sendToAConnectedSocket(others.near(), ends.near());
      send(ends.far(), ends.near(), 1, 2);
      assertThat(receiver.result().size()).isEqualTo(2);
    }
  }

  @Test
  default void aPeerThatIsGoneIsToldToTheNextCall() throws Exception {
    assumeHas(Feature.REFUSED_DATAGRAMS);
    try (var ends = open();
        var gone = open()) {
      SocketAddress nobody = VacantPort.like(gone.far().address());
      gone.far().close();
      ends.near().connect(nobody);
      for (int i = 0; i < 3; i++) {
        ends.near().send(ByteBuffer.allocate(1));
        assertThat(catchThrowable(() -> ends.near().receive(ByteBuffer.allocate(1))))
            .isInstanceOfAny(ConnectException.class, PortUnreachableException.class);
      }
      ends.near().disconnect();
      assertTalk(ends);
    }
  }

  @Test
  default void aPeerThatIsGoneWakesAWaitingReceiver() throws Exception {
    assumeHas(Feature.REFUSED_DATAGRAMS);
    try (var ends = open();
        var gone = open()) {
      SocketAddress nobody = VacantPort.like(gone.far().address());
      gone.far().close();
      ends.near().connect(nobody);
      for (int i = 0; i < 3; i++) {
        var receiver = startBlockedReceive(ends.near());
        ends.near().send(ByteBuffer.allocate(1));
        receiver
            .assertFailure()
            .isInstanceOfAny(ConnectException.class, PortUnreachableException.class);
      }
    }
  }

  @Test
  default void anUnconnectedSocketIsNotDisturbedByAPeerThatIsGone() throws Exception {
    assumeHas(Feature.REFUSED_DATAGRAMS);
    try (var ends = open();
        var gone = open()) {
      SocketAddress nobody = VacantPort.like(gone.far().address());
      gone.far().close();
      var receiver = startBlockedReceive(ends.near());
      for (int i = 0; i < 10; i++) {
        ends.near().send(ByteBuffer.allocate(1), nobody);
      }
      send(ends.far(), ends.near(), 1, 2, 3);
      assertThat(receiver.result().size()).isEqualTo(3);
      assertTalk(ends);
    }
  }
}

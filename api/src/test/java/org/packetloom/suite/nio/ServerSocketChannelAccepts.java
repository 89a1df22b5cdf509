// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.suite.Await;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Task;

/** How server channels accept, wait, and are closed or interrupted meanwhile. */
public interface ServerSocketChannelAccepts extends StreamChannelRow {
  private Task<SocketChannel> startBlockedAccept(ThreadKind kind, ServerSocketChannel server) {
    return startBlocked(kind, server::accept);
  }

  @ParameterizedTest
  @EnumSource
  default void aBlockedAcceptGetsWhoConnects(ThreadKind kind) throws Exception {
    try (var server = listen()) {
      var acceptor = startBlockedAccept(kind, server);
      try (var client = connect(server);
          var accepted = acceptor.result()) {
        assertThat(accepted.isConnected()).isTrue();
        assertRoundTrip(new ChannelPair(client, accepted));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void acceptTakesWhoConnectedBefore(ThreadKind kind) throws Exception {
    try (var server = listen();
        var client = connect(server);
        var accepted = startIn(kind, server::accept).result()) {
      assertRoundTrip(new ChannelPair(client, accepted));
    }
  }

  @Test
  default void acceptTakesThemInTheirOrder() throws Exception {
    try (var server = listen();
        var first = connect(server);
        var second = connect(server)) {
      first.write(ByteBuffer.wrap(new byte[] {1}));
      second.write(ByteBuffer.wrap(new byte[] {2}));
      try (var one = server.accept();
          var two = server.accept()) {
        assertThat(readBytes(one, 1)).containsExactly(1);
        assertThat(readBytes(two, 1)).containsExactly(2);
      }
    }
  }

  @Test
  default void acceptOfNobodyIsNullInNonBlockingMode() throws Exception {
    try (var server = listen()) {
      server.configureBlocking(false);
      assertThat(server.accept()).isNull();
      assertThat(server.accept()).isNull();
    }
  }

  @Test
  default void acceptTakesWhoConnectedInNonBlockingMode() throws Exception {
    try (var server = listen();
        var client = connect(server)) {
      server.configureBlocking(false);
      try (var accepted = server.accept()) {
        assertThat(accepted).isNotNull();
        assertThat(accepted.isBlocking()).isTrue();
        assertThat(client.isConnected()).isTrue();
      }
      assertThat(server.accept()).isNull();
    }
  }

  @Test
  default void whoLeftBeforeBeingAcceptedIsAccepted() throws Exception {
    try (var server = listen()) {
      try (var client = connect(server)) {
        client.write(ByteBuffer.allocate(3));
      }
      try (var accepted = server.accept()) {
        assertThat(drain(accepted)).isEqualTo(3);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void closeEndsABlockedAccept(ThreadKind kind) throws Exception {
    try (var server = listen()) {
      var acceptor = startBlockedAccept(kind, server);
      closeNow(server);
      assertClosedMeanwhile(acceptor);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptOfABlockedAcceptCloses(ThreadKind kind) throws Exception {
    try (var server = listen()) {
      var acceptor = startBlockedAccept(kind, server);
      acceptor.interrupt();
      assertClosedByInterrupt(acceptor, server);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptBeforeAcceptCloses(ThreadKind kind) throws Exception {
    try (var server = listen()) {
      assertClosedByInterrupt(startInterrupted(kind, server::accept), server);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptBeforeAcceptClosesEvenWithSomebodyThere(ThreadKind kind)
      throws Exception {
    try (var server = listen();
        var client = connect(server)) {
      assertThat(client.isConnected()).isTrue();
      assertClosedByInterrupt(startInterrupted(kind, server::accept), server);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptDoesNotMatterToAcceptInNonBlockingMode(ThreadKind kind) throws Exception {
    try (var server = listen()) {
      server.configureBlocking(false);
      var task = startInterrupted(kind, server::accept);
      assertThat(task.result()).isNull();
      assertThat(task.endedInterrupted()).isTrue();
      assertThat(server.isOpen()).isTrue();
    }
  }

  @Test
  default void closeEndsAllWhoAccept() throws Exception {
    try (var server = listen()) {
      var first = startBlockedAccept(ThreadKind.VIRTUAL, server);
      var second = startBlockedAccept(ThreadKind.VIRTUAL, server);
      var third = startBlockedAccept(ThreadKind.PLATFORM, server);
      closeNow(server);
      assertClosedMeanwhile(first);
      second.assertFailure().isInstanceOf(ClosedChannelException.class);
      third.assertFailure().isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  default void anInterruptOfOneAcceptorEndsTheOther() throws Exception {
    try (var server = listen()) {
      var first = startBlockedAccept(ThreadKind.VIRTUAL, server);
      var second = startBlockedAccept(ThreadKind.VIRTUAL, server);
      first.interrupt();
      assertClosedByInterrupt(first, server);
      second.assertFailure().isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  default void severalAcceptorsShareThoseWhoConnect() throws Exception {
    int count = Scale.rounds(200);
    var accepted = new AtomicInteger();
    try (var server = openServer().bind(freshAddress(), 1_000)) {
      var acceptors = new java.util.ArrayList<Task<Void>>();
      for (int i = 0; i < 4; i++) {
        acceptors.add(startAction(() -> acceptAll(server, accepted)));
      }
      for (int i = 0; i < count; i++) {
        connect(server).close();
      }
      Await.until("all accepted", () -> accepted.get() == count);
      closeNow(server);
      for (var acceptor : acceptors) {
        acceptor.assertFailure().isInstanceOf(ClosedChannelException.class);
      }
    }
  }

  private static void acceptAll(ServerSocketChannel server, AtomicInteger count) throws Exception {
    while (true) {
      server.accept().close();
      count.incrementAndGet();
    }
  }

  @Test
  default void theModeOfAServerCanBeChangedWhileOneAccepts() throws Exception {
    try (var server = listen()) {
      var acceptor = startBlockedAccept(ThreadKind.VIRTUAL, server);
      var changer = start(() -> server.configureBlocking(false));
      try (var client = connect(server)) {
        assertThat(client.isConnected()).isTrue();
        acceptor.result().close();
        changer.result();
        assertThat(server.isBlocking()).isFalse();
      }
    }
  }
}

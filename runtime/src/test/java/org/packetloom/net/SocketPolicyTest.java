// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.Cancellation;
import org.packetloom.InterruptPolicy;
import org.packetloom.TornWriteException;
import org.packetloom.TransferFailure;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;
import org.packetloom.suite.Watchdog;

/** What an interrupt does to sockets, by their policy and the kind of thread. */
@ExtendWith(Watchdog.class)
class SocketPolicyTest {
  /** A kind of thread. */
  enum Threads {
    VIRTUAL(Thread.ofVirtual().factory()),
    PLATFORM(Thread.ofPlatform().factory());

    final ThreadFactory factory;

    Threads(ThreadFactory factory) {
      this.factory = factory;
    }
  }

  private static Task<Integer> reading(Threads threads, Socket socket) {
    return Task.start(threads.factory, () -> socket.getInputStream().read()).awaitParked();
  }

  @Test
  void anInterruptClosesUnderAVirtualThread() throws Exception {
    try (Sides sides = Sides.connect()) {
      Task<Integer> reading = reading(Threads.VIRTUAL, sides.client());
      reading.interrupt();
      reading
          .assertFailure()
          .isExactlyInstanceOf(SocketException.class)
          .hasMessage("Closed by interrupt");
      assertThat(reading.endedInterrupted()).isTrue();
      assertThat(sides.client().isClosed()).isTrue();
      assertThat(sides.server().getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void anInterruptMeansNothingToAPlatformThread() throws Exception {
    try (Sides sides = Sides.connect()) {
      Task<Integer> reading = reading(Threads.PLATFORM, sides.client());
      reading.interrupt();
      sides.server().getOutputStream().write(7);
      assertThat(reading.result()).isEqualTo(7);
      assertThat(reading.endedInterrupted()).isTrue();
      assertThat(sides.client().isClosed()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptThatKeepsOpenLeavesTheSocketUsable(Threads threads) throws Exception {
    try (Sides sides = Sides.connect()) {
      sides.client().interruptPolicy(InterruptPolicy.KEEP_OPEN);
      Task<Integer> reading = reading(threads, sides.client());
      reading.interrupt();
      reading.assertFailure().isInstanceOf(SocketInterruptedException.class);
      assertThat(((TransferFailure) reading.failure()).bytesMoved()).isZero();
      assertThat(reading.endedInterrupted()).isTrue();
      assertThat(sides.client().isClosed()).isFalse();
      sides.server().getOutputStream().write(8);
      assertThat(sides.client().getInputStream().read()).isEqualTo(8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeferredInterruptLetsTheReadGoOn(Threads threads) throws Exception {
    try (Sides sides = Sides.connect()) {
      sides.client().interruptPolicy(InterruptPolicy.DEFER);
      Task<Integer> reading = reading(threads, sides.client());
      reading.interrupt();
      sides.server().getOutputStream().write(9);
      assertThat(reading.result()).isEqualTo(9);
      assertThat(reading.endedInterrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptThatClosesClosesTheWholeSocket(Threads threads) throws Exception {
    try (Sides sides = Sides.connect()) {
      sides.client().interruptPolicy(InterruptPolicy.CLOSE);
      Task<Integer> reading = reading(threads, sides.client());
      reading.interrupt();
      reading.assertFailure().isInstanceOf(SocketException.class).hasMessage("Closed by interrupt");
      assertThat(reading.endedInterrupted()).isTrue();
      assertThat(sides.client().isClosed()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAcceptObeysThePolicyAndHandsItOn(Threads threads) throws Exception {
    try (PacketloomServerSocket listener = Sides.listen(Sides.ANY_PORT)) {
      listener.interruptPolicy(InterruptPolicy.KEEP_OPEN);
      Task<PacketloomSocket> accepting =
          Task.start(threads.factory, listener::accept).awaitParked();
      accepting.interrupt();
      accepting.assertFailure().isInstanceOf(SocketInterruptedException.class);
      assertThat(listener.isClosed()).isFalse();
      try (Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
          PacketloomSocket accepted = listener.accept()) {
        assertThat(client.isConnected()).isTrue();
        assertThat(accepted.interruptPolicy()).isEqualTo(InterruptPolicy.KEEP_OPEN);
      }
    }
  }

  @Test
  void anInterruptedAcceptOfAVirtualThreadClosesTheServerSocket() throws Exception {
    try (PacketloomServerSocket listener = Sides.listen(Sides.ANY_PORT)) {
      Task<PacketloomSocket> accepting =
          Task.start(Threads.VIRTUAL.factory, listener::accept).awaitParked();
      accepting.interrupt();
      accepting
          .assertFailure()
          .isExactlyInstanceOf(SocketException.class)
          .hasMessage("Closed by interrupt");
      assertThat(accepting.endedInterrupted()).isTrue();
      assertThat(listener.isClosed()).isTrue();
    }
  }

  @Test
  void aWriteThatAnInterruptToreIsTheLast() throws Exception {
    try (Sides sides = Sides.connect()) {
      sides.client().interruptPolicy(InterruptPolicy.KEEP_OPEN);
      byte[] much = new byte[64 << 20];
      Task<Integer> writing =
          Task.start(
                  Threads.VIRTUAL.factory,
                  () -> {
                    sides.client().getOutputStream().write(much);
                    return 0;
                  })
              .awaitParked();
      writing.interrupt();
      writing.assertFailure().isInstanceOf(SocketInterruptedException.class);
      assertThat(((TransferFailure) writing.failure()).bytesMoved()).isPositive();
      assertThatThrownBy(() -> sides.client().getOutputStream().write(1))
          .isInstanceOf(TornWriteException.class);
      sides.server().getOutputStream().write(5);
      assertThat(sides.client().getInputStream().read()).isEqualTo(5);
    }
  }

  @Test
  void aCancellationTurnsAnInterruptIntoARequest() throws Exception {
    try (Sides sides = Sides.connect()) {
      Task<Integer> reading =
          Task.start(
                  Threads.VIRTUAL.factory,
                  () ->
                      Cancellation.<Integer, IOException>onInterrupt(
                          () -> sides.server().getOutputStream().write(42),
                          () -> sides.client().getInputStream().read()))
              .awaitParked();
      reading.interrupt();
      assertThat(reading.result()).isEqualTo(42);
      assertThat(reading.endedInterrupted()).isTrue();
      assertThat(sides.client().isClosed()).isFalse();
    }
  }

  @Test
  void aReadThatNeedNotWaitIgnoresTheFlag() throws Exception {
    try (Sides sides = Sides.connect()) {
      sides.server().getOutputStream().write(3);
      Await.until("byte arrives", () -> available(sides.client()) > 0);
      Task<Integer> reading =
          Task.start(
              Threads.VIRTUAL.factory,
              () -> {
                Thread.currentThread().interrupt();
                return sides.client().getInputStream().read();
              });
      assertThat(reading.result()).isEqualTo(3);
      assertThat(reading.endedInterrupted()).isTrue();
    }
  }

  private static int available(Socket socket) {
    try {
      return socket.getInputStream().available();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

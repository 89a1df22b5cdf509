// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.packetloom.suite.Task;

/**
 * An interrupt closes a socket in which a virtual thread waits, and is put off while a platform
 * thread does.
 */
public interface SocketInterrupts extends SocketRow {
  @Test
  default void anInterruptClosesUnderARead() throws Exception {
    assumeInterruptCloses();
    try (SocketEnds ends = open()) {
      var reading = startRead(ends.near());
      reading.interrupt();
      assertClosedByInterrupt(reading, ends.near());
      assertThat(ends.far().getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  default void anInterruptClosesUnderATimedRead() throws Exception {
    assumeInterruptCloses();
    try (SocketEnds ends = open()) {
      ends.near().setSoTimeout(3_600_000);
      var reading = startRead(ends.near());
      reading.interrupt();
      assertClosedByInterrupt(reading, ends.near());
    }
  }

  @Test
  default void anInterruptClosesUnderAWrite() throws Exception {
    assumeInterruptCloses();
    try (SocketEnds ends = open()) {
      var writing = startWrite(ends.near());
      writing.interrupt();
      assertClosedByInterrupt(writing, ends.near());
    }
  }

  @Test
  default void anInterruptClosesUnderAConnect() throws Exception {
    assumeInterruptCloses();
    try (FullQueue full = new FullQueue(sockets().vacantAddress())) {
      Socket socket = sockets().newSocket(full.address());
      var name = sockets().nameOf(full.address());
      var connecting = startWaitingAction(() -> socket.connect(name));
      connecting.interrupt();
      assertClosedByInterrupt(connecting, socket);
    }
  }

  @Test
  default void anInterruptClosesUnderATimedConnect() throws Exception {
    assumeInterruptCloses();
    try (FullQueue full = new FullQueue(sockets().vacantAddress())) {
      Socket socket = sockets().newSocket(full.address());
      var name = sockets().nameOf(full.address());
      var connecting = startWaitingAction(() -> socket.connect(name, 3_600_000));
      connecting.interrupt();
      assertClosedByInterrupt(connecting, socket);
    }
  }

  @Test
  default void anInterruptedThreadThatMustWaitClosesAtOnce() throws Exception {
    assumeInterruptCloses();
    try (SocketEnds ends = open()) {
      var reading =
          start(
              () -> {
                Thread.currentThread().interrupt();
                return ends.input().read();
              });
      assertClosedByInterrupt(reading, ends.near());
    }
  }

  @Test
  default void anInterruptedReaderEndsTheOthersToo() throws Exception {
    assumeInterruptCloses();
    try (SocketEnds ends = open()) {
      var first = startRead(ends.near());
      var second = startRead(ends.near());
      first.interrupt();
      assertClosedByInterrupt(first, ends.near());
      second.assertFailure().isInstanceOf(SocketException.class);
      assertThat(second.endedInterrupted()).isFalse();
    }
  }

  @Test
  default void aReadThatNeedNotWaitIgnoresTheInterrupt() throws Exception {
    try (SocketEnds ends = open()) {
      ends.send(1, 2);
      assertThat(ends.input().read()).isEqualTo(1);
      var reading =
          start(
              () -> {
                Thread.currentThread().interrupt();
                return ends.input().read();
              });
      assertThat(reading.result()).isEqualTo(2);
      assertThat(reading.endedInterrupted()).isTrue();
      assertThat(ends.near().isClosed()).isFalse();
    }
  }

  @Test
  default void aWriteThatNeedNotWaitIgnoresTheInterrupt() throws Exception {
    try (SocketEnds ends = open()) {
      var writing =
          startAction(
              () -> {
                Thread.currentThread().interrupt();
                ends.output().write(3);
              });
      writing.result();
      assertThat(writing.endedInterrupted()).isTrue();
      assertThat(ends.far().getInputStream().read()).isEqualTo(3);
    }
  }

  @Test
  default void aReadPutsAnInterruptOff() throws Exception {
    assumeInterruptIsPutOff();
    try (SocketEnds ends = open()) {
      var reading = startRead(ends.near());
      reading.interrupt();
      ends.send(5);
      assertThat(reading.result()).isEqualTo(5);
      assertThat(reading.endedInterrupted()).isTrue();
      assertTalk(ends);
    }
  }

  @Test
  default void aTimedReadPutsAnInterruptOff() throws Exception {
    assumeInterruptIsPutOff();
    try (SocketEnds ends = open()) {
      ends.near().setSoTimeout(3_600_000);
      var reading = startRead(ends.near());
      reading.interrupt();
      ends.send(5);
      assertThat(reading.result()).isEqualTo(5);
      assertThat(reading.endedInterrupted()).isTrue();
    }
  }

  @Test
  default void anInterruptDoesNotShortenATimeout() throws Exception {
    assumeInterruptIsPutOff();
    try (SocketEnds ends = open()) {
      ends.near().setSoTimeout((int) SocketTimeouts.WAIT.toMillis());
      var reading =
          startAction(
              () -> {
                Thread.currentThread().interrupt();
                assertLasts(
                    SocketTimeouts.WAIT,
                    () -> assertThatIOException().isThrownBy(ends.input()::read));
              });
      reading.result();
      assertThat(reading.endedInterrupted()).isTrue();
    }
  }

  @Test
  default void aWritePutsAnInterruptOff() throws Exception {
    assumeInterruptIsPutOff();
    try (SocketEnds ends = open()) {
      var writing = startWrite(ends.near());
      writing.interrupt();
      ends.far().getInputStream().skipNBytes(MORE_THAN_BUFFERS);
      writing.result();
      assertThat(writing.endedInterrupted()).isTrue();
    }
  }

  @Test
  default void aConnectPutsAnInterruptOff() throws Exception {
    assumeInterruptIsPutOff();
    try (FullQueue full = new FullQueue(sockets().vacantAddress())) {
      Socket socket = sockets().newSocket(full.address());
      var name = sockets().nameOf(full.address());
      var connecting = startWaitingAction(() -> socket.connect(name));
      connecting.interrupt();
      assertThat(socket.isClosed()).isFalse();
      socket.close();
      connecting.failure();
      assertThat(connecting.endedInterrupted()).isTrue();
    }
  }

  @Test
  default void optionsAndCloseIgnoreTheInterrupt() throws Exception {
    try (var server = listen()) {
      var talking =
          startAction(
              () -> {
                Socket client = connectTo(server);
                Thread.currentThread().interrupt();
                client.setTcpNoDelay(true);
                client.close();
              });
      talking.result();
      assertThat(talking.endedInterrupted()).isTrue();
    }
  }

  private static void assertClosedByInterrupt(Task<?> task, Socket socket) {
    task.assertFailure()
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("Closed by interrupt");
    assertThat(task.endedInterrupted()).isTrue();
    assertThat(socket.isClosed()).isTrue();
  }
}

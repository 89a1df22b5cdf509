// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** Each direction can be shut down while the other goes on. */
public interface SocketHalves extends SocketRow {
  @Test
  default void aPeerReadsTheEndAfterTheOutputIsShutDown() throws Exception {
    try (SocketEnds ends = open()) {
      ends.output().write(7);
      ends.near().shutdownOutput();
      InputStream input = ends.far().getInputStream();
      assertThat(input.read()).isEqualTo(7);
      assertThat(input.read()).isEqualTo(-1);
    }
  }

  @Test
  default void theInputGoesOnAfterTheOutputIsShutDown() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().shutdownOutput();
      assertThat(ends.far().getInputStream().read()).isEqualTo(-1);
      ends.send(1, 2);
      assertThat(ends.input().readNBytes(2)).containsExactly(1, 2);
    }
  }

  @Test
  default void aWriteAfterTheOutputIsShutDownFails() throws Exception {
    try (SocketEnds ends = open()) {
      OutputStream output = ends.output();
      ends.near().shutdownOutput();
      assertThatIOException().isThrownBy(() -> output.write(1));
      assertThatIOException().isThrownBy(() -> output.write(new byte[10]));
      assertThat(ends.near().isClosed()).isFalse();
    }
  }

  @Test
  default void theOutputStreamIsRefusedAfterTheOutputIsShutDown() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().shutdownOutput();
      assertSocketException(ends.near()::getOutputStream);
    }
  }

  @Test
  default void shutDownOutputTwiceFails() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().shutdownOutput();
      assertSocketException(ends.near()::shutdownOutput);
    }
  }

  @Test
  default void aReadAfterTheInputIsShutDownIsAtTheEnd() throws Exception {
    try (SocketEnds ends = open()) {
      InputStream input = ends.input();
      ends.near().shutdownInput();
      assertThat(input.read()).isEqualTo(-1);
      assertThat(input.read(new byte[5])).isEqualTo(-1);
      assertThat(input.available()).isZero();
    }
  }

  @Test
  default void bytesThatWereThereAreDroppedWhenTheInputIsShutDown() throws Exception {
    try (SocketEnds ends = open()) {
      ends.send(1, 2, 3);
      InputStream input = ends.input();
      assertThat(input.read()).isEqualTo(1);
      ends.near().shutdownInput();
      assertThat(input.available()).isZero();
      assertThat(input.read()).isEqualTo(-1);
    }
  }

  @Test
  default void bytesThatComeAfterTheInputIsShutDownAreDropped() throws Exception {
    assumeInternet();
    try (SocketEnds ends = open()) {
      InputStream input = ends.input();
      ends.near().shutdownInput();
      ends.send(1, 2, 3);
      assertThat(input.available()).isZero();
      assertThat(input.read()).isEqualTo(-1);
    }
  }

  @Test
  default void theOutputGoesOnAfterTheInputIsShutDown() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().shutdownInput();
      ends.output().write(5);
      assertThat(ends.far().getInputStream().read()).isEqualTo(5);
    }
  }

  @Test
  default void theInputStreamIsRefusedAfterTheInputIsShutDown() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().shutdownInput();
      assertSocketException(ends.near()::getInputStream);
    }
  }

  @Test
  default void shutDownInputTwiceFails() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().shutdownInput();
      assertSocketException(ends.near()::shutdownInput);
    }
  }

  @Test
  default void shuttingTheInputDownEndsAReadThatWaits() throws Exception {
    try (SocketEnds ends = open()) {
      var reading = startRead(ends.near());
      ends.near().shutdownInput();
      assertThat(reading.result()).isEqualTo(-1);
    }
  }

  @Test
  default void shuttingTheInputDownEndsATimedReadThatWaits() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().setSoTimeout(3_600_000);
      var reading = startRead(ends.near());
      ends.near().shutdownInput();
      assertThat(reading.result()).isEqualTo(-1);
    }
  }

  @Test
  default void shuttingTheOutputDownLeavesAReadThatWaits() throws Exception {
    try (SocketEnds ends = open()) {
      var reading = startRead(ends.near());
      ends.near().shutdownOutput();
      ends.send(9);
      assertThat(reading.result()).isEqualTo(9);
    }
  }

  @Test
  default void shuttingTheInputDownLeavesAWriteThatWaits() throws Exception {
    try (SocketEnds ends = open()) {
      var writing = startWrite(ends.near());
      ends.near().shutdownInput();
      long count = ends.far().getInputStream().skip(MORE_THAN_BUFFERS);
      while (count < MORE_THAN_BUFFERS) {
        count += ends.far().getInputStream().skip(MORE_THAN_BUFFERS - count);
      }
      writing.result();
    }
  }

  @Test
  default void bothHalvesShutDownIsNotClosed() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().shutdownOutput();
      ends.near().shutdownInput();
      assertThat(ends.near().isClosed()).isFalse();
      assertThat(ends.near().isConnected()).isTrue();
      assertThat(ends.far().getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  default void bothEndsMayShutTheirOutputsDown() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().shutdownOutput();
      ends.far().shutdownOutput();
      assertThat(ends.input().read()).isEqualTo(-1);
      assertThat(ends.far().getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  default void halvesOfAnUnconnectedSocketAreRefused() throws Exception {
    try (Socket socket = sockets().newSocket()) {
      assertSocketException(socket::shutdownInput);
      assertSocketException(socket::shutdownOutput);
    }
  }

  @Test
  default void halvesOfAClosedSocketAreRefused() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().close();
      assertSocketException(ends.near()::shutdownInput);
      assertSocketException(ends.near()::shutdownOutput);
    }
  }

  @Test
  default void closeAfterShutDownWorks() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().shutdownInput();
      ends.near().shutdownOutput();
      ends.near().close();
      assertThat(ends.near().isClosed()).isTrue();
      assertThat(ends.near().isInputShutdown()).isTrue();
      assertThat(ends.near().isOutputShutdown()).isTrue();
    }
  }
}

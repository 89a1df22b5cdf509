// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** Streams of a {@link java.net.Socket} that is not connected or gets closed. */
public interface SocketStreamEnds extends SocketRow {
  @Test
  default void streamsOfAnUnconnectedSocketAreRefused() throws Exception {
    try (Socket socket = sockets().newSocket()) {
      assertSocketException(socket::getInputStream);
      assertSocketException(socket::getOutputStream);
    }
  }

  @Test
  default void streamsOfAClosedSocketAreRefused() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().close();
      assertSocketException(ends.near()::getInputStream);
      assertSocketException(ends.near()::getOutputStream);
    }
  }

  @Test
  default void closingTheInputClosesTheSocket() throws Exception {
    try (SocketEnds ends = open()) {
      ends.input().close();
      assertThat(ends.near().isClosed()).isTrue();
      assertThat(ends.far().getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  default void closingTheOutputClosesTheSocket() throws Exception {
    try (SocketEnds ends = open()) {
      ends.output().close();
      assertThat(ends.near().isClosed()).isTrue();
      assertThat(ends.far().getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  default void streamsOfASocketThatGotClosedFail() throws Exception {
    try (SocketEnds ends = open()) {
      InputStream input = ends.input();
      OutputStream output = ends.output();
      ends.near().close();
      assertSocketException(input::read);
      assertSocketException(() -> input.read(new byte[1]));
      assertSocketException(() -> output.write(1));
      assertSocketException(() -> output.write(new byte[1]));
      assertThatIOException().isThrownBy(input::available);
      assertThatIOException().isThrownBy(() -> input.transferTo(OutputStream.nullOutputStream()));
    }
  }

  @Test
  default void closingStreamsTwiceDoesNothing() throws Exception {
    try (SocketEnds ends = open()) {
      InputStream input = ends.input();
      OutputStream output = ends.output();
      input.close();
      input.close();
      output.close();
      assertThat(ends.near().isClosed()).isTrue();
    }
  }
}

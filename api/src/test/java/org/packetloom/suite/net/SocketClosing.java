// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.packetloom.suite.Await;
import org.packetloom.suite.Feature;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Task;

/** Closing from any thread, and resets by the peer. */
public interface SocketClosing extends SocketRow {
  @Test
  default void closeEndsAReadThatWaits() throws Exception {
    try (SocketEnds ends = open()) {
      var reading = startRead(ends.near());
      ends.near().close();
      reading.assertFailure().isInstanceOf(SocketException.class);
    }
  }

  @Test
  default void closeEndsATimedReadThatWaits() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().setSoTimeout(3_600_000);
      var reading = startRead(ends.near());
      ends.near().close();
      reading.assertFailure().isInstanceOf(SocketException.class);
    }
  }

  @Test
  default void closeEndsAWriteThatWaits() throws Exception {
    try (SocketEnds ends = open()) {
      var writing = startWrite(ends.near());
      ends.near().close();
      writing.assertFailure().isInstanceOf(SocketException.class);
    }
  }

  @Test
  default void closeEndsBothDirections() throws Exception {
    try (SocketEnds ends = open()) {
      var reading = startRead(ends.near());
      var writing = startWrite(ends.near());
      ends.near().close();
      reading.assertFailure().isInstanceOf(SocketException.class);
      writing.assertFailure().isInstanceOf(SocketException.class);
    }
  }

  @Test
  default void closeEndsAllReadersThatQueue() throws Exception {
    try (SocketEnds ends = open()) {
      List<Task<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        readers.add(startRead(ends.near()));
      }
      ends.near().close();
      for (Task<Integer> reader : readers) {
        reader.assertFailure().isInstanceOf(SocketException.class);
      }
    }
  }

  @Test
  default void closingTheInputStreamEndsAReadThatWaits() throws Exception {
    try (SocketEnds ends = open()) {
      InputStream input = ends.input();
      var reading = startRead(ends.near());
      input.close();
      reading.assertFailure().isInstanceOf(SocketException.class);
    }
  }

  @Test
  default void closingAFreshSocketWorks() throws Exception {
    Socket socket = sockets().newSocket();
    socket.close();
    assertThat(socket.isClosed()).isTrue();
  }

  @Test
  default void closeTwiceDoesNothing() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().close();
      ends.near().close();
      assertThat(ends.near().isClosed()).isTrue();
    }
  }

  @Test
  default void manyThreadsMayCloseAtOnce() throws Exception {
    try (SocketEnds ends = open()) {
      var reading = startRead(ends.near());
      List<Task<Void>> closers = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        closers.add(startAction(ends.near()::close));
      }
      closers.forEach(Task::result);
      reading.assertFailure().isInstanceOf(SocketException.class);
    }
  }

  @Test
  default void closeAfterWritingLosesNothing() throws Exception {
    try (SocketEnds ends = open()) {
      ends.output().write(new byte[10_000]);
      ends.near().close();
      assertThat(ends.far().getInputStream().readAllBytes()).hasSize(10_000);
    }
  }

  @Test
  default void everyCallOnAClosedSocketFails() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().close();
      callsThatNeedAnOpenSocket(ends.near())
          .forEach(
              (name, call) ->
                  assertThat(catchThrowable(call)).as(name).isInstanceOf(SocketException.class));
    }
  }

  @Test
  default void everyCallOnASocketThatIsClosedFreshFails() throws Exception {
    Socket socket = sockets().newSocket();
    socket.close();
    callsThatNeedAnOpenSocket(socket)
        .forEach(
            (name, call) ->
                assertThat(catchThrowable(call)).as(name).isInstanceOf(SocketException.class));
  }

  private static Map<String, ThrowingCallable> callsThatNeedAnOpenSocket(Socket socket) {
    Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
    calls.put("getInputStream", socket::getInputStream);
    calls.put("getOutputStream", socket::getOutputStream);
    calls.put("getTcpNoDelay", socket::getTcpNoDelay);
    calls.put("setTcpNoDelay", () -> socket.setTcpNoDelay(true));
    calls.put("getSoLinger", socket::getSoLinger);
    calls.put("setSoLinger", () -> socket.setSoLinger(true, 1));
    calls.put("setSoLinger off", () -> socket.setSoLinger(false, 0));
    calls.put("getOOBInline", socket::getOOBInline);
    calls.put("setOOBInline", () -> socket.setOOBInline(true));
    calls.put("getSoTimeout", socket::getSoTimeout);
    calls.put("setSoTimeout", () -> socket.setSoTimeout(1));
    calls.put("getSendBufferSize", socket::getSendBufferSize);
    calls.put("setSendBufferSize", () -> socket.setSendBufferSize(1));
    calls.put("getReceiveBufferSize", socket::getReceiveBufferSize);
    calls.put("setReceiveBufferSize", () -> socket.setReceiveBufferSize(1));
    calls.put("getKeepAlive", socket::getKeepAlive);
    calls.put("setKeepAlive", () -> socket.setKeepAlive(true));
    calls.put("getTrafficClass", socket::getTrafficClass);
    calls.put("setTrafficClass", () -> socket.setTrafficClass(1));
    calls.put("getReuseAddress", socket::getReuseAddress);
    calls.put("setReuseAddress", () -> socket.setReuseAddress(true));
    calls.put("sendUrgentData", () -> socket.sendUrgentData(1));
    calls.put("shutdownInput", socket::shutdownInput);
    calls.put("shutdownOutput", socket::shutdownOutput);
    calls.put("getOption", () -> socket.getOption(StandardSocketOptions.SO_RCVBUF));
    calls.put("setOption", () -> socket.setOption(StandardSocketOptions.SO_RCVBUF, 1));
    calls.put("bind", () -> socket.bind(null));
    return calls;
  }

  @Test
  default void optionsAreStillListedAfterClose() throws Exception {
    try (SocketEnds ends = open()) {
      var before = ends.near().supportedOptions();
      ends.near().close();
      assertThat(ends.near().supportedOptions()).isEqualTo(before).isNotEmpty();
    }
  }

  @Test
  default void aPeerThatIsClosedIsReadToItsEnd() throws Exception {
    try (SocketEnds ends = open()) {
      ends.send(1, 2);
      ends.far().close();
      assertThat(ends.input().readAllBytes()).containsExactly(1, 2);
    }
  }

  @Test
  default void writesToAPeerThatIsClosedFailInTheEnd() throws Exception {
    try (SocketEnds ends = open()) {
      OutputStream output = ends.output();
      ends.far().close();
      assertThatIOException()
          .isThrownBy(
              () -> {
                for (int i = 0; i < 1_000_000; i++) {
                  output.write(new byte[1000]);
                }
              });
      assertThat(ends.near().isClosed()).isFalse();
    }
  }

  @Test
  default void aResetFailsAReadThatWaits() throws Exception {
    assumeInternet();
    try (SocketEnds ends = open()) {
      var reading = startRead(ends.near());
      reset(ends.far());
      reading
          .assertFailure()
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("Connection reset");
    }
  }

  @Test
  default void everyReadAfterAResetFails() throws Exception {
    assumeInternet();
    try (SocketEnds ends = open()) {
      InputStream input = ends.input();
      reset(ends.far());
      for (int i = 0; i < 3; i++) {
        assertThat(catchThrowable(() -> input.read(new byte[10])))
            .isInstanceOf(SocketException.class)
            .hasMessageContaining("Connection reset");
      }
    }
  }

  @Test
  default void nothingIsAvailableAfterAReset() throws Exception {
    assumeInternet();
    try (SocketEnds ends = open()) {
      InputStream input = ends.input();
      reset(ends.far());
      assertThatIOException().isThrownBy(input::read);
      assertThat(input.available()).isZero();
      assertThat(ends.near().isClosed()).isFalse();
    }
  }

  @Test
  default void aWriteAfterAResetFails() throws Exception {
    assumeInternet();
    try (SocketEnds ends = open()) {
      OutputStream output = ends.output();
      reset(ends.far());
      assertThatIOException().isThrownBy(ends.input()::read);
      assertThatIOException().isThrownBy(() -> output.write(1));
      assertThatIOException().isThrownBy(() -> output.write(1));
    }
  }

  @Test
  default void aResetFailsAWriteThatWaits() throws Exception {
    assumeInternet();
    try (SocketEnds ends = open()) {
      var writing = startWrite(ends.near());
      reset(ends.far());
      writing.assertFailure().isInstanceOf(SocketException.class);
    }
  }

  @Test
  default void aSocketStillTellsItsPeerAfterAReset() throws Exception {
    try (SocketEnds ends = open()) {
      var remote = ends.near().getRemoteSocketAddress();
      var local = ends.near().getLocalSocketAddress();
      reset(ends.far());
      catchThrowable(ends.input()::read);
      assertThat(ends.near().getRemoteSocketAddress()).isEqualTo(remote);
      assertThat(ends.near().getLocalSocketAddress()).isEqualTo(local);
      assertThat(ends.near().isConnected()).isTrue();
    }
  }

  @Test
  default void closingWithUnreadBytesEndsTheConnectionOfThePeer() throws Exception {
    assumeInternet();
    try (SocketEnds ends = open()) {
      ends.send(1, 2, 3);
      assertThat(ends.input().read()).isEqualTo(1);
      ends.near().close();
      try {
        assertThat(ends.far().getInputStream().read()).isEqualTo(-1);
      } catch (SocketException reset) {
        assertThat(reset).hasMessageContaining("Connection reset");
      }
    }
  }

  @Test
  default void closingLeavesNoDescriptor() throws Exception {
    assumeHas(Feature.DESCRIPTOR_FOLDER);
    open().close();
    int before = OpenDescriptors.count();
    for (int i = Scale.rounds(100); i > 0; i--) {
      open().close();
      sockets().newSocket().close();
    }
    Await.until("descriptors are closed", () -> OpenDescriptors.count() <= before + 5);
  }

  @Test
  default void closingUnderAReadLeavesNoDescriptor() throws Exception {
    assumeHas(Feature.DESCRIPTOR_FOLDER);
    open().close();
    int before = OpenDescriptors.count();
    for (int i = Scale.rounds(30); i > 0; i--) {
      try (SocketEnds ends = open()) {
        var reading = startRead(ends.near());
        ends.near().close();
        reading.failure();
      }
    }
    Await.until("descriptors are closed", () -> OpenDescriptors.count() <= before + 5);
  }

  @Test
  default void failedConnectsLeaveNoDescriptor() throws Exception {
    assumeHas(Feature.DESCRIPTOR_FOLDER);
    ServerSocket gone = listen();
    var target = gone.getLocalSocketAddress();
    gone.close();
    int before = OpenDescriptors.count();
    for (int i = Scale.rounds(50); i > 0; i--) {
      Socket socket = sockets().newSocket(target);
      assertThatIOException().isThrownBy(() -> socket.connect(sockets().nameOf(target)));
    }
    Await.until("descriptors are closed", () -> OpenDescriptors.count() <= before + 5);
  }
}
